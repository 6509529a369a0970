/* SPDX-License-Identifier: BSD-3-Clause */
/* The header as C++: it compiles without a warning, and its functions link. Exits 0 if they work.
 */
#include "epollctx.h"

static struct epollctx ctx = EPOLLCTX_INIT;
static struct epollctx_poll poller = EPOLLCTX_POLL_INIT;
static struct epollctx_eventfd counter = EPOLLCTX_EVENTFD_INIT;

int main()
{
	struct epoll_event slots[EPOLLCTX_EVENTS_CAPACITY];
	struct epollctx_events events;
	const struct epollctx_events *polled = nullptr;

	if (epollctx_close(&ctx) == 0 || epollctx_poll_close(&poller) == 0 ||
		epollctx_eventfd_close(&counter) == 0)
		return 1;
	if (epollctx_open(&ctx) != 0 || epollctx_poll_open(&poller) != 0 ||
		epollctx_eventfd_open(&counter, 0) != 0)
		return 2;
	if (epollctx_events_init(&events, slots, EPOLLCTX_EVENTS_CAPACITY) != 0 ||
		epollctx_eventfd_write(&counter, 1) != 0 ||
		epollctx_add(&ctx, counter.fd, 1) != 0 ||
		epollctx_poll_add(&poller, ctx.fd, 2) != 0)
		return 3;
	if (epollctx_wait(&ctx, &events) != 1 || epollctx_poll_wait(&poller, &polled) != 1)
		return 4;
	struct epollctx_iter iter = epollctx_iter_readable(polled);
	if (epollctx_event_token(epollctx_iter_next(&iter)) != 2)
		return 5;
	return epollctx_poll_close(&poller) != 0 || epollctx_close(&ctx) != 0 ||
	       epollctx_eventfd_close(&counter) != 0;
}
