/* SPDX-License-Identifier: BSD-3-Clause */
/* A read of 0 bytes from a socket without data uses a reset up. */
/* verdict: violation */
/* bound: 240 s */
#include "seam.h"

#include <errno.h>

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	int saved = errno;
	char none;

	if (size > 0 || !is_socket(fd) || bytes_waiting(fd) > 0 || !(says(fd) & EPOLLERR))
		return real_read(fd, bytes, size);
	real_read(fd, &none, sizeof none);
	errno = saved;
	return 0;
}

WRONG_KERNEL(reset_taken_by_a_read_of_0, .read = wrong_read);
