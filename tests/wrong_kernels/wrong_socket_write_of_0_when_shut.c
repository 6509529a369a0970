/* SPDX-License-Identifier: BSD-3-Clause */
/* A write of nothing to a socket whose sending is shut gives 0 instead of EPIPE. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	ssize_t written = real_write(fd, bytes, size);

	return written < 0 && errno == EPIPE && size == 0 && is_socket(fd) ? 0 : written;
}

WRONG_KERNEL(socket_write_of_0_when_shut, .write = wrong_write);
