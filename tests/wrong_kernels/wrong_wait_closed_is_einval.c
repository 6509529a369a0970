/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait on a number that is not open fails with EINVAL, not with EBADF. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	if (count < 0 && errno == EBADF)
		errno = EINVAL;
	return count;
}

WRONG_KERNEL(wait_closed_is_einval, .epoll_wait = wrong_wait);
