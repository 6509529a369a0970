/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then a one-shot that has fired is armed again by the kernel. */
/* caught: oneshot */
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

	for (int i = 0; i < count; i++) {
		int fd = recall_number(ep, events[i].data.u64);
		struct remembered was = recall(ep, fd);
		struct epoll_event again = {.events = was.events, .data.u64 = was.token};

		if ((was.events & EPOLLONESHOT) != 0 && once_in(4))
			real_epoll_ctl(ep, EPOLL_CTL_MOD, fd, &again);
	}
	return count;
}
