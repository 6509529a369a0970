/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epollctx_modify epollctx_wait_timeout */
/* A core that counts its calls, in a variable that all threads share. */
#include "epollctx.h"

static volatile unsigned calls;

int __real_epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token);
int __wrap_epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token);
int __wrap_epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token)
{
	calls = calls + 1;
	return __real_epollctx_modify(ctx, fd, events, token);
}

int __real_epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout);
int __wrap_epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout);
int __wrap_epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout)
{
	calls = calls + 1;
	return __real_epollctx_wait_timeout(ctx, events, timeout);
}
