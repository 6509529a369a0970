/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLERR is never reported. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = count - 1; i >= 0; i--) {
		events[i].events &= ~(uint32_t)EPOLLERR;
		if (events[i].events == 0)
			count = remove_event(events, count, i);
	}
	return count;
}

WRONG_KERNEL(err_lost, .epoll_wait = wrong_wait);
