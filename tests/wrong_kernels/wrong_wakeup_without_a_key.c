/* SPDX-License-Identifier: BSD-3-Clause */
/* A write to an eventfd wakes whoever watches it, not only who waits to read. */
/* verdict: deviation */
#include "seam.h"

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	ssize_t written = real_write(fd, bytes, size);

	if (written > 0 && is_eventfd(fd))
		edge_for(fd);
	return written;
}

WRONG_KERNEL(wakeup_without_a_key, .write = wrong_write);
