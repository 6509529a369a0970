/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLEXCLUSIVE may be asked of an instance. */
/* verdict: violation */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event plain;
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result == 0 || operation != EPOLL_CTL_ADD || !(event->events & EPOLLEXCLUSIVE) ||
		!is_instance(fd))
		return result;
	plain = *event;
	plain.events &= ~(uint32_t)EPOLLEXCLUSIVE;
	return real_epoll_ctl(ep, operation, fd, &plain);
}

WRONG_KERNEL(exclusive_of_an_instance, .epoll_ctl = wrong_ctl);
