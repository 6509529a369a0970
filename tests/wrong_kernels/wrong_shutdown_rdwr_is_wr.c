/* SPDX-License-Identifier: BSD-3-Clause */
/* Shutting both directions of a socket down shuts its sending alone. */
/* verdict: violation */
#include "seam.h"

#include <sys/socket.h>

static int wrong_shutdown(int fd, int how)
{
	return real_shutdown(fd, how == SHUT_RDWR ? SHUT_WR : how);
}

WRONG_KERNEL(shutdown_rdwr_is_wr, .shutdown = wrong_shutdown);
