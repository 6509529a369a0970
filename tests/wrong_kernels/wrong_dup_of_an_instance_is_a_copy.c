/* SPDX-License-Identifier: BSD-3-Clause */
/* A dup of an instance is an instance of its own, with the same registrations. */
/* verdict: violation */
#include "seam.h"

#include <fcntl.h>

static int wrong_fcntl(int fd, int command, long argument)
{
	static struct watched items[WATCHED_MAX];
	int count, copy;

	if (command != F_DUPFD_CLOEXEC || !is_instance(fd))
		return real_fcntl(fd, command, argument);
	count = interest_list(fd, items);
	copy = real_epoll_create1(EPOLL_CLOEXEC);
	for (int i = 0; copy >= 0 && i < count; i++) {
		struct epoll_event same = {.events = items[i].events, .data.u64 = items[i].token};

		real_epoll_ctl(copy, EPOLL_CTL_ADD, items[i].fd, &same);
	}
	return copy;
}

WRONG_KERNEL(dup_of_an_instance_is_a_copy, .fcntl = wrong_fcntl);
