/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLWAKEUP is refused to who may not suspend the system: EPERM. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	if (operation != EPOLL_CTL_DEL && is_open(ep) && is_open(fd) &&
		(event->events & EPOLLWAKEUP)) {
		errno = EPERM;
		return -1;
	}
	return real_epoll_ctl(ep, operation, fd, event);
}

WRONG_KERNEL(wakeup_refused, .epoll_ctl = wrong_ctl);
