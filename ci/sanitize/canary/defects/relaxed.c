/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epollctx_modify epollctx_wait_timeout */
/* A core that hands a number to the thread that waits, with an atomic that orders nothing. */
#include "epollctx.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

static volatile unsigned handed;
static atomic_bool is_there;

int __real_epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token);
int __wrap_epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token);
int __wrap_epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token)
{
	int result = __real_epollctx_modify(ctx, fd, events, token);

	handed = 1;
	atomic_store_explicit(&is_there, true, memory_order_relaxed);
	return result;
}

int __real_epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout);
int __wrap_epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout);
int __wrap_epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout)
{
	int result = __real_epollctx_wait_timeout(ctx, events, timeout);

	while (!atomic_load_explicit(&is_there, memory_order_relaxed))
		sched_yield();
	handed = handed + 1;
	return result;
}
