/* SPDX-License-Identifier: BSD-3-Clause */
/* An instance in an instance is never reported. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = count - 1; i >= 0; i--)
		if (find_token(ep, events[i].data.u64, &item) && is_instance(item.fd))
			count = remove_event(events, count, i);
	return count;
}

WRONG_KERNEL(instance_says_nothing, .epoll_wait = wrong_wait);
