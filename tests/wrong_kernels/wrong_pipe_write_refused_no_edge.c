/* SPDX-License-Identifier: BSD-3-Clause */
/* A write that finds a pipe full is no edge for the reader. */
/* verdict: violation */
#include "quiet.h"

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	ssize_t written = real_write(fd, bytes, size);

	if (written < 0 && is_pipe(fd))
		quiet_call();
	return written;
}

WRONG_KERNEL(pipe_write_refused_no_edge, .write = wrong_write, .epoll_wait = quiet_wait,
	.forget = quiet_forget);
