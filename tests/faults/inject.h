/* SPDX-License-Identifier: BSD-3-Clause */
/* One call of the core during which one system call is made to fail. */
#ifndef EPOLLCTX_TEST_FAULTS_INJECT_H
#define EPOLLCTX_TEST_FAULTS_INJECT_H

#include "operations.h"

/* So many that a call which does not end before has not ended at all. */
enum { FOR_EVER = 100000 };

/* The Nth call of its kind fails, and all after it as far as `times` goes. */
struct fault {
	enum program_call call;
	unsigned nth;
	int error;
	uint64_t times;
};

/*
 * Makes the call on a new scene, and compares what it returned and left behind with what the header
 * promises. False when the fault was not met, so that nothing failed.
 */
bool inject(struct scene *s, const struct operation *op, const struct fault *fault);

/* What the operation meets beside the fault that is tried. */
void add_fault_before(struct scene *s);

/* Whether the header promises to handle the fault instead of passing it on. */
bool fault_is_handled(const struct operation *op, const struct fault *fault);

#endif
