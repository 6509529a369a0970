/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading an eventfd does not reset its counter. */
/* verdict: violation */
#include "seam.h"

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	ssize_t got = real_read(fd, bytes, size);

	if (got == 8 && is_eventfd(fd))
		return real_write(fd, bytes, size);
	return got;
}

WRONG_KERNEL(eventfd_read_keeps, .read = wrong_read);
