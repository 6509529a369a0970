/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait with slots left reports its last event twice. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	if (count <= 0 || count == capacity)
		return count;
	events[count] = events[count - 1];
	return count + 1;
}

WRONG_KERNEL(event_twice, .epoll_wait = wrong_wait);
