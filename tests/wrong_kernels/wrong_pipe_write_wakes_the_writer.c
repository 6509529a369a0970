/* SPDX-License-Identifier: BSD-3-Clause */
/* A write to a pipe is an edge for the writer, too. */
/* verdict: deviation */
#include "seam.h"

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	ssize_t written = real_write(fd, bytes, size);

	if (written > 0 && is_pipe(fd))
		edge_for(fd);
	return written;
}

WRONG_KERNEL(pipe_write_wakes_the_writer, .write = wrong_write);
