/* SPDX-License-Identifier: BSD-3-Clause */
/* dup2 onto an open number does not close what that number meant. */
/* verdict: violation */
#include "real.h"

#include <errno.h>
#include <unistd.h>

/* Far above what programs use; one such description at a time is kept. */
enum { SPARE = FIRST_NUMBER + 4000 };

int dup2(int from, int to)
{
	int saved = errno;

	if (from >= FIRST_NUMBER && to >= FIRST_NUMBER && from != to && is_open(from) &&
		is_open(to))
		real_dup2(to, SPARE);
	errno = saved;
	return real_dup2(from, to);
}
