/* SPDX-License-Identifier: BSD-3-Clause */
/* DEL of a number that is not open succeeds. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && operation == EPOLL_CTL_DEL && errno == EBADF)
		return 0;
	return result;
}

WRONG_KERNEL(bad_number_succeeds, .epoll_ctl = wrong_ctl);
