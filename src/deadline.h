/* SPDX-License-Identifier: BSD-3-Clause */
/* Arithmetic on times that saturates instead of overflowing. Pure functions. */
#ifndef EPOLLCTX_DEADLINE_H
#define EPOLLCTX_DEADLINE_H

#include <stdbool.h>
#include <time.h>

/*@ requires \valid_read(timeout);
    assigns \nothing;
    ensures \result == (timeout->tv_sec == 0 && timeout->tv_nsec == 0 ? 1 : 0);
 */
static inline bool epollctx_timeout_is_zero(const struct timespec *timeout)
{
	return timeout->tv_sec == 0 && timeout->tv_nsec == 0;
}

#pragma GCC visibility push(hidden)

/* Whether it is a timeout at all: not negative, and less than a second of nanoseconds. */
/*@ requires \valid_read(timeout);
    assigns \nothing;
    ensures (\result == 1 <==> is_time(*timeout)) && (\result == 0 <==> !is_time(*timeout));
 */
bool epollctx_timeout_is_valid(const struct timespec *timeout);
/* Whether it is made of whole milliseconds, however many. */
/*@ requires \valid_read(timeout) && is_time(*timeout);
    assigns \nothing;
    ensures \result == (time_of(*timeout) % MILLISECOND == 0 ? 1 : 0);
 */
bool epollctx_timeout_is_whole_milliseconds(const struct timespec *timeout);
/* Whether epoll_wait's milliseconds can express it: whole ones, and at most INT_MAX. */
/*@ requires \valid_read(timeout) && is_time(*timeout);
    assigns \nothing;
    ensures \result == (time_of(*timeout) % MILLISECOND == 0 &&
      time_of(*timeout) / MILLISECOND <= INT_MAX ? 1 : 0);
 */
bool epollctx_timeout_fits_milliseconds(const struct timespec *timeout);
/* The milliseconds that last at least as long, but at most INT_MAX. */
/*@ requires \valid_read(timeout) && is_time(*timeout);
    assigns \nothing;
    ensures \result == milliseconds_of(time_of(*timeout));
 */
int epollctx_timeout_in_milliseconds(const struct timespec *timeout);
/* The time that is `timeout` after `now`, or the last one that time_t can express. */
/*@ requires is_time(now) && is_time(timeout);
    assigns \nothing;
    ensures is_time(\result);
    ensures time_of(\result) == deadline(time_of(now), time_of(timeout));
 */
struct timespec epollctx_deadline_after(struct timespec now, struct timespec timeout);
/* How long it is from `now` to the deadline; zero when that has passed. */
/*@ requires is_time(deadline) && is_time(now);
    assigns \nothing;
    ensures is_time(\result);
    ensures time_of(\result) == \max(0, time_of(deadline) - time_of(now));
 */
struct timespec epollctx_deadline_left(struct timespec deadline, struct timespec now);

#pragma GCC visibility pop

#endif
