/* SPDX-License-Identifier: BSD-3-Clause */
/* A read of an eventfd at 0 gives 0 instead of EAGAIN. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>
#include <string.h>

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	ssize_t got = real_read(fd, bytes, size);

	if (got >= 0 || errno != EAGAIN || !is_eventfd(fd))
		return got;
	memset(bytes, 0, size);
	return (ssize_t)size;
}

WRONG_KERNEL(eventfd_read_of_0, .read = wrong_read);
