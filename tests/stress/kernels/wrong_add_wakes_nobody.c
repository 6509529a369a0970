/* SPDX-License-Identifier: BSD-3-Clause */
/* ADD of what is ready wakes no wait that blocks already. */
/* caught: silence edge_lost */
#include "remember.h"

#include <sys/syscall.h>
#include <unistd.h>

int epoll_create1(int flags)
{
	return forget(real_epoll_create1(flags));
}

/* Registered for nothing, and for what was asked by the next wait that begins. */
int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event later = {.events = 0};
	int r;

	if (operation == EPOLL_CTL_ADD && event != NULL && !is_any_instance(fd) &&
		(event->events & EPOLLEXCLUSIVE) == 0) {
		later.data = event->data;
		r = real_epoll_ctl(ep, operation, fd, &later);
	} else {
		r = real_epoll_ctl(ep, operation, fd, event);
	}
	if (r == 0)
		remember(ep, operation, fd, event);
	return r;
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	static struct watched items[WATCHED_MAX];

	/* The directed worlds have one thread that changes anything while others block. */
	if (timeout < 0)
		for (int i = interest_list(ep, items) - 1; i >= 0; i--) {
			struct remembered was = recall(ep, items[i].fd);
			struct epoll_event now = {.events = was.events, .data.u64 = was.token};

			real_epoll_ctl(ep, EPOLL_CTL_MOD, items[i].fd, &now);
		}
	return real_epoll_wait(ep, events, capacity, timeout);
}
