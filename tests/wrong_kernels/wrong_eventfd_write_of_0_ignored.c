/* SPDX-License-Identifier: BSD-3-Clause */
/* Adding 0 to an eventfd wakes nobody. */
/* verdict: violation */
/* bound: 120 s */
#include "seam.h"

#include <string.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	static const char zero[8];

	if (size == sizeof zero && is_eventfd(fd) && memcmp(bytes, zero, sizeof zero) == 0)
		return (ssize_t)size;
	return real_write(fd, bytes, size);
}

WRONG_KERNEL(eventfd_write_of_0_ignored, .write = wrong_write);
