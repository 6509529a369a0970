/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLHUP is reported only to who asked for it. */
/* verdict: violation */
#include "seam.h"

#include <string.h>

static bool asked[NUMBERS_MAX];

static void forget(void)
{
	memset(asked, 0, sizeof asked);
}

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result == 0 && operation != EPOLL_CTL_DEL && fd >= 0 && fd < NUMBERS_MAX)
		asked[fd] = event->events & EPOLLHUP;
	return result;
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
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

WRONG_KERNEL(hup_only_if_asked, .epoll_ctl = wrong_ctl, .epoll_wait = wrong_wait, .forget = forget);
