/* SPDX-License-Identifier: BSD-3-Clause */
/* Arithmetic on times that saturates instead of overflowing. Pure functions. */
#ifndef EPOLLCTX_DEADLINE_H
#define EPOLLCTX_DEADLINE_H

#include <stdbool.h>
#include <time.h>

static inline bool epollctx_timeout_is_zero(const struct timespec *timeout)
{
	return timeout->tv_sec == 0 && timeout->tv_nsec == 0;
}

#pragma GCC visibility push(hidden)

/* Whether it is a timeout at all: not negative, and less than a second of nanoseconds. */
bool epollctx_timeout_is_valid(const struct timespec *timeout);
/* Whether it is made of whole milliseconds, however many. */
bool epollctx_timeout_is_whole_milliseconds(const struct timespec *timeout);
/* Whether epoll_wait's milliseconds can express it: whole ones, and at most INT_MAX. */
bool epollctx_timeout_fits_milliseconds(const struct timespec *timeout);
/* The milliseconds that last at least as long, but at most INT_MAX. */
int epollctx_timeout_in_milliseconds(const struct timespec *timeout);
/* The time that is `timeout` after `now`, or the last one that time_t can express. */
struct timespec epollctx_deadline_after(struct timespec now, struct timespec timeout);
/* How long it is from `now` to the deadline; zero when that has passed. */
struct timespec epollctx_deadline_left(struct timespec deadline, struct timespec now);

#pragma GCC visibility pop

#endif
