/* SPDX-License-Identifier: BSD-3-Clause */
/* A level-triggered event that a wait reported is not reported by the next wait on the instance. */
/* verdict: violation */
#include "seam.h"

static struct epoll_event last[WATCHED_MAX];
static int last_count;
static int last_ep = -1;

static void forget(void)
{
	last_ep = -1;
}

static bool is_level(int ep, uint64_t token)
{
	struct watched item;

	return find_token(ep, token, &item) && !(item.events & (EPOLLET | EPOLLONESHOT));
}

static bool was_reported(const struct epoll_event *event)
{
	for (int i = 0; i < last_count; i++)
		if (last[i].data.u64 == event->data.u64 && last[i].events == event->events)
			return true;
	return false;
}

static void remember(int ep, const struct epoll_event *events, int count)
{
	last_ep = ep;
	last_count = count < WATCHED_MAX ? count : WATCHED_MAX;
	for (int i = 0; i < last_count; i++)
		last[i] = events[i];
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	if (ep == last_ep)
		for (int i = count - 1; i >= 0; i--)
			if (was_reported(&events[i]) && is_level(ep, events[i].data.u64))
				count = remove_event(events, count, i);
	remember(ep, events, count);
	return count;
}

WRONG_KERNEL(level_reports_once, .epoll_wait = wrong_wait, .forget = forget);
