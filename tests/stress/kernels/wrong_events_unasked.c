/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then an event also says OUT, asked for or not. */
/* caught: events */
#include "remember.h"

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++)
		if (once_in(16))
			events[i].events |= EPOLLOUT;
	return count;
}
