/* SPDX-License-Identifier: BSD-3-Clause */
/* Writing to the reading end of a pipe fails with EINVAL, not with EBADF. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	ssize_t written = real_write(fd, bytes, size);

	if (written < 0 && errno == EBADF && is_pipe(fd))
		errno = EINVAL;
	return written;
}

WRONG_KERNEL(pipe_direction_errno, .write = wrong_write);
