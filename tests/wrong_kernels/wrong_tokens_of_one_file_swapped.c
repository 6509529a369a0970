/* SPDX-License-Identifier: BSD-3-Clause */
/* Two events of one file that a wait delivers one behind the other have each other's token. */
/* verdict: violation */
/* bound: 240 s */
#include "seam.h"

static bool is_one_file(int ep, uint64_t first, uint64_t second)
{
	struct watched one, other;

	return find_token(ep, first, &one) && find_token(ep, second, &other) &&
	       is_same_file(one.fd, other.fd);
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i + 1 < count; i++)
		if (events[i].events != events[i + 1].events &&
			is_one_file(ep, events[i].data.u64, events[i + 1].data.u64)) {
			uint64_t first = events[i].data.u64;

			events[i].data.u64 = events[i + 1].data.u64;
			events[i + 1].data.u64 = first;
		}
	return count;
}

WRONG_KERNEL(tokens_of_one_file_swapped, .epoll_wait = wrong_wait);
