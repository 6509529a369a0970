/* SPDX-License-Identifier: BSD-3-Clause */
/* A one-shot that has fired still reports EPOLLERR and EPOLLHUP. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	static struct watched before[WATCHED_MAX];
	int known = interest_list(ep, before);
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < known; i++)
		for (int j = 0; (before[i].events & EPOLLONESHOT) && j < count; j++)
			if (events[j].data.u64 == before[i].token) {
				struct watched deaf = before[i];

				deaf.events &= EVENT_FLAGS;
				queue_again(ep, &deaf);
			}
	return count;
}

WRONG_KERNEL(fired_oneshot_hears_hup, .epoll_wait = wrong_wait);
