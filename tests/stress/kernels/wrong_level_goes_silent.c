/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then a wait that does not block leaves out something level-triggered that is ready. */
/* caught: silence */
#include "remember.h"

int epoll_create1(int flags)
{
	return forget(real_epoll_create1(flags));
}

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int r = real_epoll_ctl(ep, operation, fd, event);

	if (r == 0)
		remember(ep, operation, fd, event);
	return r;
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = count - 1; i >= 0 && timeout == 0; i--) {
		uint32_t asked = recall(ep, recall_number(ep, events[i].data.u64)).events;

		if (asked != 0 && (asked & (EPOLLET | EPOLLONESHOT)) == 0 && once_in(8))
			count = remove_event(events, count, i);
	}
	return count;
}
