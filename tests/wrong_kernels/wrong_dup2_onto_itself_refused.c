/* SPDX-License-Identifier: BSD-3-Clause */
/* dup2 of a number onto itself fails with EINVAL, as dup3 does. */
/* verdict: violation */
#include "seam.h"

#include <errno.h>

static int wrong_dup2(int from, int to)
{
	if (from != to || !is_open(from))
		return real_dup2(from, to);
	errno = EINVAL;
	return -1;
}

WRONG_KERNEL(dup2_onto_itself_refused, .dup2 = wrong_dup2);
