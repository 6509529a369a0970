/* SPDX-License-Identifier: BSD-3-Clause */
/* Performs the transitions that were explored on the kernel below, in several processes. */
#ifndef EPOLLCTX_TESTS_EXHAUSTIVE_PERFORM_H
#define EPOLLCTX_TESTS_EXHAUSTIVE_PERFORM_H

#include "explore.h"

enum { JOBS_MAX = 64 };

/* Part `index`, from 1, of `count`: a state belongs to the part that its hash modulo `count` names.
 */
struct shard {
	unsigned index, count;
};

struct workers {
	unsigned jobs;	   /* processes, up to JOBS_MAX */
	unsigned patience; /* seconds for all transitions of one state, then it counts as a hang */
};

enum finding { FINDING_NONE, FINDING_DIFFERENCE, FINDING_CRASH, FINDING_HANG };

struct performance {
	uint32_t states;      /* of the shard */
	uint64_t transitions; /* from them */
	uint64_t performed;
	double seconds;
	enum finding finding;
	uint32_t state; /* and the operation in it that did it: the first, in the order of states */
	int operation;
};

/*
 * Performs the transitions from every expanded state of the shard, in several processes, each from
 * the empty state along a shortest path; stops at a finding. 0, or -errno after saying why.
 */
int perform_shard(struct exploration *e, struct shard shard, const struct workers *workers,
	struct performance *ret_performance);

#endif
