/* SPDX-License-Identifier: BSD-3-Clause */
/* The last close of a registered file does not take it out of the instance. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

/* Far above what programs use; one such file at a time is kept open. */
enum { SPARE = FIRST_NUMBER + 4000 };

static int wrong_close(int fd)
{
	static struct watcher watchers[WATCHED_MAX];
	int saved = errno;

	if (is_programs(fd) && !is_instance(fd) && watchers_of(fd, watchers) > 0)
		real_dup2(fd, SPARE);
	errno = saved;
	return real_close(fd);
}

static void forget(void)
{
	int saved = errno;

	real_close(SPARE);
	errno = saved;
}

WRONG_KERNEL(closed_file_reports, .close = wrong_close, .forget = forget);
