/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One step of the sequential specification, for one registration of one file: what an operation
 * answers and what it changes. Every step is performed once by the shadow model (fuzz/model), which
 * is put into the state before it, and then remembered: few states ever occur, so that a history of
 * millions of operations costs a table.
 */
#ifndef EPOLLCTX_STRESS_STEPS_H
#define EPOLLCTX_STRESS_STEPS_H

#include "model/model.h"

/* A file, and its registration under one number in one instance. */
struct step_state {
	uint16_t kind;	    /* enum model_kind; MODEL_EPOLL: an inner instance that is readable */
	uint16_t semaphore; /* of an eventfd */
	uint32_t level;	    /* the counter, or the bytes that wait */
	uint32_t events;    /* what the registration asked for; 0 without one */
	uint8_t hung;	    /* the peer's last number was closed */
	uint8_t present;
	uint8_t armed;	     /* not a one-shot that has fired */
	uint8_t deliverable; /* a wait would report it now: ready, and for an edge still unreported
			      */
};

enum step_code {
	STEP_ADD,
	STEP_MOD,
	STEP_DEL,
	STEP_WRITE,
	STEP_READ,
	STEP_PEER_WRITE, /* on the other end of a pipe or socket pair */
	STEP_PEER_READ,
	STEP_HANG_UP,
	STEP_WAIT, /* looks even at an edge that was reported: a spurious one is allowed */
};

struct step_answer {
	int error;	 /* 0 or a positive errno value */
	uint64_t value;	 /* of a read or write */
	uint32_t events; /* of a wait; 0: nothing */
};

struct steps;

/* NULL without memory. */
struct steps *steps_create(void);
void steps_destroy(struct steps *steps);

/* The operation with its one argument: the events of ADD and MOD, the amount of READ and WRITE. */
struct step_answer step(struct steps *steps, const struct step_state *before, enum step_code code,
	uint64_t argument, struct step_state *ret_after);

#endif
