/* SPDX-License-Identifier: BSD-3-Clause */
/* Where a wait delivers several events, each has the token of the next one. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i + 1 < count; i++) {
		uint64_t token = events[i].data.u64;

		events[i].data.u64 = events[i + 1].data.u64;
		events[i + 1].data.u64 = token;
	}
	return count;
}

WRONG_KERNEL(tokens_of_neighbours, .epoll_wait = wrong_wait);
