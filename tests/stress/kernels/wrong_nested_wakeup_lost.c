/* SPDX-License-Identifier: BSD-3-Clause */
/* An instance inside another one wakes nobody outside. */
/* caught: nested */
#include "remember.h"

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event deaf = {.events = 0};

	if (event != NULL) {
		deaf = *event;
		if (operation != EPOLL_CTL_DEL && is_any_instance(fd))
			deaf.events = 0;
	}
	return real_epoll_ctl(ep, operation, fd, &deaf);
}
