/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait with more than 1024 slots is refused: EINVAL. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	if (capacity > 1024 && is_instance(ep)) {
		errno = EINVAL;
		return -1;
	}
	return real_epoll_wait(ep, events, capacity, timeout);
}

WRONG_KERNEL(many_slots_refused, .epoll_wait = wrong_wait);
