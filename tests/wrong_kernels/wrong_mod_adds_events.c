/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD adds events to an interest instead of replacing it. */
/* verdict: violation */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event both;
	struct watched before;

	if (operation != EPOLL_CTL_MOD || (event->events & EPOLLEXCLUSIVE) ||
		!find_watched(ep, fd, &before) || (before.events & EPOLLEXCLUSIVE))
		return real_epoll_ctl(ep, operation, fd, event);
	both = *event;
	both.events |= before.events & ~EVENT_FLAGS;
	return real_epoll_ctl(ep, operation, fd, &both);
}

WRONG_KERNEL(mod_adds_events, .epoll_ctl = wrong_ctl);
