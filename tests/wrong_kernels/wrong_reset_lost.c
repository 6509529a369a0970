/* SPDX-License-Identifier: BSD-3-Clause */
/* Closing a socket with unread data does not reset its peer. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_close(int fd)
{
	static char unread[65536];
	int saved = errno;

	if (is_socket(fd) && bytes_waiting(fd) > 0 && !has_dup(fd))
		while (real_read(fd, unread, sizeof unread) > 0)
			continue;
	errno = saved;
	return real_close(fd);
}

WRONG_KERNEL(reset_lost, .close = wrong_close);
