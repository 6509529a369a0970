/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls in a child process, for what would not let this one live on: filters, limits, other users.
 */
#ifndef EPOLLCTX_TEST_FAULTS_CHILD_H
#define EPOLLCTX_TEST_FAULTS_CHILD_H

#include "scene.h"

#include <sys/types.h>

/*
 * What a child ends with. It has no cmocka: it must not run on into the tests that follow. The
 * first one that does not hold is the status that it exits with, so that each has its own.
 */
#define CHILD_ASSERT(condition, status) \
	do {                            \
		if (!(condition))       \
			_exit(status);  \
	} while (0)

enum { CHILD_HAS_NO_FILTERS = 77 };

/* Waits for the child, and returns its status as waitpid(2) gives it. */
int child_status(pid_t child);

/*
 * Filters of seccomp(2) for the calling process, which cannot be taken back; it exits with
 * CHILD_HAS_NO_FILTERS where there is no such thing. Native system calls only.
 */
/* Kills the process at any call but these (bits 1 << enum program_call) and its own end. */
void child_allow_only(uint32_t calls);
/* Every epoll_pwait2 fails with `error`. */
void child_refuse_pwait2(int error);

#endif
