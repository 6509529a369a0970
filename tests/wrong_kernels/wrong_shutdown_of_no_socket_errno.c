/* SPDX-License-Identifier: BSD-3-Clause */
/* Shutting down what is no socket fails with EINVAL, not with ENOTSOCK. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_shutdown(int fd, int how)
{
	int result = real_shutdown(fd, how);

	if (result < 0 && errno == ENOTSOCK)
		errno = EINVAL;
	return result;
}

WRONG_KERNEL(shutdown_of_no_socket_errno, .shutdown = wrong_shutdown);
