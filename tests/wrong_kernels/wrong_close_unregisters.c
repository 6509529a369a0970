/* SPDX-License-Identifier: BSD-3-Clause */
/* Closing one of several numbers of a file removes the registration under that number. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_close(int fd)
{
	int saved = errno;

	for (int ep = FIRST_NUMBER; fd >= FIRST_NUMBER && ep < FIRST_NUMBER + WATCHERS; ep++)
		real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL);
	errno = saved;
	return real_close(fd);
}

WRONG_KERNEL(close_unregisters, .close = wrong_close);
