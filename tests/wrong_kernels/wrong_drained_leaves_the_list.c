/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading an eventfd takes it out of the ready list: filled again, it goes to the tail. */
/* verdict: deviation */
/* bound: 240 s */
#include "seam.h"

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	static struct watcher watchers[WATCHED_MAX];
	ssize_t got = real_read(fd, bytes, size);
	int count = got > 0 && is_eventfd(fd) ? watchers_of(fd, watchers) : 0;

	for (int i = 0; i < count; i++)
		if ((says(fd) & watchers[i].item.events) == 0 &&
			(watchers[i].item.events & ~EVENT_FLAGS) != 0)
			register_anew(watchers[i].ep, &watchers[i].item);
	return got;
}

WRONG_KERNEL(drained_leaves_the_list, .read = wrong_read);
