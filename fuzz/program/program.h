/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a fuzz input means: a program, which is a sequence of operations on descriptors and epoll
 * instances. Its forms: text (the scenario language), bytes (what a fuzzer mutates), and a
 * standalone C file. This module performs nothing and predicts nothing.
 *
 * A program is *well formed* when its arguments are in the ranges of operations.h, every variable
 * that is used was bound by an earlier operation (or an earlier argument of the same one), and
 * variables are numbered 0, 1, 2 ... in the order in which they are first bound, and what an
 * operation states is an answer that it can give. All functions need and keep that, but for
 * program_insert, program_remove and writes to `operations`, after which program_repair() restores
 * it.
 *
 * Functions return 0 or -errno. A program is for one thread at a time.
 */
#ifndef EPOLLCTX_FUZZ_PROGRAM_H
#define EPOLLCTX_FUZZ_PROGRAM_H

#include "errnos.h"
#include "operations.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
	PROGRAM_NAME_SIZE = 32,
	PROGRAM_LINE_MAX = 4096,   /* bytes, without the newline */
	PROGRAM_ANSWER_MAX = 4000, /* bytes of a RESULT as it is written, so that its line fits */
};

struct program_event {
	uint64_t token;
	uint32_t events;
};

enum program_answer_kind {
	PROGRAM_UNSTATED, /* no `=> RESULT`; also the answer of `fail` */
	PROGRAM_OK,	  /* ok */
	PROGRAM_VALUE,	  /* a number: `value` */
	PROGRAM_ERROR,	  /* an errno name: `error`, positive */
	PROGRAM_EVENTS,	  /* `count` pairs in order; 0 of them is `none` */
};

struct program_answer {
	enum program_answer_kind kind;
	int error;
	uint64_t value;
	const struct program_event *events; /* of whoever made the answer */
	size_t count;
};

/* When an operation of a history happened, and on which thread; see LANGUAGE.md. */
struct program_span {
	unsigned thread; /* 1 to PROGRAM_THREADS_MAX; 0: alone, and the rest is 0 */
	bool ended;	 /* false: it had not returned when the history ended; `end` is 0 */
	uint64_t start;
	uint64_t end; /* not below start */
};

struct program_operation {
	enum program_code code;
	unsigned line; /* in the text that it was read from, from 1; 0 when there is none */
	/*
	 * In the order of the table; what the row does not have is 0. BIND and USE hold a variable,
	 * CALL and ERRNO an index, HOW 0 (rd), 1 (wr) or 2 (rdwr), SEMAPHORE 0 or 1.
	 */
	uint64_t arguments[PROGRAM_ARGUMENTS_MAX];
	struct program_answer stated; /* its events belong to the program */
	struct program_span span;
};

struct program {
	struct program_operation *operations;
	size_t count;
	size_t room;
	uint32_t variables;		  /* how many variables are bound */
	char (*names)[PROGRAM_NAME_SIZE]; /* of the variables; NULL: made from the stems */
};

/* An empty program; no memory yet. */
void program_init(struct program *p);
void program_free(struct program *p);
/* Removes all operations, names and variables, keeps the memory for the next ones. */
void program_clear(struct program *p);
/* Replaces *to, an initialised program; -ENOMEM leaves it empty. */
int program_copy(struct program *to, const struct program *from);
/* The same operations on the same variables; names, lines, spans and stated answers do not matter.
 */
bool program_equal(const struct program *a, const struct program *b);

/*
 * Copies `op` (deeply; it may be one of the program) to before `index`. -EINVAL for an index above
 * p->count, -ENOSPC beyond PROGRAM_OPERATIONS_MAX, -ENOMEM; then nothing has changed.
 */
