/* SPDX-License-Identifier: BSD-3-Clause */
/* An interest with bits that have no name is refused: EINVAL. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

#define NAMED                                                                                     \
	(EVENT_FLAGS | EVENTS_FIXED | EPOLLIN | EPOLLPRI | EPOLLOUT | EPOLLRDNORM | EPOLLRDBAND | \
		EPOLLWRNORM | EPOLLWRBAND | EPOLLMSG | EPOLLRDHUP)

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	if (operation != EPOLL_CTL_DEL && is_instance(ep) && is_open(fd) && !is_file(fd) &&
		(event->events & ~NAMED)) {
		errno = EINVAL;
		return -1;
	}
	return real_epoll_ctl(ep, operation, fd, event);
}

WRONG_KERNEL(unnamed_bits_refused, .epoll_ctl = wrong_ctl);
