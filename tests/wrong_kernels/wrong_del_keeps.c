/* SPDX-License-Identifier: BSD-3-Clause */
/* DEL of what is registered succeeds, and the registration goes on. */
/* verdict: violation */
#include "seam.h"

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event same;
	struct watched before;
	bool known = find_watched(ep, fd, &before);
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 || operation != EPOLL_CTL_DEL || !known)
		return result;
	same = (struct epoll_event){.events = before.events, .data.u64 = before.token};
	return real_epoll_ctl(ep, EPOLL_CTL_ADD, fd, &same);
}

WRONG_KERNEL(del_keeps, .epoll_ctl = wrong_ctl);
