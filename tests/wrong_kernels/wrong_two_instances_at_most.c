/* SPDX-License-Identifier: BSD-3-Clause */
/* A third instance is refused: EMFILE, as if the user had too many. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_create1(int flags)
{
	int instances = 0;

	for (int fd = FIRST_NUMBER; fd < FIRST_NUMBER + WATCHERS; fd++)
		instances += is_instance(fd);
	if (instances < 2)
		return real_epoll_create1(flags);
	errno = EMFILE;
	return -1;
}

WRONG_KERNEL(two_instances_at_most, .epoll_create1 = wrong_create1);
