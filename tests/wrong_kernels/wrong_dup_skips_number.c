/* SPDX-License-Identifier: BSD-3-Clause */
/* dup gives the second lowest free number instead of the lowest. */
/* verdict: violation */
#include "real.h"

#include <fcntl.h>
#include <stdarg.h>

int fcntl(int fd, int command, ...)
{
	va_list more;
	long argument;
	int lowest;

	va_start(more, command);
	argument = va_arg(more, long);
	va_end(more);
	lowest = real_fcntl(fd, command, argument);
	if (command == F_DUPFD_CLOEXEC && fd >= FIRST_NUMBER && lowest >= 0) {
		int second = real_fcntl(fd, command, argument);

		real_close(lowest);
		return second;
	}
	return lowest;
}
