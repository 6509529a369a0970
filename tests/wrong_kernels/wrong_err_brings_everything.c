/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLERR comes with EPOLLIN and EPOLLOUT, to who asked for them. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++)
		if (find_token(ep, events[i].data.u64, &item) && (events[i].events & EPOLLERR))
			events[i].events |= item.events & (EPOLLIN | EPOLLOUT);
	return count;
}

WRONG_KERNEL(err_brings_everything, .epoll_wait = wrong_wait);
