/* SPDX-License-Identifier: BSD-3-Clause */
/* The waits of an epoll instance. */
#include "deadline.h"
#include "epollctx.h"
#include "events.h"
#include "sys.h"

#include <errno.h>
#include <stddef.h>

enum { NO_LIMIT = -1 };

/* Empties the buffer and checks what is the caller's; returns the instance's number. */
static int begin_wait(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout)
{
	if (events != NULL)
		events->count = 0;
	if (ctx == NULL || !epollctx_events_are_usable(events))
		return -EINVAL;
	if (timeout != NULL && !epollctx_timeout_is_valid(timeout))
		return -EINVAL;
	return epollctx_as_raw_fd(ctx);
}

static int end_wait(struct epollctx_events *events, int count)
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

/* For a time that a signal cannot use up: none, or no limit (in milliseconds: 0 or -1). */
static int wait_through_signals(int ep, const struct epollctx_events *events, int milliseconds)
{
	int count;

	do {
		count = epollctx_sys_epoll_wait(ep, events->slots, events->capacity, milliseconds);
	} while (count == -EINTR);
	return count;
}

/* One wait; `*precise` is cleared when the kernel has no timeouts of less than a millisecond. */
static int wait_once(
	int ep, const struct epollctx_events *events, const struct timespec *timeout, bool *precise)
{
	if (*precise && !epollctx_timeout_fits_milliseconds(timeout)) {
		int count = epollctx_sys_epoll_pwait2(
			ep, events->slots, events->capacity, timeout, NULL);

		if (!is_refusal(count))
			return count;
		*precise = false;
	}
	return epollctx_sys_epoll_wait(
		ep, events->slots, events->capacity, epollctx_timeout_in_milliseconds(timeout));
}

/* Waits until the deadline, however often a signal or a wait that is too short comes between. */
static int wait_until_deadline(
	int ep, const struct epollctx_events *events, const struct timespec *timeout)
{
	struct timespec left = *timeout;
	struct timespec deadline;
	struct timespec now;
	bool precise = true;
	int failed = epollctx_sys_clock_gettime(&now);

	if (failed < 0)
		return failed;
	deadline = epollctx_deadline_after(now, left);
	for (;;) {
		int count = wait_once(ep, events, &left, &precise);

		if (count != 0 && count != -EINTR)
			return count;
		failed = epollctx_sys_clock_gettime(&now);
		if (failed < 0)
			return failed;
		left = epollctx_deadline_left(deadline, now);
		if (!epollctx_timeout_is_zero(&left))
			continue;
		/* A signal may have come before the wait looked at what is ready. */
		return count == 0 ? 0 : wait_through_signals(ep, events, 0);
	}
}

int epollctx_wait(const struct epollctx *ctx, struct epollctx_events *events)
{
	return epollctx_wait_timeout(ctx, events, NULL);
}

int epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout)
{
	int ep = begin_wait(ctx, events, timeout);
	int count;

	if (ep < 0)
		return ep;
	if (timeout == NULL)
		count = wait_through_signals(ep, events, NO_LIMIT);
	else if (epollctx_timeout_is_zero(timeout))
		count = wait_through_signals(ep, events, 0);
	else
		count = wait_until_deadline(ep, events, timeout);
	return end_wait(events, count);
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
	int ep = begin_wait(ctx, events, timeout);

	if (ep < 0)
		return ep;
	return end_wait(events, pwait_once(ep, events, timeout, sigmask));
}
