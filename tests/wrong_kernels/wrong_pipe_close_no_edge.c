/* SPDX-License-Identifier: BSD-3-Clause */
/* The last close of one end of a pipe is no edge for the other. */
/* verdict: violation */
#include "quiet.h"

static int wrong_close(int fd)
{
	if (is_pipe(fd))
		quiet_call();
	return real_close(fd);
}

WRONG_KERNEL(
	pipe_close_no_edge, .close = wrong_close, .epoll_wait = quiet_wait, .forget = quiet_forget);
