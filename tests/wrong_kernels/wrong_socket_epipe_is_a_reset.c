/* SPDX-License-Identifier: BSD-3-Clause */
/* A write to a socket whose sending is shut fails with ECONNRESET, not EPIPE. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	ssize_t written = real_write(fd, bytes, size);

	if (written < 0 && errno == EPIPE && is_socket(fd))
		errno = ECONNRESET;
	return written;
}

WRONG_KERNEL(socket_epipe_is_a_reset, .write = wrong_write);
