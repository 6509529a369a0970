/* SPDX-License-Identifier: BSD-3-Clause */
/* ADD of a number that is already registered fails with EINVAL instead of EEXIST. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == EEXIST)
		errno = EINVAL;
	return result;
}

WRONG_KERNEL(add_again_errno, .epoll_ctl = wrong_ctl);
