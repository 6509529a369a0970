/* SPDX-License-Identifier: BSD-3-Clause */
/* A number that is registered without EPOLLEXCLUSIVE anywhere is refused with it: EBUSY. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static bool has_an_ordinary_watcher(int fd)
{
	static struct watcher watchers[WATCHED_MAX];
	int count = watchers_of(fd, watchers);

	for (int i = 0; i < count; i++)
		if (!(watchers[i].item.events & EPOLLEXCLUSIVE))
			return true;
	return false;
}

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 || operation != EPOLL_CTL_ADD || !(event->events & EPOLLEXCLUSIVE) ||
		!has_an_ordinary_watcher(fd))
		return result;
	real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL);
	errno = EBUSY;
	return -1;
}

WRONG_KERNEL(exclusive_beside_others_refused, .epoll_ctl = wrong_ctl);
