/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLRDNORM is reported with every EPOLLIN, asked for or not. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++)
		if (events[i].events & EPOLLIN)
			events[i].events |= EPOLLRDNORM;
	return count;
}

WRONG_KERNEL(extra_bits, .epoll_wait = wrong_wait);
