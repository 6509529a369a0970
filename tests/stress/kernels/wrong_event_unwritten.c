/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then a wait also reports IN for something that is registered, and that nobody wrote. */
/* caught: events token */
#include "remember.h"

enum { NUMBERS = 64 };

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

/* Level-triggered, and not ready. */
static bool is_unwritten(int ep, int fd)
{
	struct remembered asked = recall(ep, fd);

	return asked.events == EPOLLIN && !is_any_instance(fd) && (says(fd) & EPOLLIN) == 0;
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int fd = 0; fd < NUMBERS && count >= 0 && count < capacity; fd++)
		if (is_unwritten(ep, fd) && once_in(16)) {
			events[count].events = EPOLLIN;
			events[count++].data.u64 = recall(ep, fd).token;
			break;
		}
	return count;
}
