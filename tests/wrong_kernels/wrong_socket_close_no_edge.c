/* SPDX-License-Identifier: BSD-3-Clause */
/* The close of a socket is no edge for its peer. */
/* verdict: violation */
#include "quiet.h"

static int wrong_close(int fd)
{
	if (is_socket(fd))
		quiet_call();
	return real_close(fd);
}

WRONG_KERNEL(socket_close_no_edge, .close = wrong_close, .epoll_wait = quiet_wait,
	.forget = quiet_forget);
