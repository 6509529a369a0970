/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD takes EPOLLEXCLUSIVE, which only ADD may. */
/* verdict: violation */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event plain;
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result == 0 || operation != EPOLL_CTL_MOD || !(event->events & EPOLLEXCLUSIVE))
		return result;
	plain = *event;
	plain.events &= ~(uint32_t)EPOLLEXCLUSIVE;
	return real_epoll_ctl(ep, operation, fd, &plain);
}

WRONG_KERNEL(exclusive_modified, .epoll_ctl = wrong_ctl);
