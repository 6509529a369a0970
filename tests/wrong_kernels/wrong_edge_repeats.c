/* SPDX-License-Identifier: BSD-3-Clause */
/* An edge-triggered registration is reported as long as it is ready, like a level-triggered one. */
/* verdict: deviation */
#include "seam.h"

static bool is_edge(const struct watched *item)
{
	return (item->events & (EPOLLET | EPOLLONESHOT | EPOLLEXCLUSIVE)) == EPOLLET;
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++)
		if (find_token(ep, events[i].data.u64, &item) && is_edge(&item))
			queue_again(ep, &item);
	return count;
}

WRONG_KERNEL(edge_repeats, .epoll_wait = wrong_wait);
