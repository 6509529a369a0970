/* SPDX-License-Identifier: BSD-3-Clause */
/* A timer that is armed again counts on, instead of from 0. */
/* verdict: violation */
#include "seam.h"

#include <string.h>
#include <time.h>

static uint64_t unread[NUMBERS_MAX];

static void forget(void)
{
	memset(unread, 0, sizeof unread);
}

static int wrong_settime(int fd, int flags, const struct itimerspec *to, struct itimerspec *from)
{
	bool expired = is_timerfd(fd) && (says(fd) & EPOLLIN);

	if (expired)
		unread[fd]++;
	else if (is_programs(fd))
		unread[fd] = 0;
	return real_timerfd_settime(fd, flags, to, from);
}

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	uint64_t count;
	ssize_t got = real_read(fd, bytes, size);

	if (got != sizeof count || !is_timerfd(fd))
		return got;
	memcpy(&count, bytes, sizeof count);
	count += unread[fd];
	unread[fd] = 0;
	memcpy(bytes, &count, sizeof count);
	return got;
}

WRONG_KERNEL(timer_adds_expiries_up, .timerfd_settime = wrong_settime, .read = wrong_read,
	.forget = forget);
