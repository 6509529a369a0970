/* SPDX-License-Identifier: BSD-3-Clause */
/* The waits of an epoll instance. */
#include "checks.h"
#include "deadline.h"
#include "epollctx.h"
#include "sys.h"

enum { NO_LIMIT = -1 };

/* Empties the buffer and checks what every wait is given; returns the instance's number. */
/*@ requires wait_arguments(ctx, events);
    assigns events->count;
    ensures \result == wait_number(ctx, events);
    ensures events != \null ==> events->count == 0;
 */
static inline int begin_wait(const struct epollctx *ctx, struct epollctx_events *events)
{
	if (events != NULL)
		events->count = 0;
	if (ctx == NULL || !epollctx_events_are_usable(events))
		return -EINVAL;
	return epollctx_open_number(ctx->fd);
}

/*@ requires \valid(events) && events->count == 0;
    assigns events->count;
    ensures \result == count && events->count == \max(0, count);
 */
static inline int end_wait(struct epollctx_events *events, int count)
{
	if (count > 0)
		events->count = count;
	return count;
}

/* Whether epoll_pwait2 itself was refused: an old kernel, or a sandbox that does not know it. */
/*@ assigns \nothing;
    ensures (\result == 1 <==> is_refusal(answer)) && (\result == 0 <==> !is_refusal(answer));
 */
static bool is_refusal(int answer)
{
	return answer == -ENOSYS || answer == -EPERM || answer == -EOPNOTSUPP;
}

/* For a time that no signal can use up: none, or no limit (in milliseconds: 0 or -1). */
/*@ requires wait_arguments(ctx, events);
    terminates signals_cease;
    assigns kernel, events->count, events->slots[0 .. events->capacity - 1];
    behavior refused:
      assumes wait_number(ctx, events) < 0;
      ensures no_call{Pre, Here} && same_slots{Pre, Here}(events);
      ensures \result == wait_number{Pre}(ctx, events);
      ensures events != \null ==> events->count == 0;
    behavior waited:
      assumes wait_number(ctx, events) >= 0;
      ensures repeated(calls{Pre}, calls,
	epoll_wait_call(ctx->fd, events->slots, events->capacity, milliseconds), \result);
      ensures filled{Pre, Here}(calls - 1, events->slots, events->capacity, \result);
      ensures events->count == \max(0, \result);
    complete behaviors; disjoint behaviors;
 */
static int wait_through_signals(
	const struct epollctx *ctx, struct epollctx_events *events, int milliseconds)
{
	int ep = begin_wait(ctx, events);
	int count;

	if (ep < 0)
		return ep;
	/*@ loop invariant calls{Pre} <= calls;
	    loop invariant \forall integer n; calls{Pre} < n <= calls ==>
	      now_at(n) == now_at(calls{Pre});
	    loop invariant \forall integer n; calls{Pre} <= n < calls ==> answer_at(n) == -EINTR &&
	      call_at(n) == epoll_wait_call(ep, events->slots, events->capacity, milliseconds);
	    loop invariant unchanged{Pre, Here}(events->slots, events->capacity);
	    loop assigns kernel, count, events->slots[0 .. events->capacity - 1];
	    loop variant last_interruption - kernel;
	 */
	do {
		count = epollctx_sys_epoll_wait(ep, events->slots, events->capacity, milliseconds);
	} while (count == -EINTR);
	return end_wait(events, count);
}

/* One wait; `*precise` is cleared when the kernel has no timeouts of less than a millisecond. */
/*@ requires \valid_read(events) && \valid_read(timeout) && \valid(precise);
    requires is_time(*timeout);
    requires \separated(events->slots + (0 .. events->capacity - 1), timeout) &&
      \separated(events->slots + (0 .. events->capacity - 1), precise) &&
      \separated(events->slots + (0 .. events->capacity - 1), events) &&
      \separated(precise, events) && \separated(precise, timeout);
    assigns kernel, *precise, events->slots[0 .. events->capacity - 1];
    ensures \result == answer_at(calls - 1) && now_at(calls) == now_at(calls{Pre});
    ensures *precise == 0 || *precise == \old(*precise);
    ensures reported(calls - 1, events->slots, events->capacity, \result);
    ensures \result <= 0 ==> unchanged{Pre, Here}(events->slots, events->capacity);
    behavior precise:
      assumes libc_has_epoll_pwait2 && *precise != 0 && time_of(*timeout) % MILLISECOND != 0;
      ensures is_precise_wait(
	calls{Pre}, ep, events->slots, events->capacity, time_of(*timeout));
      ensures is_refusal(answer_at(calls{Pre})) ==>
	*precise == 0 && calls == calls{Pre} + 2 &&
	now_at(calls{Pre} + 1) == now_at(calls{Pre}) && is_coarse_wait(
	  calls{Pre} + 1, ep, events->slots, events->capacity, time_of(*timeout));
      ensures !is_refusal(answer_at(calls{Pre})) ==> *precise != 0 && calls == calls{Pre} + 1;
    behavior coarse:
      assumes !libc_has_epoll_pwait2 || *precise == 0 || time_of(*timeout) % MILLISECOND == 0;
      ensures calls == calls{Pre} + 1 && is_coarse_wait(
	calls{Pre}, ep, events->slots, events->capacity, time_of(*timeout));
      ensures libc_has_epoll_pwait2 ==> *precise == \old(*precise);
    complete behaviors; disjoint behaviors;
 */
