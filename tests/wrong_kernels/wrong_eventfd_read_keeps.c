/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading an eventfd does not reset its counter. */
/* verdict: violation */
#include "real.h"

#include <unistd.h>

ssize_t read(int fd, void *bytes, size_t size)
{
	ssize_t got = real_read(fd, bytes, size);

	if (fd >= FIRST_NUMBER && got == 8 && is_called(fd, "anon_inode:[eventfd]"))
		return real_write(fd, bytes, size);
	return got;
}
