/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epollctx_add_fd_with_events epollctx_modify */
/* A core with two locks that add and modify take in opposite orders. */
#include "epollctx.h"

#include <pthread.h>

static pthread_mutex_t list = PTHREAD_MUTEX_INITIALIZER, item = PTHREAD_MUTEX_INITIALIZER;

static void take(pthread_mutex_t *first, pthread_mutex_t *second)
{
	pthread_mutex_lock(first);
	pthread_mutex_lock(second);
	pthread_mutex_unlock(second);
	pthread_mutex_unlock(first);
}

int __real_epollctx_add_fd_with_events(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token);
int __wrap_epollctx_add_fd_with_events(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token);
int __wrap_epollctx_add_fd_with_events(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token)
{
	take(&list, &item);
	return __real_epollctx_add_fd_with_events(ctx, fd, events, token);
}

int __real_epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token);
int __wrap_epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token);
int __wrap_epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token)
{
	take(&item, &list);
	return __real_epollctx_modify(ctx, fd, events, token);
}
