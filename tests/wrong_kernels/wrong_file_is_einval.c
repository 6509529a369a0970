/* SPDX-License-Identifier: BSD-3-Clause */
/* A regular file is refused with EINVAL, not with EPERM. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == EPERM)
		errno = EINVAL;
	return result;
}

WRONG_KERNEL(file_is_einval, .epoll_ctl = wrong_ctl);
