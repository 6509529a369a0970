/* SPDX-License-Identifier: BSD-3-Clause */
/* An instance in itself is refused with ELOOP, as a ring, instead of EINVAL. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 && errno == EINVAL && is_instance(ep) && is_same_file(ep, fd))
		errno = ELOOP;
	return result;
}

WRONG_KERNEL(itself_is_a_ring, .epoll_ctl = wrong_ctl);
