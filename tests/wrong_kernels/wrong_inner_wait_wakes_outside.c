/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait on an inner instance that leaves something ready is an edge outside. */
/* verdict: deviation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	if (count > 0)
		edge_for(ep);
	return count;
}

WRONG_KERNEL(inner_wait_wakes_outside, .epoll_wait = wrong_wait);
