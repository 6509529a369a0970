/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A history: a program whose operations have answers, threads and times (fuzz/program/LANGUAGE.md),
 * and what can be known of it without any search: the order of starts and ends, and which open file
 * description each number meant, where no other operation could change that meanwhile.
 *
 * No threads, no system calls: whoever records one, and whoever reads one from text, gets the same.
 */
#ifndef EPOLLCTX_STRESS_HISTORY_H
#define EPOLLCTX_STRESS_HISTORY_H

#include "model/model.h"
#include "program/program.h"

/* Positions count the starts and ends of a history in their order. */
enum { HISTORY_NEVER = INT32_MAX };

/* So that a description fits a configuration of the search. */
enum { HISTORY_FILES_MAX = 30000 };

/* FILE_NONE: no open number. FILE_VOLATILE: depends on the order of concurrent operations. */
enum { FILE_NONE = -1, FILE_VOLATILE = -2 };

struct history_op {
	int begin;
	int finish; /* HISTORY_NEVER: it did not return */
	bool alone;
	int opened[2];	/* the descriptions that it made, or FILE_NONE */
	int file;	/* what argument 1 meant before the operation */
	int second;	/* the same of argument 2, where that is a number */
	int last_close; /* the description whose last number it took away, or FILE_NONE */
};

struct history_file {
	enum model_kind kind;
	int peer;	/* the other end of a pipe or a socket pair */
	uint32_t level; /* the counter that it was opened with */
	bool semaphore;
	int numbers; /* how many numbers mean it; while the history is read */
	/* The one number with a meaning that depends on the order that may mean it, or -1. */
	int volatile_number;
};

struct history_number {
	bool is_volatile; /* it was bound anew or closed while another operation used it */
	int file;	  /* what it means; while the history is read */
};

struct history {
	const struct program *program;
	struct history_op *ops; /* one for each operation of the program */
	struct history_file *files;
	int file_count;
	struct history_number *numbers; /* one for each variable */
	int end;			/* the position after all others */
};

/*
 * Fills *h, which refers to the program from then on. 0; -EINVAL for a program that is no history,
 * *ret_index being the operation and reason[] saying why; -ENOMEM.
 */
int history_open(struct history *h, const struct program *program, size_t *ret_index,
	char reason[PROGRAM_LINE_MAX]);
void history_close(struct history *h);

/* Did a return before b was called? */
bool history_precedes(const struct history *h, size_t a, size_t b);

/* Which argument of the operation names the number that it gives a meaning to, or -1. */
int history_bound_argument(const struct program_operation *op, int which);

/* Did the operation succeed? An opener that states nothing did. */
bool history_succeeded(const struct program_operation *op);

#endif
