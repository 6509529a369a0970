/* SPDX-License-Identifier: BSD-3-Clause */
/* A regular file can be registered: EPERM becomes success. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == EPERM)
		return 0;
	return result;
}

WRONG_KERNEL(file_succeeds, .epoll_ctl = wrong_ctl);
