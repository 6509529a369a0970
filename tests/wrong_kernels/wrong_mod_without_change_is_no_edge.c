/* SPDX-License-Identifier: BSD-3-Clause */
/* A MOD that changes nothing does nothing: it is no edge for what is ready. */
/* verdict: violation */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct watched before;

	if (operation == EPOLL_CTL_MOD && find_watched(ep, fd, &before) &&
		before.events == (event->events | EVENTS_FIXED) &&
		before.token == event->data.u64 && !(before.events & EPOLLEXCLUSIVE) &&
		is_registered(ep, fd))
		return 0;
	return real_epoll_ctl(ep, operation, fd, event);
}

WRONG_KERNEL(mod_without_change_is_no_edge, .epoll_ctl = wrong_ctl);
