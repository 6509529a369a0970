/* SPDX-License-Identifier: BSD-3-Clause */
/* What eventfd opens is not close-on-exec, whatever was asked for. */
/* verdict: violation */
#include "real.h"

#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

int eventfd(unsigned count, int flags)
{
	return (int)syscall(SYS_eventfd2, count, flags & ~EFD_CLOEXEC);
}
