/* SPDX-License-Identifier: BSD-3-Clause */
/* What is no instance is noticed before a target that is not open: EINVAL before EBADF. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == EBADF && is_open(ep) && !is_instance(ep))
		errno = EINVAL;
	return result;
}

WRONG_KERNEL(closed_target_after_no_instance, .epoll_ctl = wrong_ctl);
