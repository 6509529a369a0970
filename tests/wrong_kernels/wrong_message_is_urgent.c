/* SPDX-License-Identifier: BSD-3-Clause */
/* A socket with data says EPOLLPRI, as the key of its wakeup does. */
/* verdict: violation */
#include "seam.h"

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++)
		if (find_token(ep, events[i].data.u64, &item) && is_socket(item.fd) &&
			(says(item.fd) & EPOLLIN))
			events[i].events |= item.events & EPOLLPRI;
	return count;
}

WRONG_KERNEL(message_is_urgent, .epoll_wait = wrong_wait);
