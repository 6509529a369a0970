/* SPDX-License-Identifier: BSD-3-Clause */
/* A one-shot whose file was drained before anybody looked has used its shot up. */
/* verdict: violation */
#include "seam.h"

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	static struct watcher watchers[WATCHED_MAX];
	ssize_t got = real_read(fd, bytes, size);
	int count = got > 0 && is_programs(fd) ? watchers_of(fd, watchers) : 0;

	for (int i = 0; i < count; i++)
		if ((watchers[i].item.events & EPOLLONESHOT) &&
			(says(fd) & watchers[i].item.events) == 0) {
			watchers[i].item.events &= EVENT_FLAGS;
			queue_again(watchers[i].ep, &watchers[i].item);
		}
	return got;
}

WRONG_KERNEL(shot_used_up_in_vain, .read = wrong_read);
