/* SPDX-License-Identifier: BSD-3-Clause */
/* The last close of an inner instance takes another registration out of the outer one, too. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

/* The interest list tells the first one that is left. */
static void take_one_out(int ep)
{
	static struct watched left[WATCHED_MAX];
	int saved = errno;

	if (interest_list(ep, left) > 0)
		real_epoll_ctl(ep, EPOLL_CTL_DEL, left[0].fd, NULL);
	errno = saved;
}

static int wrong_close(int fd)
{
	static struct watcher outer[WATCHED_MAX];
	int count = is_instance(fd) && !has_dup(fd) ? watchers_of(fd, outer) : 0;
	int result = real_close(fd);

	for (int i = 0; i < count; i++)
		take_one_out(outer[i].ep);
	return result;
}

WRONG_KERNEL(inner_close_takes_a_neighbour, .close = wrong_close);
