/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD of a registration with EPOLLEXCLUSIVE succeeds, and makes it an ordinary one. */
/* verdict: violation */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct watched item;

	if (operation == EPOLL_CTL_MOD && !(event->events & EPOLLEXCLUSIVE) &&
		find_watched(ep, fd, &item) && (item.events & EPOLLEXCLUSIVE) &&
		real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL) == 0)
		return real_epoll_ctl(ep, EPOLL_CTL_ADD, fd, event);
	return real_epoll_ctl(ep, operation, fd, event);
}

WRONG_KERNEL(mod_of_exclusive, .epoll_ctl = wrong_ctl);
