/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait that reports an inner instance takes the edges and shots inside with it. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	static struct epoll_event inside[WATCHED_MAX];
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++)
		if (find_token(ep, events[i].data.u64, &item) && is_instance(item.fd))
			real_epoll_wait(item.fd, inside, WATCHED_MAX, 0);
	return count;
}

WRONG_KERNEL(outer_wait_takes_inner_events, .epoll_wait = wrong_wait);
