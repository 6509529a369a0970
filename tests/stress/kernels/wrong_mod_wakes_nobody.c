/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD to what is ready does nothing for a wait that blocks already. */
/* caught: silence edge_lost */
#include "remember.h"

#include <stdatomic.h>

static atomic_int blocked;

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event deaf = {.events = 0};

	if (operation != EPOLL_CTL_MOD || atomic_load(&blocked) == 0 || event == NULL)
		return real_epoll_ctl(ep, operation, fd, event);
	deaf.data = event->data;
	return real_epoll_ctl(ep, operation, fd, &deaf);
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int r;

	atomic_fetch_add(&blocked, timeout < 0);
	r = real_epoll_wait(ep, events, capacity, timeout);
	atomic_fetch_sub(&blocked, timeout < 0);
	return r;
}
