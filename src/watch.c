/* SPDX-License-Identifier: BSD-3-Clause */
/* What a registration asks for, as a value. */
#include "epollctx.h"

struct epollctx_watch epollctx_watch_new(uint32_t raw)
{
	struct epollctx_watch watch = {raw};

	return watch;
}

struct epollctx_watch epollctx_watch_empty(void)
{
	return epollctx_watch_new(0);
}

struct epollctx_watch epollctx_watch_set_read(struct epollctx_watch watch)
{
	return epollctx_watch_new(watch.raw | EPOLLIN);
}

struct epollctx_watch epollctx_watch_set_write(struct epollctx_watch watch)
{
	return epollctx_watch_new(watch.raw | EPOLLOUT);
}

struct epollctx_watch epollctx_watch_set_read_hangup(struct epollctx_watch watch)
{
	return epollctx_watch_new(watch.raw | EPOLLRDHUP);
}

struct epollctx_watch epollctx_watch_set_priority(struct epollctx_watch watch)
{
	return epollctx_watch_new(watch.raw | EPOLLPRI);
}

struct epollctx_watch epollctx_watch_set_edge_triggered(struct epollctx_watch watch)
{
	return epollctx_watch_new(watch.raw | EPOLLET);
}

struct epollctx_watch epollctx_watch_set_oneshot(struct epollctx_watch watch)
{
	return epollctx_watch_new(watch.raw | EPOLLONESHOT);
}

struct epollctx_watch epollctx_watch_set_exclusive(struct epollctx_watch watch)
{
	return epollctx_watch_new(watch.raw | EPOLLEXCLUSIVE);
}

uint32_t epollctx_watch_get_raw(struct epollctx_watch watch)
{
	return watch.raw;
}
