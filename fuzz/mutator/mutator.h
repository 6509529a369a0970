/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The structure-aware mutator: changes programs operation by operation, so that what comes out is
 * a program that does something else, not a broken one. It knows no engine; the shims do.
 *
 * All randomness comes from the seed: the same seed and the same inputs give the same outputs. What
 * comes out is always well formed and has at most `room` operations. A mutator is for one thread at
 * a time; different mutators are independent. When there is no memory a mutation does less.
 */
#ifndef EPOLLCTX_FUZZ_MUTATOR_H
#define EPOLLCTX_FUZZ_MUTATOR_H

#include "mutator/generate.h"
#include "program/program.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* X(kind, weight, what it does to a program) */
#define MUTATOR_KINDS(X)                                                             \
	X(insert, 24, "puts a few fresh operations into one place")                  \
	X(delete, 8, "removes an operation")                                         \
	X(delete_range, 4, "removes neighbouring operations")                        \
	X(delete_variable, 3, "removes a variable and every operation on it")        \
	X(replace, 8, "puts a fresh operation in the place of another")              \
	X(duplicate, 6, "puts a copy of an operation behind it")                     \
	X(duplicate_range, 4, "puts a copy of neighbouring operations behind them")  \
	X(swap, 6, "exchanges two operations")                                       \
	X(move, 6, "takes an operation somewhere else")                              \
	X(splice, 8, "puts a part of another program into one place")                \
	X(argument, 20, "changes an argument that is no variable")                   \
	X(redirect, 12, "lets an operation use another variable")                    \
	X(wait_after, 12, "waits after an operation")                                \
	X(probe, 16, "waits, does something to a registration, and waits again")     \
	X(stage, 10, "begins anew: opens files, registers them, and lets them live") \
	X(swarm, 3, "switches off a random part of the operations and grows without them")

enum mutator_kind {
#define X(kind, weight, text) MUTATOR_##kind,
	MUTATOR_KINDS(X)
#undef X
		MUTATOR_KIND_COUNT
};

struct mutator {
	struct generator generator;
	bool faults;	  /* `fail` is frequent */
	bool swarming;	  /* the weights are those of a swarm */
	uint32_t applied; /* bits of enum mutator_kind, and one above for a crossover */
	const struct program *partner; /* of the mutation that is going on, or NULL */
	size_t room;		       /* of the mutation that is going on */
};

void mutator_init(struct mutator *m, uint64_t seed, bool faults);
/* From here on as if new with this seed. */
void mutator_seed(struct mutator *m, uint64_t seed);

/*
 * Mutates p once or a few times. `partner` (another program, or NULL) is what `splice` takes from.
 * An empty program grows.
 */
void mutator_mutate(
	struct mutator *m, struct program *p, const struct program *partner, size_t room);

/*
 * One mutation of one kind. False, and p as it was (cut to its room), when that is not possible: no
 * operation, no other variable, no partner, no room.
 */
bool mutator_apply(struct mutator *m, enum mutator_kind kind, struct program *p,
	const struct program *partner, size_t room);

/* Replaces *out by a mixture of two other programs: a part of each, or both in turn. */
void mutator_crossover(struct mutator *m, const struct program *a, const struct program *b,
	struct program *out, size_t room);

/* "insert", "insert+swarm", "crossover": what was done last, cut to fit `size` (above 0). */
void mutator_describe(const struct mutator *m, char *text, size_t size);

const char *mutator_kind_name(enum mutator_kind kind);

#endif
