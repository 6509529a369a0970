/* SPDX-License-Identifier: BSD-3-Clause */
/* An instance has room for three registrations: then ENOSPC. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	static struct watched items[WATCHED_MAX];
	int before = operation == EPOLL_CTL_ADD ? interest_list(ep, items) : 0;
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 || before < 3)
		return result;
	real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL);
	errno = ENOSPC;
	return -1;
}

WRONG_KERNEL(three_watches_at_most, .epoll_ctl = wrong_ctl);
