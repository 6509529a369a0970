/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD of what is queued moves it to the tail. */
/* verdict: deviation */
/* bound: 240 s */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct watched changed;
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result == 0 && operation == EPOLL_CTL_MOD && find_watched(ep, fd, &changed))
		register_anew(ep, &changed);
	return result;
}

WRONG_KERNEL(mod_moves_to_the_tail, .epoll_ctl = wrong_ctl);
