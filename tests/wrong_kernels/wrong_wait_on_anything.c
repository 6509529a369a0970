/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait on what is no instance reports nothing, instead of EINVAL. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	return count < 0 && errno == EINVAL ? 0 : count;
}

WRONG_KERNEL(wait_on_anything, .epoll_wait = wrong_wait);
