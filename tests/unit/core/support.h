/* SPDX-License-Identifier: BSD-3-Clause */
/* What the unit tests of the core share. */
#ifndef EPOLLCTX_TEST_SUPPORT_H
#define EPOLLCTX_TEST_SUPPORT_H

/* cmocka.h wants these before it, in no alphabetical order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "epollctx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#define assert_ok(call) assert_int_equal((call), 0)
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

enum { DESCRIPTORS_LOOKED_AT = 256, NO_SUCH_NUMBER = 200 };

static inline int open_descriptors(void)
{
	int fd;
	int open_ones = 0;

	for (fd = 0; fd < DESCRIPTORS_LOOKED_AT; fd++)
		open_ones += fcntl(fd, F_GETFD) >= 0;
	return open_ones;
}

static int open_before;

/* Group setup, for the test below. */
static inline int remember_descriptors(void **state)
{
	(void)state;
	open_before = open_descriptors();
	return 0;
}

/* The last test of a group: the others closed what they, or the core, opened. */
static inline void no_descriptor_leaked(void **state)
{
	(void)state;
	assert_int_equal(open_descriptors(), open_before);
}

/* Every further descriptor fails with EMFILE until limit_descriptors(before). */
static inline struct rlimit exhaust_descriptors(void)
{
	struct rlimit before;
	struct rlimit none;

	assert_ok(getrlimit(RLIMIT_NOFILE, &before));
	none = before;
	none.rlim_cur = 0;
	assert_ok(setrlimit(RLIMIT_NOFILE, &none));
	return before;
}

static inline void limit_descriptors(struct rlimit limit)
{
	assert_ok(setrlimit(RLIMIT_NOFILE, &limit));
}

static inline bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

static inline bool is_close_on_exec(int fd)
{
	int flags = fcntl(fd, F_GETFD);

	return flags >= 0 && (flags & FD_CLOEXEC) != 0;
}

/* An eventfd that is readable from the start. */
static inline struct epollctx_eventfd ready_eventfd(void)
{
	struct epollctx_eventfd e = EPOLLCTX_EVENTFD_INIT;

	assert_ok(epollctx_eventfd_open(&e, 0));
	assert_ok(epollctx_eventfd_write(&e, 1));
	return e;
}

static inline struct timespec monotonic_now(void)
{
	struct timespec now;

	assert_ok(clock_gettime(CLOCK_MONOTONIC, &now));
	return now;
}

/* Whether at least `duration` has gone by since `start`. */
static inline bool has_elapsed(struct timespec start, struct timespec duration)
{
	struct timespec now = monotonic_now();
	int64_t elapsed = (int64_t)(now.tv_sec - start.tv_sec) * 1000000000 +
			  (int64_t)(now.tv_nsec - start.tv_nsec);

	return elapsed >= (int64_t)duration.tv_sec * 1000000000 + duration.tv_nsec;
}

#endif
