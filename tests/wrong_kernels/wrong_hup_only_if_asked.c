/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLHUP is reported only to who asked for it. */
/* verdict: violation */
#include "real.h"

#include <string.h>

static bool asked[NUMBERS_MAX];

int epoll_create1(int flags)
{
	memset(asked, 0, sizeof asked);
	return real_epoll_create1(flags);
}

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result == 0 && operation != EPOLL_CTL_DEL && fd >= 0 && fd < NUMBERS_MAX)
		asked[fd] = event->events & EPOLLHUP;
	return result;
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = count - 1; i >= 0; i--) {
		if (!(events[i].events & EPOLLHUP) || !find_token(ep, events[i].data.u64, &item) ||
			item.fd >= NUMBERS_MAX || asked[item.fd])
			continue;
		events[i].events &= ~(uint32_t)EPOLLHUP;
		if (events[i].events == 0)
			count = remove_event(events, count, i);
	}
	return count;
}
