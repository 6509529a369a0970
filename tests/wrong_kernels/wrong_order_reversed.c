/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait delivers its events in the reverse order. */
/* verdict: deviation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count / 2; i++) {
		struct epoll_event other = events[count - 1 - i];

		events[count - 1 - i] = events[i];
		events[i] = other;
	}
	return count;
}

WRONG_KERNEL(order_reversed, .epoll_wait = wrong_wait);
