/* SPDX-License-Identifier: BSD-3-Clause */
/* A number that was registered, closed and opened again is registered under its first token. */
/* verdict: violation */
#include "seam.h"

#include <string.h>

enum past { NEVER, REGISTERED, CLOSED };
static enum past past[NUMBERS_MAX];
static uint64_t tokens[NUMBERS_MAX];

static void forget(void)
{
	memset(past, NEVER, sizeof past);
}

static int wrong_close(int fd)
{
	if (fd >= FIRST_NUMBER && fd < NUMBERS_MAX && past[fd] == REGISTERED)
		past[fd] = CLOSED;
	return real_close(fd);
}

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event stale;
	int result;

	if (operation != EPOLL_CTL_ADD || fd < 0 || fd >= NUMBERS_MAX)
		return real_epoll_ctl(ep, operation, fd, event);
	stale = *event;
	if (past[fd] == CLOSED)
		stale.data.u64 = tokens[fd];
	result = real_epoll_ctl(ep, operation, fd, &stale);
	if (result == 0 && past[fd] == NEVER) {
		past[fd] = REGISTERED;
		tokens[fd] = event->data.u64;
	}
	return result;
}

WRONG_KERNEL(reused_number_token, .epoll_ctl = wrong_ctl, .close = wrong_close, .forget = forget);
