/* SPDX-License-Identifier: BSD-3-Clause */
/* Every function of the core that makes a system call, in each way in which it makes one. */
#ifndef EPOLLCTX_TEST_FAULTS_OPERATIONS_H
#define EPOLLCTX_TEST_FAULTS_OPERATIONS_H

#include "scene.h"

/* What a failure changes, beside nothing. */
enum failure {
	LEAVES_ALL,
	EMPTIES_EVENTS, /* a wait: the count is 0 */
	EMPTIES_POLL,	/* the same, of the PollContext's own buffer */
	CLOSES_CTX,
	CLOSES_POLL,
	CLOSES_EVENTFD,
};

struct operation {
	const char *function;
	const char *variant;
	int (*perform)(struct scene *s);
	/* Does it on the model, and in `expected`; returns what it must return. */
	int (*predict)(struct scene *s);
	enum failure failure;
	uint32_t calls; /* the system calls that it may make: bits 1 << enum program_call */
	bool idle;	/* nothing is ready; without a limit, it would not return */
	bool single;	/* a signal ends it */
	bool limited;	/* `timeout` holds */
	struct timespec timeout;
	/* A fault that comes before the one that is tried. */
	struct {
		enum program_call call;
		int error;
		uint64_t times;
	} before;
};

extern const struct operation operations[];
extern const size_t operation_count;

/* In nanoseconds, as far as they go; -1: none. */
int64_t operation_limit(const struct operation *op);

#endif
