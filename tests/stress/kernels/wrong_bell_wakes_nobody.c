/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Of the writes of the first thread since an instance was opened, which are a directed world's
 * trigger and the bells after it, all but the first wake nobody.
 */
/* caught: silence */
#include "remember.h"

#include <sys/syscall.h>
#include <unistd.h>

static unsigned writes;

int epoll_create1(int flags)
{
	writes = 0;
	return real_epoll_create1(flags);
}

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int r = real_epoll_ctl(ep, operation, fd, event);

	if (r == 0)
		remember(ep, operation, fd, event);
	return r;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	if (syscall(SYS_gettid) == getpid() && ++writes > 1)
		for (int ep = 0; ep < 64; ep++) {
			struct epoll_event deaf = {.data.u64 = recall(ep, fd).token};

			if (deaf.data.u64 != 0)
				real_epoll_ctl(ep, EPOLL_CTL_MOD, fd, &deaf);
		}
	return real_write(fd, bytes, size);
}
