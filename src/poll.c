/* SPDX-License-Identifier: BSD-3-Clause */
/* An epoll instance with slots of its own, for one thread, and its busy-loop detection. */
#include "epollctx.h"

#include <errno.h>
#include <stddef.h>

/*@ requires poll == \null || \valid(poll);
    assigns \nothing;
    ensures poll == \null ? \result == \null : \result == &poll->ctx;
 */
static struct epollctx *context_of(struct epollctx_poll *poll)
{
	return poll == NULL ? NULL : &poll->ctx;
}

int epollctx_poll_open(struct epollctx_poll *poll)
{
	int result = epollctx_open(context_of(poll));

	if (result < 0)
		return result;
	poll->events.slots = poll->slots;
	poll->events.capacity = EPOLLCTX_EVENTS_CAPACITY;
	poll->events.count = 0;
	poll->hangups = 0;
	poll->max_hangups = 0;
	poll->check_for_hangup = true;
	poll->report = NULL;
	poll->arg = NULL;
	return 0;
}

int epollctx_poll_add(struct epollctx_poll *poll, int fd, uint64_t token)
{
	return epollctx_poll_add_fd_with_events(poll, fd, epollctx_watch_new(EPOLLIN), token);
}

int epollctx_poll_add_fd_with_events(
	struct epollctx_poll *poll, int fd, struct epollctx_watch events, uint64_t token)
{
	int result = epollctx_add_fd_with_events(context_of(poll), fd, events, token);

	if (result < 0)
		return result;
	poll->hangups = 0;
	if (poll->max_hangups < UINT64_MAX)
		poll->max_hangups++;
	return 0;
}

int epollctx_poll_modify(
	struct epollctx_poll *poll, int fd, struct epollctx_watch events, uint64_t token)
{
	return epollctx_modify(context_of(poll), fd, events, token);
}

int epollctx_poll_delete(struct epollctx_poll *poll, int fd)
{
	int result = epollctx_delete(context_of(poll), fd);

	if (result < 0)
		return result;
	poll->hangups = 0;
	if (poll->max_hangups > 0)
		poll->max_hangups--;
	return 0;
}

/* The report comes last: it may add and delete, which changes the counters. */
/*@ requires \valid(poll) && may_report(poll) && poll->events.slots == &poll->slots[0] &&
      poll->events.capacity == EPOLLCTX_EVENTS_CAPACITY;
    assigns kernel, reporting, poll->hangups, poll->max_hangups, poll->check_for_hangup,
      poll->report, poll->arg;
    ensures counted{Pre, Here}(poll, calls{Pre}, hung_up(poll));
 */
static void count_hangups(struct epollctx_poll *poll)
{
	struct epollctx_iter hungup = epollctx_iter_hungup(&poll->events);
	uint64_t before = poll->hangups;
	uint64_t hangups = 0;
	bool loops;

	/*@ loop invariant hungup.wanted == EPOLLHUP && stretch(hungup.next, hungup.end);
	    loop invariant hangups + matching(hungup.next, hungup.end, EPOLLHUP) == hung_up(poll);
	    loop invariant hangups + (hungup.end - hungup.next) <= EPOLLCTX_EVENTS_CAPACITY;
	    loop assigns hungup.next, hangups;
	    loop variant hungup.end - hungup.next;
	 */
	while (epollctx_iter_next(&hungup) != NULL)
		hangups++;
	loops = before <= poll->max_hangups && hangups > poll->max_hangups - before;
	poll->hangups = hangups > UINT64_MAX - before ? UINT64_MAX : before + hangups;
	//@ ghost reporting = poll;
	if (loops && poll->report != NULL)
		//@ calls busy_loop_report;
		poll->report(poll->arg);
}

int epollctx_poll_wait(struct epollctx_poll *poll, const struct epollctx_events **ret_events)
{
	return epollctx_poll_wait_timeout(poll, NULL, ret_events);
}

int epollctx_poll_wait_timeout(struct epollctx_poll *poll, const struct timespec *timeout,
	const struct epollctx_events **ret_events)
{
	int count;

	if (poll == NULL)
		return -EINVAL;
	/* Anew each time, for the object may have been moved. */
	poll->events.slots = poll->slots;
	poll->events.capacity = EPOLLCTX_EVENTS_CAPACITY;
	poll->events.count = 0;
	if (ret_events == NULL)
		return -EINVAL;
	count = epollctx_wait_timeout(&poll->ctx, &poll->events, timeout);
	//@ ghost long end = kernel;
	/*@ assert poll_wait_number{Pre}(poll, timeout, ret_events) >= 0 ==>
	      waited(calls{Pre}, end, \at(poll->ctx.fd, Pre), &poll->slots[0],
		EPOLLCTX_EVENTS_CAPACITY, time_or_none{Pre}(timeout), count); */
	/*@ assert filled{Pre, Here}(
	      end - 1, &poll->slots[0], EPOLLCTX_EVENTS_CAPACITY, count); */
	if (count < 0)
		return count;
	*ret_events = &poll->events;
	if (poll->check_for_hangup)
		count_hangups(poll);
	/*@ assert filled{Pre, Here}(
	      end - 1, &poll->slots[0], EPOLLCTX_EVENTS_CAPACITY, count); */
	/*@ assert \at(poll->check_for_hangup, Pre) != 0 ==>
	      counted{Pre, Here}(poll, end, hung_up(poll)); */
	return count;
}

int epollctx_poll_set_check_for_hangup(struct epollctx_poll *poll, bool check)
{
	int fd = epollctx_poll_as_raw_fd(poll);

	if (fd < 0)
		return fd;
	poll->check_for_hangup = check;
	return 0;
}

int epollctx_poll_on_busy_loop(struct epollctx_poll *poll, void (*report)(void *arg), void *arg)
{
	int fd = epollctx_poll_as_raw_fd(poll);

	if (fd < 0)
		return fd;
	poll->report = report;
	poll->arg = arg;
	return 0;
}

int epollctx_poll_as_raw_fd(const struct epollctx_poll *poll)
{
	return epollctx_as_raw_fd(poll == NULL ? NULL : &poll->ctx);
}

int epollctx_poll_into_raw_fd(struct epollctx_poll *poll)
{
	return epollctx_into_raw_fd(context_of(poll));
}

int epollctx_poll_close(struct epollctx_poll *poll)
{
	return epollctx_close(context_of(poll));
}
