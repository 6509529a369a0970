/* SPDX-License-Identifier: BSD-3-Clause */
/* Disarming a timer that has a dup does nothing. */
/* verdict: violation */
#include "seam.h"

static int wrong_settime(int fd, int flags, const struct itimerspec *to, struct itimerspec *from)
{
	bool disarms = to->it_value.tv_sec == 0 && to->it_value.tv_nsec == 0;

	if (disarms && is_timerfd(fd) && has_dup(fd))
		return 0;
	return real_timerfd_settime(fd, flags, to, from);
}

WRONG_KERNEL(disarm_of_a_dup_ignored, .timerfd_settime = wrong_settime);
