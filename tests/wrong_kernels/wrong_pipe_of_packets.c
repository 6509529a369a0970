/* SPDX-License-Identifier: BSD-3-Clause */
/* A read from a pipe takes one write as a whole, and drops what does not fit. */
/* verdict: violation */
#include "seam.h"

#include <fcntl.h>

static int wrong_pipe2(int fds[2], int flags)
{
	return real_pipe2(fds, flags | O_DIRECT);
}

WRONG_KERNEL(pipe_of_packets, .pipe2 = wrong_pipe2);
