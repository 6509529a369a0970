/* SPDX-License-Identifier: BSD-3-Clause */
/* A file may be registered in an instance that is itself watched once, not twice: EINVAL. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	static struct watcher watchers[WATCHED_MAX];
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 || operation != EPOLL_CTL_ADD || is_instance(fd) ||
		watchers_of(ep, watchers) < 2)
		return result;
	real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL);
	errno = EINVAL;
	return -1;
}

WRONG_KERNEL(two_ways_up_refused, .epoll_ctl = wrong_ctl);
