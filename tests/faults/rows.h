/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The rows of errors.def, and what their tests share. The only declaration of a row's test is the
 * row: one without a row fails to build (-Wmissing-prototypes), a row without one fails to link.
 */
#ifndef EPOLLCTX_TEST_FAULTS_ROWS_H
#define EPOLLCTX_TEST_FAULTS_ROWS_H

#include "inject.h"

enum { ANY = 0 };

enum row_kind { OWN_ERROR, AFTER_CALL, KERNEL_ERROR, HANDLED_ERROR };

struct row {
	const char *function;
	enum row_kind kind;
	enum program_call call; /* PROGRAM_CALL_COUNT: none */
	int error;		/* positive, or ANY */
	const char *cause;
	void (*test)(void **state); /* the state is the row */
	/* An own error's call, and its arguments as text. */
	int (*refuse)(struct objects *o, int fd);
	const char *arguments;
	struct scene *scene;
	unsigned shown; /* how often the function answered as the row says */
};

#define OWN(function, arguments, error, cause)
#define AFTER(function, call, error, cause, test)   void test(void **state);
#define KERNEL(function, call, error, cause, test)  void test(void **state);
#define HANDLED(function, call, error, cause, test) void test(void **state);
#include "errors.def"
#undef OWN
#undef AFTER
#undef KERNEL
#undef HANDLED

/* Whether the row is about this way to call a function. */
bool row_is_about(const struct row *row, const struct operation *op);

/* What makes a call fail; true: in the model too, which must then answer the same. */
typedef bool arrange(struct scene *s);

/*
 * Each way to call the row's function, with the cause arranged: it must fail as the row says, by an
 * answer of the real kernel. `undo`, or NULL, ends what would keep the test itself from working.
 */
void show(void **state, arrange *cause, void (*undo)(struct scene *s));

/* The number of the instance that the function is about. */
int instance_of(const struct operation *op);

/* The same on the kernel and in the model: a new number, or nothing. */
int both_epoll(struct scene *s);
int both_file(struct scene *s);
int both_dup(struct scene *s, int number);
void both_dup2(struct scene *s, int from, int to);
void both_close(struct scene *s, int number);
void both_add(struct scene *s, int ep, int number, uint32_t events);
void both_delete(struct scene *s, int ep, int number);

#endif
