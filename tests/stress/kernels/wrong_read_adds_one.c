/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then a read of an eventfd returns one more than was in it. */
/* caught: transfer */
#include "remember.h"

#include <string.h>
#include <unistd.h>

ssize_t read(int fd, void *bytes, size_t size)
{
	ssize_t r = real_read(fd, bytes, size);
	uint64_t value;

	/* Nothing but an eventfd is read in eights. */
	if (r == sizeof value && size == sizeof value && once_in(32)) {
		memcpy(&value, bytes, sizeof value);
		value++;
		memcpy(bytes, &value, sizeof value);
	}
	return r;
}
