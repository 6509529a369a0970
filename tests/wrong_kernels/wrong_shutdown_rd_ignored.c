/* SPDX-License-Identifier: BSD-3-Clause */
/* Shutting the receiving of a socket down does nothing. */
/* verdict: violation */
#include "seam.h"

#include <sys/socket.h>

static int wrong_shutdown(int fd, int how)
{
	return how == SHUT_RD && is_socket(fd) ? 0 : real_shutdown(fd, how);
}

WRONG_KERNEL(shutdown_rd_ignored, .shutdown = wrong_shutdown);
