/* SPDX-License-Identifier: BSD-3-Clause */
/* Closing a number that is not open succeeds. */
/* verdict: violation */
#include "real.h"

#include <errno.h>
#include <unistd.h>

int close(int fd)
{
	int result = real_close(fd);

	return result < 0 && errno == EBADF && fd >= FIRST_NUMBER ? 0 : result;
}
