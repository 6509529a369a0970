/* SPDX-License-Identifier: BSD-3-Clause */
/* DEL in an inner instance is an edge outside. */
/* verdict: deviation */
/* bound: 240 s */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result == 0 && operation == EPOLL_CTL_DEL)
		edge_for(ep);
	return result;
}

WRONG_KERNEL(inner_del_wakes_outside, .epoll_ctl = wrong_ctl);
