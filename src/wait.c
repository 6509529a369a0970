/* SPDX-License-Identifier: BSD-3-Clause */
/* The waits of an epoll instance. */
#include "checks.h"
#include "deadline.h"
#include "epollctx.h"
#include "sys.h"

enum { NO_LIMIT = -1 };

/* Empties the buffer and checks what every wait is given; returns the instance's number. */
static inline int begin_wait(const struct epollctx *ctx, struct epollctx_events *events)
{
	if (events != NULL)
		events->count = 0;
	if (ctx == NULL || !epollctx_events_are_usable(events))
		return -EINVAL;
	return epollctx_open_number(ctx->fd);
}

static inline int end_wait(struct epollctx_events *events, int count)
{
	if (count > 0)
		events->count = count;
	return count;
}

/* Whether epoll_pwait2 itself was refused: an old kernel, or a sandbox that does not know it. */
static bool is_refusal(int answer)
{
	return answer == -ENOSYS || answer == -EPERM || answer == -EOPNOTSUPP;
}

/* For a time that no signal can use up: none, or no limit (in milliseconds: 0 or -1). */
static int wait_through_signals(
	const struct epollctx *ctx, struct epollctx_events *events, int milliseconds)
{
	int ep = begin_wait(ctx, events);
	int count;

	if (ep < 0)
		return ep;
	do {
		count = epollctx_sys_epoll_wait(ep, events->slots, events->capacity, milliseconds);
	} while (count == -EINTR);
	return end_wait(events, count);
}

/* One wait; `*precise` is cleared when the kernel has no timeouts of less than a millisecond. */
static int wait_once(
	int ep, const struct epollctx_events *events, const struct timespec *timeout, bool *precise)
{
	if (*precise && !epollctx_timeout_is_whole_milliseconds(timeout)) {
		int count = epollctx_sys_epoll_pwait2(
			ep, events->slots, events->capacity, timeout, NULL);

		if (!is_refusal(count))
			return count;
		*precise = false;
	}
	return epollctx_sys_epoll_wait(
		ep, events->slots, events->capacity, epollctx_timeout_in_milliseconds(timeout));
}

/*
 * Waits until the deadline, however often a signal or a wait that is too short comes between. Out
 * of line, so that the waits without a deadline save no registers for it.
 */
__attribute__((__noinline__)) static int wait_until_deadline(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout)
{
	struct timespec left = *timeout;
	struct timespec deadline;
	struct timespec now;
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
	for (;;) {
		int count = wait_once(ep, events, &left, &precise);

		if (count != 0 && count != -EINTR)
			return end_wait(events, count);
		failed = epollctx_sys_clock_gettime(&now);
		if (failed < 0)
			return failed;
		left = epollctx_deadline_left(deadline, now);
		if (!epollctx_timeout_is_zero(&left))
			continue;
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
