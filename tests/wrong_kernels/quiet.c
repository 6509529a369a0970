/* SPDX-License-Identifier: BSD-3-Clause */
/* See quiet.h: counts of calls tell whether there was anything else. */
#include "quiet.h"

#include <string.h>

static unsigned long quiet_calls;
/* For each instance, how many calls that were not quiet it has seen. */
static unsigned long seen[NUMBERS_MAX];

void quiet_call(void)
{
	quiet_calls++;
}

void quiet_forget(void)
{
	memset(seen, 0xff, sizeof seen);
}

static int wait_without_edges(
	int ep, struct epoll_event *events, int capacity, int timeout, bool outside)
{
	unsigned long loud = seam_calls - quiet_calls;
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	if (!is_programs(ep))
		return count;
	for (int i = count - 1; seen[ep] == loud && i >= 0; i--)
		if (find_token(ep, events[i].data.u64, &item) && (item.events & EPOLLET) &&
			is_instance(item.fd) == outside)
			count = remove_event(events, count, i);
	if (count < capacity)
		seen[ep] = loud;
	return count;
}

int quiet_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	return wait_without_edges(ep, events, capacity, timeout, false);
}

int quiet_wait_outside(int ep, struct epoll_event *events, int capacity, int timeout)
{
	return wait_without_edges(ep, events, capacity, timeout, true);
}
