/* SPDX-License-Identifier: BSD-3-Clause */
/* ADD of a number that is already registered is taken for a MOD, and succeeds. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && operation == EPOLL_CTL_ADD && errno == EEXIST)
		return real_epoll_ctl(ep, EPOLL_CTL_MOD, fd, event);
	return result;
}

WRONG_KERNEL(add_again_modifies, .epoll_ctl = wrong_ctl);
