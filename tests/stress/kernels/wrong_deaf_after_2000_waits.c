/* SPDX-License-Identifier: BSD-3-Clause */
/* An instance that was waited on 2000 times leaves out what is ready, now and then: a long world's.
 */
/* caught: silence edge_lost nested */
#include "remember.h"

#include <stdatomic.h>

enum { INSTANCES = 64, WAITS = 2000 };

static atomic_uint waits[INSTANCES];

int epoll_create1(int flags)
{
	int ep = real_epoll_create1(flags);

	if (ep >= 0 && ep < INSTANCES)
		atomic_store(&waits[ep], 0);
	return ep;
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	bool tired = ep >= 0 && ep < INSTANCES && atomic_fetch_add(&waits[ep], 1) >= WAITS;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	return tired && timeout == 0 && count > 0 && once_in(8) ? count - 1 : count;
}
