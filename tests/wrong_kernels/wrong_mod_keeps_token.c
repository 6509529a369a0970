/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD replaces the events, but not the token. */
/* verdict: violation */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct watched before;
	struct epoll_event changed;

	if (operation != EPOLL_CTL_MOD || !find_watched(ep, fd, &before))
		return real_epoll_ctl(ep, operation, fd, event);
	changed = *event;
	changed.data.u64 = before.token;
	return real_epoll_ctl(ep, operation, fd, &changed);
}

WRONG_KERNEL(mod_keeps_token, .epoll_ctl = wrong_ctl);
