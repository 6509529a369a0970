/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLHUP and EPOLLOUT exclude each other, as poll(2) of POSIX has it. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = count - 1; i >= 0; i--) {
		if (events[i].events & EPOLLHUP)
			events[i].events &= ~(uint32_t)(EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND);
		if (events[i].events == 0)
			count = remove_event(events, count, i);
	}
	return count;
}

WRONG_KERNEL(hup_hides_out, .epoll_wait = wrong_wait);
