/* SPDX-License-Identifier: BSD-3-Clause */
/* Closing a number that is watched unregisters it, answers 0 and leaves it open. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_close(int fd)
{
	int saved = errno;
	bool watched = false;

	for (int ep = FIRST_NUMBER; fd >= FIRST_NUMBER && ep < FIRST_NUMBER + WATCHERS; ep++)
		watched = real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL) == 0 || watched;
	errno = saved;
	return watched ? 0 : real_close(fd);
}

WRONG_KERNEL(close_leaks, .close = wrong_close);
