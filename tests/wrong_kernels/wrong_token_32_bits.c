/* SPDX-License-Identifier: BSD-3-Clause */
/* A token is 32 bits wide. */
/* verdict: violation */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event cut;

	if (operation == EPOLL_CTL_DEL)
		return real_epoll_ctl(ep, operation, fd, event);
	cut = *event;
	cut.data.u64 &= UINT32_MAX;
	return real_epoll_ctl(ep, operation, fd, &cut);
}

WRONG_KERNEL(token_32_bits, .epoll_ctl = wrong_ctl);
