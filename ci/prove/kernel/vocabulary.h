/* SPDX-License-Identifier: BSD-3-Clause */
/* What the contracts of the core say about the calls that it makes, in words of their own. */
#ifndef PROVE_VOCABULARY_H
#define PROVE_VOCABULARY_H

#include "trace.h"

#include <errno.h>
#include <time.h>

/*@
    // The call is made unless the number is an own error; what it answers is the result.
    predicate asked{A, B}(integer number, call made, integer result) =
      number < 0 ? no_call{A, B} && result == number : one_call{A, B}(made, result);
    // The call gives a descriptor, which is kept; on failure what was there stays.
    predicate opened{A, B}(call made, integer result, integer before, integer after) =
      one_call{A, B}(made, answer_at(calls{A})) &&
      (answer_at(calls{A}) < 0 ? result == answer_at(calls{A}) && after == before :
				 result == 0 && after == answer_at(calls{A}));
    // The call moves the eight bytes of a counter, or it was not to an eventfd.
    predicate moved{A, B}(integer number, call made, integer result) =
      number < 0 ? no_call{A, B} && result == number :
	one_call{A, B}(made, answer_at(calls{A})) &&
	(answer_at(calls{A}) < 0 ? result == answer_at(calls{A}) :
				   result == (answer_at(calls{A}) == 8 ? 0 : -EINVAL));

    // A wait that a signal ends is made again as it was, until one is ended by something else.
    predicate repeated(integer first, integer last, call made, integer result) =
      first < last && result == answer_at(last - 1) && result != -EINTR &&
      (\forall integer n; first < n <= last ==> now_at(n) == now_at(first)) &&
      (\forall integer n; first <= n < last ==> call_at(n) == made) &&
      (\forall integer n; first <= n < last - 1 ==> answer_at(n) == -EINTR);

    predicate is_refusal(integer answer) =
      answer == -ENOSYS || answer == -EPERM || answer == -EOPNOTSUPP;
    predicate refused_between(integer first, integer last) =
      \exists integer n; first < n < last && is_refusal(answer_at(n));
    predicate is_precise_wait(integer n, integer ep, struct epoll_event *slots, integer capacity,
			      integer left) =
      libc_has_epoll_pwait2 && left % MILLISECOND != 0 &&
      call_at(n) == epoll_pwait2_call(ep, slots, capacity, left, \null);
    predicate is_coarse_wait(integer n, integer ep, struct epoll_event *slots, integer capacity,
			     integer left) =
      call_at(n) == epoll_wait_call(ep, slots, capacity, milliseconds_of(left));
    predicate is_clock(integer n) = call_at(n) == clock_gettime_call(CLOCK_MONOTONIC);

    // Call n of a wait that began with call `first`, with so much time left: epoll_pwait2 for what
    // is not whole milliseconds, unless it was refused; else epoll_wait, rounded up; or the clock.
    predicate is_look(integer first, integer n, integer ep, struct epoll_event *slots,
		      integer capacity, integer left) =
      (is_precise_wait(n, ep, slots, capacity, left) && !refused_between(first, n)) ||
      (is_coarse_wait(n, ep, slots, capacity, left) &&
       (left % MILLISECOND == 0 || !libc_has_epoll_pwait2 || refused_between(first, n)));
    predicate is_step(integer first, integer n, integer ep, struct epoll_event *slots,
		      integer capacity, integer left) =
      is_clock(n) || is_look(first, n, ep, slots, capacity, left);
    // Call n has not ended the wait.
    predicate goes_on(integer n, integer ep, struct epoll_event *slots, integer capacity,
		      integer left) =
      (is_clock(n) && answer_at(n) == 0) ||
      (is_precise_wait(n, ep, slots, capacity, left) &&
       (answer_at(n) == 0 || answer_at(n) == -EINTR || is_refusal(answer_at(n)))) ||
      (is_coarse_wait(n, ep, slots, capacity, left) &&
       (answer_at(n) == 0 || answer_at(n) == -EINTR));
    // The first wait is for the timeout itself, later ones for what is left of it.
    logic integer left_at(integer first, integer n, integer timeout) = n <= first + 2 ? timeout :
      \max(0, deadline(now_at(first + 1), timeout) - now_at(n));
    predicate steps(integer first, integer last, integer ep, struct epoll_event *slots,
		    integer capacity, integer timeout) =
      \forall integer n; first < n < last ==>
	is_step(first, n, ep, slots, capacity, left_at(first, n, timeout));
    predicate steps_go_on(integer first, integer last, integer ep, struct epoll_event *slots,
			  integer capacity, integer timeout) =
      \forall integer n; first < n < last ==>
	goes_on(n, ep, slots, capacity, left_at(first, n, timeout));

    // Before call `last` the wait looked for events, and saw none: no signal came between.
    predicate looked_in_vain(integer first, integer last, integer ep, struct epoll_event *slots,
			     integer capacity, integer timeout) =
      \exists integer n; first < n < last && answer_at(n) == 0 &&
	is_look(first, n, ep, slots, capacity, left_at(first, n, timeout)) &&
	(\forall integer later; n < later < last ==> is_clock(later));

    // A wait with a deadline. It gives 0 at the deadline or after it, never before.
    predicate waited_until(integer first, integer last, integer ep, struct epoll_event *slots,
			   integer capacity, integer timeout, integer result) =
      is_clock(first) && (answer_at(first) < 0 ? last == first + 1 && result == answer_at(first) :
	first + 1 < last && result == answer_at(last - 1) &&
	steps(first, last, ep, slots, capacity, timeout) &&
	steps_go_on(first, last - 1, ep, slots, capacity, timeout) &&
	(result == -EINTR ==> is_clock(last - 1)) &&
	(result == 0 ==> now_at(last) >= deadline(now_at(first + 1), timeout) &&
	  looked_in_vain(first, last, ep, slots, capacity, timeout)));

    // Any wait of the core that goes through signals; -1: without limit.
    predicate waited(integer first, integer last, integer ep, struct epoll_event *slots,
		     integer capacity, integer timeout, integer result) =
      timeout <= 0 ? repeated(first, last, epoll_wait_call(ep, slots, capacity, timeout), result) :
		     waited_until(first, last, ep, slots, capacity, timeout, result);

    // A single wait: epoll_pwait, or for what that cannot express epoll_pwait2 if not refused.
    predicate waited_once(integer first, integer last, integer ep, struct epoll_event *slots,
			  integer capacity, integer timeout, sigset_t *mask, integer result) =
      result == answer_at(last - 1) &&
      (libc_has_epoll_pwait2 && timeout >= 0 &&
       (timeout % MILLISECOND != 0 || timeout / MILLISECOND > INT_MAX) ==>
	call_at(first) == epoll_pwait2_call(ep, slots, capacity, timeout, mask) &&
	(is_refusal(answer_at(first)) ==> last == first + 2) &&
	(!is_refusal(answer_at(first)) ==> last == first + 1)) &&
      (!libc_has_epoll_pwait2 || timeout < 0 ||
       (timeout % MILLISECOND == 0 && timeout / MILLISECOND <= INT_MAX) ==> last == first + 1) &&
      (last == first + 2 || !libc_has_epoll_pwait2 || timeout < 0 ||
       (timeout % MILLISECOND == 0 && timeout / MILLISECOND <= INT_MAX) ==>
	call_at(last - 1) == epoll_pwait_call(ep, slots, capacity,
	  timeout < 0 ? -1 : milliseconds_of(timeout), mask));

    logic integer time_or_none{L}(struct timespec *timeout) =
      timeout == \null ? -1 : time_of(*timeout);

    // What a wait that goes on needs to end: signals that cease, and a clock that goes on.
    axiomatic Ending {
      logic integer last_interruption;
      logic integer passed_at(integer time);
    }
    predicate signals_cease = \forall integer n; answer_at(n) == -EINTR ==> n <= last_interruption;
    predicate time_passes = \forall integer n, time; passed_at(time) <= n ==> time <= now_at(n);
 */

#endif
