/* SPDX-License-Identifier: BSD-3-Clause */
/* DEL of a dup that is not registered removes the registration of its file. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	static struct watched items[WATCHED_MAX];
	int count;
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result == 0 || operation != EPOLL_CTL_DEL || errno != ENOENT)
		return result;
	count = interest_list(ep, items);
	for (int i = 0; i < count; i++)
		if (is_same_file(items[i].fd, fd))
			return real_epoll_ctl(ep, operation, items[i].fd, event);
	errno = ENOENT;
	return -1;
}

WRONG_KERNEL(del_through_a_dup, .epoll_ctl = wrong_ctl);
