/* SPDX-License-Identifier: BSD-3-Clause */
/* An eventfd says EPOLLOUT at its maximum, too. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++)
		if (find_token(ep, events[i].data.u64, &item) && is_eventfd(item.fd))
			events[i].events |= item.events & EPOLLOUT;
	return count;
}

WRONG_KERNEL(eventfd_full_says_out, .epoll_wait = wrong_wait);
