/* SPDX-License-Identifier: BSD-3-Clause */
/* A second shutdown of the same direction fails with ENOTCONN. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>
#include <sys/socket.h>

static int wrong_shutdown(int fd, int how)
{
	if (how == SHUT_RD && is_socket(fd) && (says(fd) & EPOLLRDHUP)) {
		errno = ENOTCONN;
		return -1;
	}
	return real_shutdown(fd, how);
}

WRONG_KERNEL(shutdown_again_refused, .shutdown = wrong_shutdown);
