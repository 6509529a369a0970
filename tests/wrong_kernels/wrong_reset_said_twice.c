/* SPDX-License-Identifier: BSD-3-Clause */
/* A reset is answered by two reads instead of one. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>
#include <string.h>

static bool was_reset[NUMBERS_MAX];

static void forget(void)
{
	memset(was_reset, 0, sizeof was_reset);
}

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	ssize_t got;

	if (is_socket(fd) && was_reset[fd] && size > 0) {
		was_reset[fd] = false;
		errno = ECONNRESET;
		return -1;
	}
	got = real_read(fd, bytes, size);
	if (got < 0 && errno == ECONNRESET && is_programs(fd))
		was_reset[fd] = true;
	return got;
}

static int wrong_close(int fd)
{
	if (is_programs(fd))
		was_reset[fd] = false;
	return real_close(fd);
}

WRONG_KERNEL(reset_said_twice, .read = wrong_read, .close = wrong_close, .forget = forget);
