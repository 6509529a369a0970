/* SPDX-License-Identifier: BSD-3-Clause */
/* What eventfd opens is not close-on-exec, whatever was asked for. */
/* verdict: violation */
#include "seam.h"

#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

static int wrong_eventfd(unsigned count, int flags)
{
	return (int)syscall(SYS_eventfd2, count, flags & ~EFD_CLOEXEC);
}

WRONG_KERNEL(not_close_on_exec, .eventfd = wrong_eventfd);
