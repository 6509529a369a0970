/* SPDX-License-Identifier: BSD-3-Clause */
/* DEL of a number that is not registered succeeds. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && operation == EPOLL_CTL_DEL && errno == ENOENT)
		return 0;
	return result;
}

WRONG_KERNEL(del_unknown_succeeds, .epoll_ctl = wrong_ctl);
