/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait with more than one slot leaves the last one empty. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	return real_epoll_wait(ep, events, capacity > 1 ? capacity - 1 : capacity, timeout);
}

WRONG_KERNEL(capacity_off_by_one, .epoll_wait = wrong_wait);
