/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epollctx_wait_timeout */
/* A wait that offers the kernel more room than there is: the kernel writes beyond it. */
#include "epollctx.h"

#include <stdlib.h>

int __real_epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout);
int __wrap_epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout);
int __wrap_epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout)
{
	struct epoll_event *half = malloc(sizeof *half / 2);
	struct epollctx_events small = {half, 1, 0};
	int r = __real_epollctx_wait_timeout(ctx, &small, timeout);

	events->slots[0] = (struct epoll_event){.events = EPOLLIN, .data.u64 = 7};
	events->count = r;
	free(half);
	return r;
}
