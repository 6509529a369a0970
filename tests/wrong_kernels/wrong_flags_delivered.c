/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLET and EPOLLONESHOT are delivered with the events of who asked for them. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++)
		if (find_token(ep, events[i].data.u64, &item))
			events[i].events |= item.events & (EPOLLET | EPOLLONESHOT);
	return count;
}

WRONG_KERNEL(flags_delivered, .epoll_wait = wrong_wait);
