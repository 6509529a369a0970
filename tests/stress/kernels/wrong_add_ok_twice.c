/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then ADD of what is registered already answers ok, and changes nothing. */
/* caught: answer */
#include "remember.h"

#include <errno.h>

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int r = real_epoll_ctl(ep, operation, fd, event);

	return r < 0 && errno == EEXIST && once_in(16) ? 0 : r;
}
