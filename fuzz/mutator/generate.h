/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fresh operations that are plausible at their place, and arguments at the borders where something
 * changes.
 */
#ifndef EPOLLCTX_FUZZ_GENERATE_H
#define EPOLLCTX_FUZZ_GENERATE_H

#include "mutator/prng.h"
#include "mutator/scene.h"
#include "program/program.h"

struct generator {
	struct prng random;
	struct scene scene;
	uint32_t weights[PROGRAM_CODE_COUNT]; /* how often each operation comes; 0: never */
};

/* The usual weights; with `faults`, `fail` is as frequent as `wait`. */
void generate_weights(struct generator *g, bool faults);
/* Switches off a random part of the operations, never all openers, and reweighs the others. */
void generate_swarm(struct generator *g);

/* What a program does first, and what it does then. */
enum generate_phase { GENERATE_INSTANCES, GENERATE_FILES, GENERATE_REGISTRATIONS, GENERATE_LIFE };
enum { GENERATE_PHASE_COUNT = GENERATE_LIFE + 1 };
/* The usual weights of what belongs to a phase; 0 for all else. */
void generate_phase(struct generator *g, enum generate_phase phase, bool faults);

/*
 * A fresh operation for the place that g->scene describes. What it binds are variables from
 * `unused` on, or, rarely, ones that are bound. False when no weight leaves an operation to choose.
 */
bool generate_operation(struct generator *g, uint32_t unused, struct program_operation *ret_op);

/*
 * Something that may change what a registration, one of g->scene, reports. False when none of a few
 * tries does.
 */
bool generate_stimulus(struct generator *g, const struct scene_registration *known,
	struct program_operation *ret_op);

/* A value for argument `position` of `op`, whose earlier arguments stand. */
uint64_t generate_argument(
	struct generator *g, const struct program_operation *op, size_t position, uint32_t unused);

/* A random answer of a kind that the operation can give; `events` has room for 3. */
enum { GENERATE_EVENTS_MAX = 3 };
void generate_answer(struct generator *g, const struct program_operation *op,
	struct program_event events[GENERATE_EVENTS_MAX], struct program_answer *ret_answer);

/* The kinds of variable that argument 1 or 2 (position 0 or 1) of the operation takes mostly. */
unsigned generate_fitting(enum program_code code, size_t position);

#endif
