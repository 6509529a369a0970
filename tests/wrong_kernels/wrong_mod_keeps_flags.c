/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD replaces the events and the token, but whether edges or one shot are wanted stays. */
/* verdict: violation */
#include "seam.h"

#define KEPT ((uint32_t)EPOLLET | EPOLLONESHOT)

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event changed;
	struct watched before;

	if (operation != EPOLL_CTL_MOD || !find_watched(ep, fd, &before))
		return real_epoll_ctl(ep, operation, fd, event);
	changed = *event;
	changed.events = (event->events & ~KEPT) | (before.events & KEPT);
	return real_epoll_ctl(ep, operation, fd, &changed);
}

WRONG_KERNEL(mod_keeps_flags, .epoll_ctl = wrong_ctl);
