/* SPDX-License-Identifier: BSD-3-Clause */
/* A write of nothing to a pipe without readers fails with EPIPE. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	ssize_t written = real_write(fd, bytes, size);

	if (written != 0 || size != 0 || !is_pipe(fd) || !(says(fd) & EPOLLERR))
		return written;
	errno = EPIPE;
	return -1;
}

WRONG_KERNEL(pipe_write_of_0_needs_a_reader, .write = wrong_write);
