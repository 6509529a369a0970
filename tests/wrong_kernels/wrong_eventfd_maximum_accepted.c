/* SPDX-License-Identifier: BSD-3-Clause */
/* A write of 2^64-1 to an eventfd succeeds, and adds nothing. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	ssize_t written = real_write(fd, bytes, size);

	return written < 0 && errno == EINVAL && is_eventfd(fd) ? (ssize_t)size : written;
}

WRONG_KERNEL(eventfd_maximum_accepted, .write = wrong_write);
