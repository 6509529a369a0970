/* SPDX-License-Identifier: BSD-3-Clause */
/* close of a file that is watched closes it and fails with EINTR. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_close(int fd)
{
	static struct watcher watchers[WATCHED_MAX];
	bool watched = is_open(fd) && watchers_of(fd, watchers) > 0;
	int result = real_close(fd);

	if (result < 0 || !watched)
		return result;
	errno = EINTR;
	return -1;
}

WRONG_KERNEL(close_says_interrupted, .close = wrong_close);
