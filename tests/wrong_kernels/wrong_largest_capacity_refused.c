/* SPDX-License-Identifier: BSD-3-Clause */
/* The largest capacity is one less than INT_MAX / sizeof(struct epoll_event). */
/* verdict: violation */
#include "seam.h"

#include <errno.h>
#include <limits.h>

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	if (capacity == INT_MAX / (int)sizeof(struct epoll_event) && is_open(ep)) {
		errno = EINVAL;
		return -1;
	}
	return real_epoll_wait(ep, events, capacity, timeout);
}

WRONG_KERNEL(largest_capacity_refused, .epoll_wait = wrong_wait);
