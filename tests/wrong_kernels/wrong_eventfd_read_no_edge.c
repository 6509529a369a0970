/* SPDX-License-Identifier: BSD-3-Clause */
/* A read of an eventfd is no edge for who waits to write. */
/* verdict: violation */
#include "quiet.h"

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	if (is_eventfd(fd))
		quiet_call();
	return real_read(fd, bytes, size);
}

WRONG_KERNEL(
	eventfd_read_no_edge, .read = wrong_read, .epoll_wait = quiet_wait, .forget = quiet_forget);
