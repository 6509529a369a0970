/* SPDX-License-Identifier: BSD-3-Clause */
/* The expiry of a timer whose last one was not read is no edge. */
/* verdict: violation */
#include "quiet.h"

static int wrong_settime(int fd, int flags, const struct itimerspec *to, struct itimerspec *from)
{
	if (is_timerfd(fd) && (says(fd) & EPOLLIN))
		quiet_call();
	return real_timerfd_settime(fd, flags, to, from);
}

WRONG_KERNEL(timer_expiry_no_edge_unread, .timerfd_settime = wrong_settime,
	.epoll_wait = quiet_wait, .forget = quiet_forget);
