/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then a wait that does not block leaves out an instance that is ready. */
/* caught: nested silence */
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
		int fd = recall_number(ep, events[i].data.u64);

		if (is_any_instance(fd) && once_in(4))
			count = remove_event(events, count, i);
	}
	return count;
}
