/* SPDX-License-Identifier: BSD-3-Clause */
/* A read that ends a message is no edge for its sender. */
/* verdict: violation */
#include "quiet.h"

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	if (is_socket(fd))
		quiet_call();
	return real_read(fd, bytes, size);
}

WRONG_KERNEL(
	socket_read_no_edge, .read = wrong_read, .epoll_wait = quiet_wait, .forget = quiet_forget);
