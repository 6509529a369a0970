/* SPDX-License-Identifier: BSD-3-Clause */
/* A read that frees a page of a full pipe is no edge for the writer. */
/* verdict: violation */
#include "quiet.h"

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	if (is_pipe(fd))
		quiet_call();
	return real_read(fd, bytes, size);
}

WRONG_KERNEL(
	pipe_read_no_edge, .read = wrong_read, .epoll_wait = quiet_wait, .forget = quiet_forget);
