/* SPDX-License-Identifier: BSD-3-Clause */
/* A write that would overflow an eventfd fills it up to its maximum, and succeeds. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	uint64_t value = UINT64_MAX - 1;
	ssize_t written = real_write(fd, bytes, size);

	if (written >= 0 || errno != EAGAIN || !is_eventfd(fd))
		return written;
	real_read(fd, &value, sizeof value);
	value = UINT64_MAX - 1;
	return real_write(fd, &value, sizeof value);
}

WRONG_KERNEL(eventfd_saturates, .write = wrong_write);
