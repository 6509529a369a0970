/* SPDX-License-Identifier: BSD-3-Clause */
/* A one-shot that has fired is no longer registered, as kqueue does it. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	static struct watched before[WATCHED_MAX];
	int known = interest_list(ep, before);
	int count = real_epoll_wait(ep, events, capacity, timeout);
	int saved = errno;

	for (int i = 0; i < known; i++)
		for (int j = 0; (before[i].events & EPOLLONESHOT) && j < count; j++)
			if (events[j].data.u64 == before[i].token)
				real_epoll_ctl(ep, EPOLL_CTL_DEL, before[i].fd, NULL);
	errno = saved;
	return count;
}

WRONG_KERNEL(oneshot_unregisters, .epoll_wait = wrong_wait);
