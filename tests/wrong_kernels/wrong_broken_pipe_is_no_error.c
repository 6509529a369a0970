/* SPDX-License-Identifier: BSD-3-Clause */
/* A write to a pipe without readers is thrown away, and succeeds. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	ssize_t written = real_write(fd, bytes, size);

	return written < 0 && errno == EPIPE && is_pipe(fd) ? (ssize_t)size : written;
}

WRONG_KERNEL(broken_pipe_is_no_error, .write = wrong_write);
