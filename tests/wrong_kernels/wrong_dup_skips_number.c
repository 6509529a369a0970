/* SPDX-License-Identifier: BSD-3-Clause */
/* dup gives the second lowest free number instead of the lowest. */
/* verdict: violation */
#include "seam.h"

#include <fcntl.h>

static int wrong_fcntl(int fd, int command, long argument)
{
	int lowest = real_fcntl(fd, command, argument);

	if (command == F_DUPFD_CLOEXEC && fd >= FIRST_NUMBER && lowest >= 0) {
		int second = real_fcntl(fd, command, argument);

		real_close(lowest);
		return second;
	}
	return lowest;
}

WRONG_KERNEL(dup_skips_number, .fcntl = wrong_fcntl);