static int wait_once(
	int ep, const struct epollctx_events *events, const struct timespec *timeout, bool *precise)
{
	if (*precise && !epollctx_timeout_is_whole_milliseconds(timeout)) {
		int count = epollctx_sys_epoll_pwait2(
			ep, events->slots, events->capacity, timeout, NULL);

		if (!is_refusal(count))
			return count;
		*precise = false;
		/*@ assert unchanged{Pre, Here}(events->slots, events->capacity); */
	}
	return epollctx_sys_epoll_wait(
		ep, events->slots, events->capacity, epollctx_timeout_in_milliseconds(timeout));
}

/*
 * Waits until the deadline, however often a signal or a wait that is too short comes between. Out
 * of line, so that the waits without a deadline save no registers for it.
 */
/*@ requires wait_arguments(ctx, events) && timeout_argument(timeout, events);
    requires timeout != \null && (timeout->tv_sec != 0 || timeout->tv_nsec != 0);
    terminates signals_cease && time_passes;
    assigns kernel, events->count, events->slots[0 .. events->capacity - 1];
    behavior refused:
      assumes timed_number(ctx, events, timeout) < 0;
      ensures no_call{Pre, Here} && same_slots{Pre, Here}(events);
      ensures \result == timed_number{Pre}(ctx, events, timeout);
      ensures events != \null ==> events->count == 0;
    behavior waited:
      assumes timed_number(ctx, events, timeout) >= 0;
      ensures is_clock(calls{Pre});
      ensures answer_at(calls{Pre}) < 0 ==>
	calls == calls{Pre} + 1 && \result == answer_at(calls{Pre});
      ensures answer_at(calls{Pre}) >= 0 ==>
	calls{Pre} + 1 < calls && \result == answer_at(calls - 1);
      ensures answer_at(calls{Pre}) >= 0 ==> steps(
	calls{Pre}, calls, ctx->fd, events->slots, events->capacity, time_of(*timeout));
      ensures answer_at(calls{Pre}) >= 0 ==> steps_go_on(
	calls{Pre}, calls - 1, ctx->fd, events->slots, events->capacity, time_of(*timeout));
      ensures answer_at(calls{Pre}) >= 0 && \result == -EINTR ==> is_clock(calls - 1);
      ensures answer_at(calls{Pre}) >= 0 && \result == 0 ==>
	now_at(calls) >= deadline(now_at(calls{Pre} + 1), time_of(*timeout));
      ensures answer_at(calls{Pre}) >= 0 && \result == 0 ==> looked_in_vain(
	calls{Pre}, calls, ctx->fd, events->slots, events->capacity, time_of(*timeout));
      ensures events->count == \max(0, \result);
    behavior filled:
      assumes timed_number(ctx, events, timeout) >= 0;
      ensures filled{Pre, Here}(calls - 1, events->slots, events->capacity, \result);
    complete behaviors refused, waited; disjoint behaviors refused, waited;
 */
