/* SPDX-License-Identifier: BSD-3-Clause */
/* EFD_SEMAPHORE is ignored. */
/* verdict: violation */
#include "seam.h"

#include <sys/eventfd.h>

static int wrong_eventfd(unsigned count, int flags)
{
	return real_eventfd(count, flags & ~EFD_SEMAPHORE);
}

WRONG_KERNEL(eventfd_no_semaphore, .eventfd = wrong_eventfd);
