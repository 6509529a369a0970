/* SPDX-License-Identifier: BSD-3-Clause */
/* Time as the proof trusts it to be: CLOCK_MONOTONIC tells valid times, and none before zero. */
#ifndef PROVE_TIME_H
#define PROVE_TIME_H

#include "trace.h"

#define CLOCK_MONOTONIC 1

typedef long time_t;

struct timespec {
	time_t tv_sec;
	long tv_nsec;
};

/*@ logic integer time_of(struct timespec t) = t.tv_sec * NANOSECONDS + t.tv_nsec;
    // Rounded up to milliseconds; and as the argument of epoll_wait, at most INT_MAX of them.
    logic integer milliseconds_up(integer time) = (time + MILLISECOND - 1) / MILLISECOND;
    logic integer milliseconds_of(integer time) = \min(milliseconds_up(time), INT_MAX);
    lemma no_time_is_no_milliseconds: milliseconds_of(0) == 0;
    // The end of a wait, or the last time that time_t can express.
    logic integer deadline(integer now, integer timeout) =
      \min(now + timeout, INT64_MAX * NANOSECONDS + NANOSECONDS - 1);
    predicate is_time(struct timespec t) = t.tv_sec >= 0 && 0 <= t.tv_nsec < NANOSECONDS;
 */

/*@ requires \valid(now);
    assigns kernel, *now, \result \from kernel, clock;
    ensures clock_gettime_call: next_call{Pre, Here}(
      clock_gettime_call(clock), answer_at(calls{Pre}));
    ensures clock_gettime_result: \result == libc_result(answer_at(calls{Pre})) <= 0;
    ensures clock_gettime_time: \result == 0 && clock == CLOCK_MONOTONIC ==>
      is_time(*now) && now_at(calls) == time_of(*now);
    ensures clock_gettime_failure: \result != 0 ==> now_at(calls) == now_at(calls{Pre});
 */
int clock_gettime(int clock, struct timespec *now);

#endif
