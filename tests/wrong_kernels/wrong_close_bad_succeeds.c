/* SPDX-License-Identifier: BSD-3-Clause */
/* Closing a number that is not open succeeds. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_close(int fd)
{
	int result = real_close(fd);

	return result < 0 && errno == EBADF && fd >= FIRST_NUMBER ? 0 : result;
}

WRONG_KERNEL(close_bad_succeeds, .close = wrong_close);
