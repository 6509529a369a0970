/* SPDX-License-Identifier: BSD-3-Clause */
/* The writing end of a pipe gets the lower number. */
/* verdict: violation */
#include "seam.h"

#include <fcntl.h>

static int wrong_pipe2(int fds[2], int flags)
{
	int result = real_pipe2(fds, flags);
	int spare;

	if (result < 0)
		return result;
	spare = real_fcntl(fds[0], F_DUPFD_CLOEXEC, 0);
	if (spare < 0)
		return result;
	real_dup2(fds[1], fds[0]);
	real_dup2(spare, fds[1]);
	real_close(spare);
	spare = fds[0];
	fds[0] = fds[1];
	fds[1] = spare;
	real_fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	real_fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	return result;
}

WRONG_KERNEL(pipe_numbers_swapped, .pipe2 = wrong_pipe2);
