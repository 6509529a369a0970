/* SPDX-License-Identifier: BSD-3-Clause */
/* A read from a pipe gives one page at most. */
/* verdict: violation */
#include "seam.h"

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	return real_read(fd, bytes, size > 4096 && is_pipe(fd) ? 4096 : size);
}

WRONG_KERNEL(pipe_read_of_one_page, .read = wrong_read);
