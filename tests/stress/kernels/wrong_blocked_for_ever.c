/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait that finds nothing when it begins sleeps for ever. */
/* caught: silence edge_lost nested exclusive */
#include "remember.h"

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int r = real_epoll_wait(ep, events, capacity, timeout < 0 ? 0 : timeout);

	return timeout < 0 && r == 0 ? sleep_for_ever() : r;
}
