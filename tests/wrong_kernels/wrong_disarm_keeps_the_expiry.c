/* SPDX-License-Identifier: BSD-3-Clause */
/* Disarming a timer does not clear an expiry that was not read. */
/* verdict: violation */
#include "seam.h"

#include <time.h>

static int wrong_settime(int fd, int flags, const struct itimerspec *to, struct itimerspec *from)
{
	if (is_timerfd(fd) && to->it_value.tv_sec == 0 && to->it_value.tv_nsec == 0 &&
		(says(fd) & EPOLLIN))
		return 0;
	return real_timerfd_settime(fd, flags, to, from);
}

WRONG_KERNEL(disarm_keeps_the_expiry, .timerfd_settime = wrong_settime);
