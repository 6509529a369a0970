/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * epoll_pwait2 for valgrind, which does not know the system call before 3.21
 * (https://bugs.kde.org/show_bug.cgi?id=460192): epoll_pwait with the time in whole milliseconds,
 * rounded up. That is as good to every test, for none measures time.
 */
#include "order.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { MILLISECOND = 1000000, SECOND = 1000000000 };

char order_places[4096];

int epoll_pwait2(int ep, struct epoll_event *events, int capacity, const struct timespec *timeout,
	const sigset_t *mask)
{
	const long size = 8; /* of the kernel's set of signals */
	long long ms = -1;

	if (timeout != NULL) {
		if (timeout->tv_sec < 0 || timeout->tv_nsec < 0 || timeout->tv_nsec >= SECOND) {
			errno = EINVAL;
			return -1;
		}
		ms = timeout->tv_sec >= INT_MAX / 1000
			     ? INT_MAX
			     : timeout->tv_sec * 1000LL +
				       (timeout->tv_nsec + MILLISECOND - 1) / MILLISECOND;
	}
	return order_woken(
		ep, (int)syscall(SYS_epoll_pwait, ep, events, capacity, (int)ms, mask, size));
}
