/* SPDX-License-Identifier: BSD-3-Clause */
/* MOD of what is registered under a number that dup2 has given does nothing, and succeeds. */
/* verdict: violation */
#include "seam.h"

#include <string.h>

static bool given[NUMBERS_MAX];

static void forget(void)
{
	memset(given, 0, sizeof given);
}

static int wrong_dup2(int from, int to)
{
	int result = real_dup2(from, to);

	if (result >= 0 && from != to && is_programs(to))
		given[to] = true;
	return result;
}

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	if (operation == EPOLL_CTL_MOD && is_programs(fd) && given[fd] &&
		!(event->events & EPOLLEXCLUSIVE) && is_registered(ep, fd))
		return 0;
	return real_epoll_ctl(ep, operation, fd, event);
}

WRONG_KERNEL(mod_after_dup2_ignored, .epoll_ctl = wrong_ctl, .dup2 = wrong_dup2, .forget = forget);
