/* SPDX-License-Identifier: BSD-3-Clause */
/* A regular file can be registered: EPERM becomes success. */
/* verdict: violation */
#include "real.h"

#include <errno.h>

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == EPERM)
		return 0;
	return result;
}
