/* SPDX-License-Identifier: BSD-3-Clause */
/* epoll_ctl on a number that is not open fails with EINVAL, not with EBADF. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == EBADF && !is_open(ep))
		errno = EINVAL;
	return result;
}

WRONG_KERNEL(closed_instance_is_einval, .epoll_ctl = wrong_ctl);
