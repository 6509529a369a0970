/* SPDX-License-Identifier: BSD-3-Clause */
/* The first number is checked before the second: EINVAL for no instance comes before EPERM. */
/* verdict: violation */
#include "real.h"

#include <errno.h>

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == EPERM && !is_instance(ep))
		errno = EINVAL;
	return result;
}
