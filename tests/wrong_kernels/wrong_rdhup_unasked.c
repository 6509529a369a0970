/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLRDHUP is reported to who has not asked for it. */
/* verdict: violation */
#include "seam.h"

#include <poll.h>

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++) {
		struct pollfd file = {.fd = -1, .events = POLLRDHUP};

		if (find_token(ep, events[i].data.u64, &item))
			file.fd = item.fd;
		if (poll(&file, 1, 0) == 1)
			events[i].events |= (uint32_t)file.revents & EPOLLRDHUP;
	}
	return count;
}

WRONG_KERNEL(rdhup_unasked, .epoll_wait = wrong_wait);
