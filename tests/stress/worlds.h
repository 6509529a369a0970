/* SPDX-License-Identifier: BSD-3-Clause */
/* What a stress does: worlds of two sorts, each of which ends with a history that is checked. */
#ifndef EPOLLCTX_STRESS_WORLDS_H
#define EPOLLCTX_STRESS_WORLDS_H

#include "crew.h"

/*
 * In the first place, as is natural, many operations at random on shared files: rounds that end
 * when every thread has done its share, and a last one in which threads may block. In the second,
 * one wait or more that is seen to block, and then the one operation that must wake it.
 */
struct stage {
	struct world world;
	struct crew crew;
	struct actor *actors; /* the crew's, then the commander's */
	struct actor *commander;
	struct prng random;
	uint64_t blocked; /* waits that were seen to block */
};

/*
 * A world at random of a few rounds, or a long one of as many as make so many operations; the stage
 * is left with its history to be taken. False: see standard error.
 */
enum { LONG_OPERATIONS = 50000 };
bool play_crowd(struct stage *s, bool is_long);

enum { PHASES = 15 };
/* A directed world. */
bool play_phase(struct stage *s, unsigned phase);
const char *phase_name(unsigned phase);

/* Registers what wakes everybody in this instance; part of the setup of a world that may block. */
void stage_bell(struct stage *s, uint32_t instance);

/*
 * Rings every bell. Returns how many waits sleep on: above 0, the history has waits that no epoll
 * leaves asleep; -1 and a line on standard error as crew_settle.
 */
int stage_ring(struct stage *s);

#endif
