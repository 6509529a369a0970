/* SPDX-License-Identifier: BSD-3-Clause */
/* A registration with EPOLLEXCLUSIVE is not told of EPOLLERR and EPOLLHUP unless it asks. */
/* verdict: violation */
#include "seam.h"

#include <string.h>

/* What was asked for: the kernel adds both to every interest. */
static uint32_t asked[NUMBERS_MAX];

static void forget(void)
{
	memset(asked, 0, sizeof asked);
}

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result == 0 && operation == EPOLL_CTL_ADD && is_programs(fd))
		asked[fd] = event->events;
	return result;
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = count - 1; i >= 0; i--) {
		if (!find_token(ep, events[i].data.u64, &item) || !is_programs(item.fd) ||
			!(item.events & EPOLLEXCLUSIVE))
			continue;
		events[i].events &= asked[item.fd] | ~EVENTS_FIXED;
		if (events[i].events == 0)
			count = remove_event(events, count, i);
	}
	return count;
}

WRONG_KERNEL(
	exclusive_hears_no_hup, .epoll_ctl = wrong_ctl, .epoll_wait = wrong_wait, .forget = forget);
