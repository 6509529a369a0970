/* SPDX-License-Identifier: BSD-3-Clause */
/* dup2 onto a registered number registers the new file in the place of the old one. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_dup2(int from, int to)
{
	static struct watcher watchers[WATCHED_MAX];
	int count = from != to && is_open(from) && is_open(to) ? watchers_of(to, watchers) : 0;
	int result = real_dup2(from, to);
	int saved = errno;

	for (int i = 0; result >= 0 && i < count; i++) {
		struct epoll_event same = {
			.events = watchers[i].item.events, .data.u64 = watchers[i].item.token};

		real_epoll_ctl(watchers[i].ep, EPOLL_CTL_ADD, to, &same);
	}
	errno = saved;
	return result;
}

WRONG_KERNEL(dup2_keeps_the_registration, .dup2 = wrong_dup2);
