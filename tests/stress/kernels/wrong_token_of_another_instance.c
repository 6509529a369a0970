/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then an event comes with the token of the registration next to it in another instance. */
/* caught: token */
#include "remember.h"

#include <stdatomic.h>

enum { INSTANCES = 64 };

static _Atomic uint64_t latest[INSTANCES];

int epoll_create1(int flags)
{
	int ep = real_epoll_create1(flags);

	if (ep >= 0 && ep < INSTANCES)
		atomic_store(&latest[ep], 0);
	return ep;
}

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int r = real_epoll_ctl(ep, operation, fd, event);

	if (r == 0 && operation != EPOLL_CTL_DEL && ep < INSTANCES)
		atomic_store(&latest[ep], event->data.u64);
	return r;
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	/* A world opens its instances one after the other. */
	if (count > 0 && ep > 0 && ep < INSTANCES && is_any_instance(ep - 1) &&
		atomic_load(&latest[ep - 1]) != 0 && once_in(16))
		events[0].data.u64 = atomic_load(&latest[ep - 1]);
	return count;
}
