/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD to EPOLLEXCLUSIVE of what is not registered fails with ENOENT before EINVAL. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && operation == EPOLL_CTL_MOD && errno == EINVAL &&
		(event->events & EPOLLEXCLUSIVE) && is_instance(ep) && !is_same_file(ep, fd) &&
		!is_registered(ep, fd))
		errno = ENOENT;
	return result;
}

WRONG_KERNEL(exclusive_mod_after_missing, .epoll_ctl = wrong_ctl);
