/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD arms a one-shot that has fired for EPOLLERR and EPOLLHUP only. */
/* verdict: violation */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct watched before;
	struct epoll_event deaf;

	if (operation != EPOLL_CTL_MOD || !find_watched(ep, fd, &before) ||
		(before.events & ~EVENT_FLAGS) != 0)
		return real_epoll_ctl(ep, operation, fd, event);
	deaf = *event;
	deaf.events &= EVENT_FLAGS;
	return real_epoll_ctl(ep, operation, fd, &deaf);
}

WRONG_KERNEL(mod_fired_deaf, .epoll_ctl = wrong_ctl);
