/* SPDX-License-Identifier: BSD-3-Clause */
/* A shutdown is no edge, neither for the socket nor for its peer. */
/* verdict: violation */
#include "quiet.h"

static int wrong_shutdown(int fd, int how)
{
	if (is_socket(fd))
		quiet_call();
	return real_shutdown(fd, how);
}

WRONG_KERNEL(shutdown_no_edge, .shutdown = wrong_shutdown, .epoll_wait = quiet_wait,
	.forget = quiet_forget);
