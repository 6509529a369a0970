/* SPDX-License-Identifier: BSD-3-Clause */
/* A one-shot arms itself again when it has fired. */
/* verdict: violation */
#include "seam.h"

/* What the interest was before it fired: asked before, since the real kernel then forgets it. */
static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	static struct watched before[WATCHED_MAX];
	int known = interest_list(ep, before);
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < known; i++)
		for (int j = 0; before[i].events & EPOLLONESHOT && j < count; j++)
			if (events[j].data.u64 == before[i].token)
				queue_again(ep, &before[i]);
	return count;
}

WRONG_KERNEL(oneshot_repeats, .epoll_wait = wrong_wait);
