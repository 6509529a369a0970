/* SPDX-License-Identifier: BSD-3-Clause */
/* What is ready and does not fit the slots of a wait is dropped, like an overflowing queue. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct epoll_event dropped[WATCHED_MAX];
	int count = real_epoll_wait(ep, events, capacity, timeout);

	if (count == capacity)
		real_epoll_wait(ep, dropped, WATCHED_MAX, 0);
	return count;
}

WRONG_KERNEL(full_buffer_drops, .epoll_wait = wrong_wait);