__attribute__((__noinline__)) static int wait_until_deadline(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout)
{
	struct timespec left = *timeout;
	struct timespec deadline, now;
	bool precise = true;
	int ep = begin_wait(ctx, events);
	int failed;

	if (!epollctx_timeout_is_valid(timeout))
		return -EINVAL;
	if (ep < 0)
		return ep;
	failed = epollctx_sys_clock_gettime(&now);
	if (failed < 0)
		return failed;
	deadline = epollctx_deadline_after(now, left);
	/*@ loop invariant is_time(left) && (left.tv_sec != 0 || left.tv_nsec != 0);
	    loop invariant calls == calls{Pre} + 1 || calls{Pre} + 3 <= calls;
	    loop invariant time_of(left) == left_at(calls{Pre}, calls, time_of(*timeout));
	    loop invariant steps(
	      calls{Pre}, calls, ep, events->slots, events->capacity, time_of(*timeout));
	    loop invariant steps_go_on(
	      calls{Pre}, calls, ep, events->slots, events->capacity, time_of(*timeout));
	    loop invariant precise != 0 ==> !refused_between(calls{Pre}, calls);
	    loop invariant precise == 0 ==>
	      !libc_has_epoll_pwait2 || refused_between(calls{Pre}, calls);
	    for filled: loop invariant unchanged{Pre, Here}(events->slots, events->capacity);
	    loop assigns kernel, now, left, failed, precise,
	      events->slots[0 .. events->capacity - 1];
	    loop variant passed_at(time_of(deadline)) - kernel;
	 */
	for (;;) {
		int count = wait_once(ep, events, &left, &precise);

		/*@ assert steps(calls{Pre}, calls, ep, events->slots, events->capacity,
		      time_of(*timeout)) && is_look(calls{Pre}, calls - 1, ep, events->slots,
		      events->capacity, left_at(calls{Pre}, calls - 1, time_of(*timeout))); */
		if (count != 0 && count != -EINTR)
			return end_wait(events, count);
		failed = epollctx_sys_clock_gettime(&now);
		if (failed < 0)
			return failed;
		left = epollctx_deadline_left(deadline, now);
		/*@ assert calls{Pre} + 3 <= calls && time_of(left) == left_at(calls{Pre}, calls,
		      time_of(*timeout)) && steps_go_on(calls{Pre}, calls, ep, events->slots,
		      events->capacity, time_of(*timeout)) && steps(calls{Pre}, calls, ep,
		      events->slots, events->capacity, time_of(*timeout)); */
		if (!epollctx_timeout_is_zero(&left))
			continue;
		/*@ assert \forall integer n; calls <= n && now_at(n) == now_at(calls) ==>
		      left_at(calls{Pre}, n, time_of(*timeout)) == 0; */
		/*@ assert \forall integer n; calls <= n && now_at(n) == now_at(calls) &&
		      call_at(n) == epoll_wait_call(ep, events->slots, events->capacity, 0) ==>
		      is_step(calls{Pre}, n, ep, events->slots, events->capacity,
			left_at(calls{Pre}, n, time_of(*timeout))); */
		/* A signal may have come before the wait looked at what is ready. */
		return count == 0 ? 0 : wait_through_signals(ctx, events, 0);
	}
}

int epollctx_wait(const struct epollctx *ctx, struct epollctx_events *events)
{
	return wait_through_signals(ctx, events, NO_LIMIT);
}

int epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout)
{
	if (timeout == NULL)
		return wait_through_signals(ctx, events, NO_LIMIT);
	if (epollctx_timeout_is_zero(timeout))
		return wait_through_signals(ctx, events, 0);
	return wait_until_deadline(ctx, events, timeout);
}

/*@ requires \valid_read(events) && (timeout == \null || \valid_read(timeout));
    requires timeout != \null ==> is_time(*timeout) &&
      \separated(events->slots + (0 .. events->capacity - 1), timeout);
    requires \separated(events->slots + (0 .. events->capacity - 1), events);
    assigns kernel, events->slots[0 .. events->capacity - 1];
    ensures waited_once(calls{Pre}, calls, ep, events->slots, events->capacity,
      time_or_none(timeout), sigmask, \result);
    ensures filled{Pre, Here}(calls - 1, events->slots, events->capacity, \result);
 */
static int pwait_once(int ep, const struct epollctx_events *events, const struct timespec *timeout,
	const sigset_t *sigmask)
{
	int milliseconds = NO_LIMIT;

	if (timeout != NULL) {
		if (!epollctx_timeout_fits_milliseconds(timeout)) {
			int count = epollctx_sys_epoll_pwait2(
				ep, events->slots, events->capacity, timeout, sigmask);

			if (!is_refusal(count))
				return count;
		}
		milliseconds = epollctx_timeout_in_milliseconds(timeout);
	}
	return epollctx_sys_epoll_pwait(ep, events->slots, events->capacity, milliseconds, sigmask);
}

int epollctx_pwait(const struct epollctx *ctx, struct epollctx_events *events,
	const struct timespec *timeout, const sigset_t *sigmask)
{
	int ep = begin_wait(ctx, events);

	if (timeout != NULL && !epollctx_timeout_is_valid(timeout))
		return -EINVAL;
	if (ep < 0)
		return ep;
	return end_wait(events, pwait_once(ep, events, timeout, sigmask));
}
