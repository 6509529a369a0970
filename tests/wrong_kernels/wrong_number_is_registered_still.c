/* SPDX-License-Identifier: BSD-3-Clause */
/* A number that was closed and opened again is registered still: ADD fails with EEXIST. */
/* verdict: violation */
/* bound: 120 s */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	static struct watched items[WATCHED_MAX];
	int count = operation == EPOLL_CTL_ADD ? interest_list(ep, items) : 0;
	int result = real_epoll_ctl(ep, operation, fd, event);

	for (int i = 0; result == 0 && i < count; i++)
		if (items[i].fd == fd) {
			real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL);
			errno = EEXIST;
			return -1;
		}
	return result;
}

WRONG_KERNEL(number_is_registered_still, .epoll_ctl = wrong_ctl);
