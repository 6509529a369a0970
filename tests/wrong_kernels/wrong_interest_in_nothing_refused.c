/* SPDX-License-Identifier: BSD-3-Clause */
/* An interest in no event at all is refused: EINVAL. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	if (operation != EPOLL_CTL_DEL && is_instance(ep) && is_open(fd) && !is_file(fd) &&
		event->events == 0) {
		errno = EINVAL;
		return -1;
	}
	return real_epoll_ctl(ep, operation, fd, event);
}

WRONG_KERNEL(interest_in_nothing_refused, .epoll_ctl = wrong_ctl);
