/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A world: which operations there are, and how much of everything there may be. README.md explains
 * the declarations.
 */
#ifndef EPOLLCTX_TESTS_EXHAUSTIVE_WORLD_H
#define EPOLLCTX_TESTS_EXHAUSTIVE_WORLD_H

#include "model/model.h"
#include "program/program.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
	WORLD_NAME_SIZE = 64,
	WORLD_FORMS_MAX = 32768,
	WORLD_FORM_SIZE = 160,
	WORLD_KINDS = MODEL_FILE + 1,
	/* Opening two more can be tried, and the state must be written then too. */
	WORLD_NUMBERS_MAX = MODEL_CANONICAL_NUMBERS - 2,
	/* What an operation can answer: ok or a number, events, none, or one of the errors. */
	ANSWER_OK = 0,
	ANSWER_EVENTS,
	ANSWER_NONE,
	ANSWER_ERROR,
	ANSWERS = ANSWER_ERROR + PROGRAM_ERRNO_COUNT,
};

/* An operation with its arguments; what it opens is known when it is performed. */
struct world_operation {
	struct program_operation op; /* its variables are numbers */
	unsigned kinds[2];	     /* that the numbers it uses may have, a bit for each kind */
	int form;
};

/* A line of operations with its values chosen, but not its numbers: each must be performed. */
struct world_form {
	char text[WORLD_FORM_SIZE];
	uint64_t performed;
};

/* What bounds a world: X(name, what it bounds). A state beyond a bound is not followed. */
#define WORLD_BOUNDS(X)                            \
	X(numbers, "numbers that are open")        \
	X(most, "descriptions of a kind")          \
	X(items, "registrations in all instances") \
	X(count, "the count of an eventfd")        \
	X(bytes, "the bytes that wait in a pipe or a socket")

enum world_bound {
#define X(name, text) BOUND_##name,
	WORLD_BOUNDS(X)
#undef X
		BOUND_COUNT,
};

struct world {
	char name[WORLD_NAME_SIZE];
	uint64_t bounds[BOUND_COUNT]; /* UINT64_MAX: not bounded; that of `most` is unused */
	uint64_t most[WORLD_KINDS];
	unsigned depth;	   /* UINT_MAX: not bounded */
	unsigned folds;	   /* enum model_fold */
	bool names_closed; /* an operation may use a number that is closed */
	struct world_operation *operations;
	int operation_count;
	struct world_form *forms;
	int form_count;
	bool answers[PROGRAM_CODE_COUNT][ANSWERS]; /* that each operation is said to give */
};

/* On failure says where and why on standard error, as `file:line: reason`, and returns false. */
bool world_read(struct world *world, const char *path);
void world_free(struct world *world);

/* The bound that the state is beyond, or BOUND_COUNT. */
enum world_bound world_beyond(const struct world *world, const struct model *model);
const char *world_bound_text(enum world_bound bound);
/* May the operation be tried in this state? */
bool world_enabled(const struct world_operation *operation, const struct model *model);

int answer_index(const struct program_answer *answer);
/* "ok", "events", "none", "EBADF" */
const char *answer_name(int index);

#endif
