/* SPDX-License-Identifier: BSD-3-Clause */
/* A write to a regular file does not move its offset: a read gives what was written. */
/* verdict: violation */
#include "seam.h"

#include <unistd.h>

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	off_t before = is_file(fd) ? lseek(fd, 0, SEEK_CUR) : -1;
	ssize_t written = real_write(fd, bytes, size);

	if (before >= 0)
		lseek(fd, before, SEEK_SET);
	return written;
}

WRONG_KERNEL(file_offset_stays, .write = wrong_write);
