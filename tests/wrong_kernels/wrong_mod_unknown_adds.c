/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD of a number that is not registered is taken for an ADD, and succeeds. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && operation == EPOLL_CTL_MOD && errno == ENOENT)
		return real_epoll_ctl(ep, EPOLL_CTL_ADD, fd, event);
	return result;
}

WRONG_KERNEL(mod_unknown_adds, .epoll_ctl = wrong_ctl);
