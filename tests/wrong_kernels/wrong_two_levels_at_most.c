/* SPDX-License-Identifier: BSD-3-Clause */
/* A chain of instances has one step at most: then ELOOP. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static bool watches_an_instance(int ep)
{
	static struct watched items[WATCHED_MAX];
	int count = interest_list(ep, items);

	for (int i = 0; i < count; i++)
		if (is_instance(items[i].fd))
			return true;
	return false;
}

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 || operation != EPOLL_CTL_ADD || !is_instance(fd) ||
		!watches_an_instance(fd))
		return result;
	real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL);
	errno = ELOOP;
	return -1;
}

WRONG_KERNEL(two_levels_at_most, .epoll_ctl = wrong_ctl);
