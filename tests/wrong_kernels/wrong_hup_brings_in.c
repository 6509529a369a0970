/* SPDX-License-Identifier: BSD-3-Clause */
/* The hang-up of a pipe is reported with EPOLLIN, as end of file, to who asked for that. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++)
		if (events[i].events & EPOLLHUP && find_token(ep, events[i].data.u64, &item))
			events[i].events |= item.events & EPOLLIN;
	return count;
}

WRONG_KERNEL(hup_brings_in, .epoll_wait = wrong_wait);
