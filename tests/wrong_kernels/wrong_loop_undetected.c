/* SPDX-License-Identifier: BSD-3-Clause */
/* A ring or too long a chain of instances is not refused: ELOOP becomes success. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == ELOOP)
		return 0;
	return result;
}

WRONG_KERNEL(loop_undetected, .epoll_ctl = wrong_ctl);
