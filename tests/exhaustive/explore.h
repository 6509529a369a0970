/* SPDX-License-Identifier: BSD-3-Clause */
/* Finds every state of a world, on the model alone. */
#ifndef EPOLLCTX_TESTS_EXHAUSTIVE_EXPLORE_H
#define EPOLLCTX_TESTS_EXHAUSTIVE_EXPLORE_H

#include "lockstep/lockstep.h"
#include "space.h"
#include "world.h"

struct exploration {
	struct world *world;
	struct lockstep *ls;
	struct space space;
	uint32_t expanded; /* states, from the first on: the rest is the frontier */
	uint64_t transitions;
	uint64_t beyond[BOUND_COUNT];		       /* transitions that a bound ends */
	uint64_t answers[PROGRAM_CODE_COUNT][ANSWERS]; /* how often each was given */
	/* Of the state that is looked at: */
	struct program path; /* from the empty state to it, and then the operation that is tried */
	size_t path_length;
	int free[2];  /* the lowest numbers that are free */
	int *enabled; /* operations that can be tried */
	int enabled_count;
};

/* What a transition leads to. */
struct arrival {
	struct program_answer answer;
	enum world_bound beyond; /* BOUND_COUNT: inside the world */
	unsigned char bytes[MODEL_CANONICAL_SIZE + 1];
	size_t size;
};

/*
 * All states of the world. 0, or -errno after saying why. An exploration, also one that failed,
 * needs exploration_free; the world and the lockstep stay the caller's.
 */
int explore(struct exploration *e, struct world *world, struct lockstep *ls);
void exploration_free(struct exploration *e);

/* Makes a state the one that is looked at; -ENOMEM. */
int exploration_visit(struct exploration *e, uint32_t state);
/* Puts an operation behind the path to the visited state; -ENOMEM. */
int exploration_try(struct exploration *e, int operation);
/* Where the path and what is tried behind it lead on the model. */
int exploration_arrive(struct exploration *e, struct arrival *arrival);
/* Looks what can be tried behind the path as it is; what was tried belongs to it from now on. */
void exploration_look(struct exploration *e);

#endif
