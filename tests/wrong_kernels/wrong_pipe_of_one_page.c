/* SPDX-License-Identifier: BSD-3-Clause */
/* A pipe has room for one page, as that of a user who has too many. */
/* verdict: violation */
#include "seam.h"

#include <fcntl.h>

static int wrong_pipe2(int fds[2], int flags)
{
	int result = real_pipe2(fds, flags);

	if (result == 0)
		real_fcntl(fds[1], F_SETPIPE_SZ, 4096);
	return result;
}

WRONG_KERNEL(pipe_of_one_page, .pipe2 = wrong_pipe2);
