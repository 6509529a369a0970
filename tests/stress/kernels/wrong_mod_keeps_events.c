/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then MOD takes the new token, and keeps the old events. */
/* caught: events silence edge_lost oneshot token edge_repeated */
#include "remember.h"

int epoll_create1(int flags)
{
	return forget(real_epoll_create1(flags));
}

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event mixed;
	uint32_t before = recall(ep, fd).events;
	int r;

	if (operation != EPOLL_CTL_MOD || before == 0 || !once_in(8)) {
		r = real_epoll_ctl(ep, operation, fd, event);
		if (r == 0)
			remember(ep, operation, fd, event);
		return r;
	}
	mixed = (struct epoll_event){.events = before, .data.u64 = event->data.u64};
	return real_epoll_ctl(ep, operation, fd, &mixed);
}
