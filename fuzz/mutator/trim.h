/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Trimming by operation (of text: by line): trailing blocks first, then blocks anywhere, then
 * single ones, from the end to the start, so that the uses of a variable go before its opener.
 *
 *	for (bool more = trim_start(t, input, size); more; more = trim_next(t, still_the_same))
 *		still_the_same = run(t->candidate, t->candidate_size);
 *	the result is t->best
 */
#ifndef EPOLLCTX_FUZZ_TRIM_H
#define EPOLLCTX_FUZZ_TRIM_H

#include "mutator/inputs.h"

/* So many candidates are tried at most, whatever the input. */
enum { TRIM_STEPS_MAX = 4096 };

struct trim {
	struct inputs *inputs; /* the caller's; its form says what a unit is */
	uint8_t *best;	       /* the shortest input so far that does the same */
	size_t best_size;
	uint8_t *candidate;
	size_t candidate_size; /* never more than the input had */
	size_t room;	       /* of each of the two */
	size_t units;	       /* operations or lines in best */
	size_t block;	       /* how many units are removed at once, */
	size_t end;	       /* those before this one, */
	size_t lacks;	       /* and how many there are: what the candidate lacks */
	bool trailing;
	size_t steps;
};

void trim_init(struct trim *t, struct inputs *inputs);
void trim_free(struct trim *t);
/* Makes the first candidate. False when there is nothing to trim, or no memory. */
bool trim_start(struct trim *t, const uint8_t *bytes, size_t size);
/* Takes the verdict on the candidate and makes the next one. False when there is none. */
bool trim_next(struct trim *t, bool same);

#endif
