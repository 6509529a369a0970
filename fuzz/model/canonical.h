/* SPDX-License-Identifier: BSD-3-Clause */
/* What the sources of canonical states share: canonical.c writes them, symmetry.c orders them. */
#ifndef EPOLLCTX_FUZZ_MODEL_CANONICAL_H
#define EPOLLCTX_FUZZ_MODEL_CANONICAL_H

#include "state.h"

enum {
	PLACES_MAX = MODEL_CANONICAL_NUMBERS,
	NOWHERE = 0xff,
	/* A description is watched once for each instance and number at most, by open ones. */
	WAITERS_MAX = PLACES_MAX * PLACES_MAX,
	/* More than the items that there are without a ring and without closed numbers. */
	TOKENS_MAX = 32,
};

/* Which number stands at which place of what is written. */
struct order {
	const struct model *m;
	unsigned folds;
	uint32_t count;
	uint32_t numbers[PLACES_MAX];
};

/* The bytes so far. */
struct output {
	unsigned char *bytes;
	size_t size;
	bool failed;		     /* they do not fit, or something has no place */
	uint64_t tokens[TOKENS_MAX]; /* in the order in which they were met */
	uint32_t tokens_met;
};

/* What a description holds without its items; others are named by their places. */
void model_put_own_state(struct output *out, const struct order *order, uint32_t file);
/* The whole state in this order. */
void model_put_state(struct output *out, const struct order *order);
/* Of the first number that means the description; NOWHERE for NONE. */
uint32_t model_place_of_file(const struct order *order, uint32_t file);
/* From 1; 0 for an item that is not queued. */
uint32_t model_place_in_ready_list(const struct model *m, uint32_t item);

/* Calls `each` with every order of the open numbers that their roles allow. */
void model_for_each_order(struct order *order, void (*each)(void *argument), void *argument);

#endif
