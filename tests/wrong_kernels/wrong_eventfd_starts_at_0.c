/* SPDX-License-Identifier: BSD-3-Clause */
/* An eventfd starts at 0, whatever was asked for. */
/* verdict: violation */
#include "seam.h"

static int wrong_eventfd(unsigned count, int flags)
{
	(void)count;
	return real_eventfd(0, flags);
}

WRONG_KERNEL(eventfd_starts_at_0, .eventfd = wrong_eventfd);
