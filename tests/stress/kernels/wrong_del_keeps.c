/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then DEL answers ok, and the registration goes on. */
/* caught: answer token silence edge_lost */
#include "remember.h"

int epoll_create1(int flags)
{
	return forget(real_epoll_create1(flags));
}

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	if (operation == EPOLL_CTL_DEL && recall(ep, fd).token != 0 && once_in(8) && is_open(fd))
		return 0;
	remember(ep, operation, fd, event);
	return real_epoll_ctl(ep, operation, fd, event);
}
