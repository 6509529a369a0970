/* SPDX-License-Identifier: BSD-3-Clause */
/* A registration with EPOLLEXCLUSIVE hears nothing. */
/* caught: exclusive silence edge_lost */
#include "remember.h"

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event deaf = {.events = 0};

	if (event != NULL) {
		deaf = *event;
		if (operation == EPOLL_CTL_ADD && (event->events & EPOLLEXCLUSIVE) != 0)
			deaf.events = EPOLLEXCLUSIVE;
	}
	return real_epoll_ctl(ep, operation, fd, &deaf);
}
