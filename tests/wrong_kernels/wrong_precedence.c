/* SPDX-License-Identifier: BSD-3-Clause */
/* The first number is checked before the second: EINVAL for no instance comes before EPERM. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == EPERM && !is_instance(ep))
		errno = EINVAL;
	return result;
}

WRONG_KERNEL(precedence, .epoll_ctl = wrong_ctl);
