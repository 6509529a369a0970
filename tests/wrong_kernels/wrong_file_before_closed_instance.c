/* SPDX-License-Identifier: BSD-3-Clause */
/* A regular file is noticed before an instance that is not open: EPERM before EBADF. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == EBADF && is_file(fd))
		errno = EPERM;
	return result;
}

WRONG_KERNEL(file_before_closed_instance, .epoll_ctl = wrong_ctl);
