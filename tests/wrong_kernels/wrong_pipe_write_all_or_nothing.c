/* SPDX-License-Identifier: BSD-3-Clause */
/* A write to a pipe that does not fit as a whole is refused: EAGAIN. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	if (is_pipe(fd) && (size_t)bytes_waiting(fd) + size > 65536 && (says(fd) & EPOLLOUT) &&
		!(says(fd) & EPOLLERR)) {
		errno = EAGAIN;
		return -1;
	}
	return real_write(fd, bytes, size);
}

WRONG_KERNEL(pipe_write_all_or_nothing, .write = wrong_write);
