/* SPDX-License-Identifier: BSD-3-Clause */
/* Late in the run, an event comes now and then with the token that will be registered next. */
/* caught: contents */
#include "remember.h"

#include <stdatomic.h>

enum { INSTANCES = 40 };

static atomic_uint opened;
static _Atomic uint64_t latest;

int epoll_create1(int flags)
{
	atomic_fetch_add(&opened, 1);
	return real_epoll_create1(flags);
}

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	if (operation != EPOLL_CTL_DEL)
		atomic_store(&latest, event->data.u64);
	return real_epoll_ctl(ep, operation, fd, event);
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	if (count > 0 && atomic_load(&opened) > INSTANCES && once_in(32))
		events[0].data.u64 = atomic_load(&latest) + 1;
	return count;
}
