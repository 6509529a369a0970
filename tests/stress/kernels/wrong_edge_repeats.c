/* SPDX-License-Identifier: BSD-3-Clause */
/* Edge-triggered registrations are reported like level-triggered ones. */
/* caught: edge_repeated */
#include "remember.h"

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event level = {.events = 0};

	if (operation != EPOLL_CTL_DEL && event != NULL) {
		level = *event;
		level.events &= ~(uint32_t)EPOLLET;
	}
	return real_epoll_ctl(ep, operation, fd, &level);
}
