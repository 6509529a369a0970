/* SPDX-License-Identifier: BSD-3-Clause */
/* Another event of a file that is queued already moves it to the tail. */
/* verdict: deviation */
/* bound: 240 s */
#include "seam.h"

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	static struct watcher watchers[WATCHED_MAX];
	bool again = is_eventfd(fd) && (says(fd) & EPOLLIN);
	ssize_t written = real_write(fd, bytes, size);
	int count = again && written > 0 ? watchers_of(fd, watchers) : 0;

	for (int i = 0; i < count; i++)
		if (watchers[i].item.events & EPOLLIN)
			register_anew(watchers[i].ep, &watchers[i].item);
	return written;
}

WRONG_KERNEL(second_event_moves, .write = wrong_write);