int program_insert(struct program *p, size_t index, const struct program_operation *op);
/* Removes up to `count` operations from `index` on. */
void program_remove(struct program *p, size_t index, size_t count);
/*
 * Replaces what the operation states by a (deep) copy. -EINVAL when it cannot give that answer or
 * the error has no name, -E2BIG when the text would be above PROGRAM_ANSWER_MAX, -ENOMEM; then
 * nothing has changed.
 */
int program_state(struct program *p, size_t index, const struct program_answer *answer);
void program_forget_stated(struct program *p);

/*
 * Makes any operations well formed, and changes as little as it can: an argument out of range is
 * taken modulo the range, the use of an unbound variable becomes one that is bound (of n bound
 * so far, number `variable % n`), what uses one before any is bound is removed, and a stated
 * answer that the operation cannot give is forgotten. Variables keep their names; where others have
 * names, new ones get one made from the stem. (Without memory for that, all names are dropped.)
 * Leaves a well-formed program as it is.
 */
void program_repair(struct program *p);
bool program_well_formed(const struct program *p);

/* Writes the name of a bound variable: its own, or its stem and number ("ep0"). */
void program_name(const struct program *p, uint32_t variable, char name[PROGRAM_NAME_SIZE]);

bool program_answer_equal(const struct program_answer *a, const struct program_answer *b);

/* The index of the first operation with a thread column, or p->count: who performs a program, or
 * turns it into bytes or C, knows one thread only. */
size_t program_first_threaded(const struct program *p);

/* Text: the scenario language, and its thread column (LANGUAGE.md) */

struct program_error {
	unsigned line;	  /* from 1; 0 when it concerns no line */
	char reason[160]; /* one line, no newline */
};

/*
 * Replaces *p by the program of a scenario of any `size` bytes. -EINVAL when it is malformed,
 * -ENOMEM; then *error says where and why, and *p is empty.
 */
int program_read_text(
	struct program *p, const char *text, size_t size, struct program_error *error);
/*
 * The canonical text: one operation a line, its thread column where it has one, defaults left out,
 * `=> RESULT` where one is stated.
 */
void program_write_text(const struct program *p, FILE *file);
/* One operation without its RESULT, and without a newline: "add ep0 r1 IN|ET 7". */
void program_write_operation(const struct program *p, size_t index, FILE *file);
/* "@1 4..9 ", "@1 4.. ", or nothing: the thread column with its space. */
void program_write_span(const struct program_span *span, FILE *file);
/* "ok", "none", "7:HUP 8:IN", "12", "EBADF"; nothing for PROGRAM_UNSTATED. */
void program_write_answer(const struct program_answer *answer, FILE *file);
/* "IN|ET", "0", "IN|0x4000" */
void program_write_events(uint32_t events, FILE *file);

/*
 * Bytes. An encoding is a header (three bytes of magic and the version), then a record of fixed
 * size for each operation, so that a changed byte changes one operation. Input without the magic is
 * taken as records from its first byte; a last record that is cut short is ignored. Stated answers,
 * names, lines and spans are not part of it.
 */
enum { PROGRAM_FORMAT_VERSION = 1, PROGRAM_HEADER_SIZE = 4, PROGRAM_RECORD_SIZE = 20 };

/*
 * Replaces *p by the program of any bytes. 0; -EPROTONOSUPPORT and an empty program when the header
 * names another version; -ENOMEM and an empty program. Operations beyond PROGRAM_OPERATIONS_MAX are
 * ignored.
 */
int program_decode(struct program *p, const uint8_t *bytes, size_t size);
size_t program_encoded_size(const struct program *p);
/* Writes whole records only, as many as fit `size`; returns the bytes written. */
size_t program_encode(const struct program *p, uint8_t *bytes, size_t size);

/*
 * A C file that needs nothing but Linux's headers, performs the program with raw system calls,
 * prints for each operation what it got, and exits 0 when every stated answer was given, else 1.
 * `fail` is acted out inside the file: the call is not made, its answer is the error.
 */
void program_write_c(const struct program *p, FILE *file);

#endif
