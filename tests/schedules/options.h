/* SPDX-License-Identifier: BSD-3-Clause */
/* The command line of epollctx-schedules. */
#ifndef EPOLLCTX_SCHEDULES_OPTIONS_H
#define EPOLLCTX_SCHEDULES_OPTIONS_H

#include <stdint.h>

/* What usage_text says, too. */
enum { LENGTH_MAX = 6, THREADS_MAX = 4 };

/* Exit statuses. */
enum { PASSED, REJECTED, UNABLE };

struct options {
	uint64_t threads, length, bound, pct, depth, seed;
	const char *output;
};

/* -1: go on; else the exit status, and what was to be said is said. */
int options_read(int argc, char *argv[], struct options *o);

#endif
