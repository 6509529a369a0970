/* SPDX-License-Identifier: BSD-3-Clause */
/* ADD takes the low 16 bits of an interest: no flags, and no EPOLLRDHUP with them. */
/* verdict: violation */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event cut;

	if (operation != EPOLL_CTL_ADD || (event->events & EPOLLEXCLUSIVE))
		return real_epoll_ctl(ep, operation, fd, event);
	cut = *event;
	cut.events &= 0xffff;
	return real_epoll_ctl(ep, operation, fd, &cut);
}

WRONG_KERNEL(flags_lost_by_add, .epoll_ctl = wrong_ctl);
