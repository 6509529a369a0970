/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait delivers two events at most, however many slots there are. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	return real_epoll_wait(ep, events, capacity > 2 ? 2 : capacity, timeout);
}

WRONG_KERNEL(capacity_two_at_most, .epoll_wait = wrong_wait);
