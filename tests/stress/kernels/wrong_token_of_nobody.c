/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then an event comes with a token that nobody registered. */
/* caught: stranger */
#include "remember.h"

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	if (count > 0 && once_in(64))
		events[count - 1].data.u64 |= UINT64_C(1) << 40;
	return count;
}
