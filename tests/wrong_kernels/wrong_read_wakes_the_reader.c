/* SPDX-License-Identifier: BSD-3-Clause */
/* A read that leaves something to read is an edge for the reader. */
/* verdict: deviation */
#include "seam.h"

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	ssize_t got = real_read(fd, bytes, size);

	if (got > 0 && (is_pipe(fd) || is_socket(fd)) && bytes_waiting(fd) > 0)
		edge_for(fd);
	return got;
}

WRONG_KERNEL(read_wakes_the_reader, .read = wrong_read);
