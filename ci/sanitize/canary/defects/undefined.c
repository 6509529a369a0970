/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epollctx_events_init */
/* A size that is computed by a shift of too many bits. */
#include "epollctx.h"

int __real_epollctx_events_init(
	struct epollctx_events *events, struct epoll_event *slots, int capacity);
int __wrap_epollctx_events_init(
	struct epollctx_events *events, struct epoll_event *slots, int capacity);
int __wrap_epollctx_events_init(
	struct epollctx_events *events, struct epoll_event *slots, int capacity)
{
	volatile int bits = 32 + capacity;
	volatile int size = 1 << bits;

	(void)size;
	return __real_epollctx_events_init(events, slots, capacity);
}
