/* SPDX-License-Identifier: BSD-3-Clause */
/* Of the instances that watch one file with EPOLLEXCLUSIVE, none hears anything once it is two. */
/* caught: exclusive */
#include "remember.h"

enum { INSTANCES = 64 };

int epoll_create1(int flags)
{
	return forget(real_epoll_create1(flags));
}

static bool makes_deaf(int ep, int fd)
{
	struct remembered was = recall(ep, fd);
	struct epoll_event deaf = {.events = EPOLLEXCLUSIVE, .data.u64 = was.token};

	return (was.events & EPOLLEXCLUSIVE) != 0 &&
	       real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, &deaf) == 0 &&
	       real_epoll_ctl(ep, EPOLL_CTL_ADD, fd, &deaf) == 0;
}

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	bool any = false;
	int r = real_epoll_ctl(ep, operation, fd, event);

	if (r < 0)
		return r;
	remember(ep, operation, fd, event);
	if (operation != EPOLL_CTL_ADD || (event->events & EPOLLEXCLUSIVE) == 0)
		return r;
	for (int other = 0; other < INSTANCES; other++)
		any = (other != ep && makes_deaf(other, fd)) || any;
	if (any)
		makes_deaf(ep, fd);
	return r;
}
