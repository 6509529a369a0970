/* SPDX-License-Identifier: BSD-3-Clause */
/* An edge delivers what has become true since the last one, not all that is true. */
/* verdict: violation */
#include "seam.h"

#include <string.h>

static uint32_t last[NUMBERS_MAX];

static void forget(void)
{
	memset(last, 0, sizeof last);
}

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	if (is_programs(fd))
		last[fd] = 0;
	return real_epoll_ctl(ep, operation, fd, event);
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++) {
		uint32_t all = events[i].events;

		if (!find_token(ep, events[i].data.u64, &item) || !(item.events & EPOLLET) ||
			!is_programs(item.fd))
			continue;
		if (all & ~last[item.fd])
			events[i].events &= ~last[item.fd];
		last[item.fd] = all;
	}
	return count;
}

WRONG_KERNEL(
	edge_says_what_changed, .epoll_ctl = wrong_ctl, .epoll_wait = wrong_wait, .forget = forget);
