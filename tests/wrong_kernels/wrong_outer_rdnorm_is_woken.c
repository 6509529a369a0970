/* SPDX-License-Identifier: BSD-3-Clause */
/* An outer interest in EPOLLRDNORM alone is woken by an inner instance. */
/* verdict: deviation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	static struct watched items[WATCHED_MAX];
	int count = interest_list(ep, items);

	for (int i = 0; i < count; i++)
		if ((items[i].events & (EPOLLIN | EPOLLRDNORM | EPOLLET)) == EPOLLRDNORM &&
			is_instance(items[i].fd))
			queue_again(ep, &items[i]);
	return real_epoll_wait(ep, events, capacity, timeout);
}

WRONG_KERNEL(outer_rdnorm_is_woken, .epoll_wait = wrong_wait);
