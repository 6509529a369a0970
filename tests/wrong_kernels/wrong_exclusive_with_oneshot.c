/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLEXCLUSIVE may go with EPOLLONESHOT, and other bits, which are then ignored. */
/* verdict: violation */
#include "seam.h"

#define ALLOWED \
	((uint32_t)EPOLLEXCLUSIVE | EPOLLET | EPOLLWAKEUP | EPOLLIN | EPOLLOUT | EVENTS_FIXED)

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event fewer;

	if (operation != EPOLL_CTL_ADD || !(event->events & EPOLLEXCLUSIVE))
		return real_epoll_ctl(ep, operation, fd, event);
	fewer = *event;
	fewer.events &= ALLOWED;
	return real_epoll_ctl(ep, operation, fd, &fewer);
}

WRONG_KERNEL(exclusive_with_oneshot, .epoll_ctl = wrong_ctl);
