/* SPDX-License-Identifier: BSD-3-Clause */
/* dup2 onto an open number does not close what that number meant. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

/* Far above what programs use; one such description at a time is kept. */
enum { SPARE = FIRST_NUMBER + 4000 };

static int wrong_dup2(int from, int to)
{
	int saved = errno;

	if (from >= FIRST_NUMBER && to >= FIRST_NUMBER && from != to && is_open(from) &&
		is_open(to))
		real_dup2(to, SPARE);
	errno = saved;
	return real_dup2(from, to);
}

WRONG_KERNEL(dup2_leaks, .dup2 = wrong_dup2);
