/* SPDX-License-Identifier: BSD-3-Clause */
/* ADD looks at the bits beside EPOLLEXCLUSIVE after EEXIST, not before. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && operation == EPOLL_CTL_ADD && errno == EINVAL &&
		(event->events & EPOLLEXCLUSIVE) && is_registered(ep, fd))
		errno = EEXIST;
	return result;
}

WRONG_KERNEL(exclusive_bits_after_exists, .epoll_ctl = wrong_ctl);
