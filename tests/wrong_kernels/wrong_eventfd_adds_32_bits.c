/* SPDX-License-Identifier: BSD-3-Clause */
/* An eventfd adds the low 32 bits of what is written. */
/* verdict: violation */
#include "seam.h"

#include <string.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	uint64_t value;

	if (size != sizeof value || !is_eventfd(fd))
		return real_write(fd, bytes, size);
	memcpy(&value, bytes, sizeof value);
	value &= UINT32_MAX;
	return real_write(fd, &value, sizeof value);
}

WRONG_KERNEL(eventfd_adds_32_bits, .write = wrong_write);
