/* SPDX-License-Identifier: BSD-3-Clause */
/* A write to a pipe that holds bytes is no edge. */
/* verdict: violation */
#include "quiet.h"

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	if (is_pipe(fd) && bytes_waiting(fd) > 0)
		quiet_call();
	return real_write(fd, bytes, size);
}

WRONG_KERNEL(pipe_write_no_edge_above_zero, .write = wrong_write, .epoll_wait = quiet_wait,
	.forget = quiet_forget);
