/* SPDX-License-Identifier: BSD-3-Clause */
/* An epoll instance: its life, and its interest list. */
#include "checks.h"
#include "epollctx.h"
#include "sys.h"

int epollctx_open(struct epollctx *ctx)
{
	int fd;

	if (ctx == NULL)
		return -EINVAL;
	fd = epollctx_sys_epoll_create1(EPOLL_CLOEXEC);
	if (fd < 0)
		return fd;
	ctx->fd = fd;
	return 0;
}

/*@ requires ctx == \null || \valid_read(ctx);
    assigns kernel;
    ensures asked{Pre, Here}(
      number(ctx), epoll_ctl_call(ctx->fd, operation, fd, events.raw, token), \result);
    ensures \result <= 0;
 */
static int control(const struct epollctx *ctx, int operation, int fd, struct epollctx_watch events,
	uint64_t token)
{
	struct epoll_event event = {.events = events.raw, .data = {.u64 = token}};
	int ep = epollctx_as_raw_fd(ctx);

	if (ep < 0)
		return ep;
	return epollctx_sys_epoll_ctl(ep, operation, fd, &event);
}

int epollctx_add(const struct epollctx *ctx, int fd, uint64_t token)
{
	return control(ctx, EPOLL_CTL_ADD, fd, epollctx_watch_new(EPOLLIN), token);
}

int epollctx_add_fd_with_events(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token)
{
	return control(ctx, EPOLL_CTL_ADD, fd, events, token);
}

int epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token)
{
	return control(ctx, EPOLL_CTL_MOD, fd, events, token);
}

int epollctx_delete(const struct epollctx *ctx, int fd)
{
	/* Linux before 2.6.9 wants an event even here (epoll_ctl(2), BUGS). */
	return control(ctx, EPOLL_CTL_DEL, fd, epollctx_watch_empty(), 0);
}

int epollctx_as_raw_fd(const struct epollctx *ctx)
{
	if (ctx == NULL)
		return -EINVAL;
	return epollctx_open_number(ctx->fd);
}

int epollctx_into_raw_fd(struct epollctx *ctx)
{
	int fd = epollctx_as_raw_fd(ctx);

	if (fd >= 0)
		ctx->fd = -1;
	return fd;
}

int epollctx_close(struct epollctx *ctx)
{
	int fd = epollctx_into_raw_fd(ctx);

	return fd < 0 ? fd : epollctx_sys_close(fd);
}
