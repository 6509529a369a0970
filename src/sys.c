/* SPDX-License-Identifier: BSD-3-Clause */
/* The only file that makes system calls, and the only one that looks at errno. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "sys.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

/*@ requires result == libc_result(answer_at(calls - 1)) <= INT_MAX;
    assigns \result \from result, kernel;
    ensures \result == answer_at(calls - 1);
 */
static int answer(ssize_t result)
{
	return result < 0 ? -errno : (int)result;
}

int epollctx_sys_epoll_create1(int flags)
{
	return answer(epoll_create1(flags));
}

int epollctx_sys_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	return answer(epoll_ctl(ep, operation, fd, event));
}

int epollctx_sys_epoll_wait(int ep, struct epoll_event *slots, int capacity, int timeout)
{
	return answer(epoll_wait(ep, slots, capacity, timeout));
}

int epollctx_sys_epoll_pwait(
	int ep, struct epoll_event *slots, int capacity, int timeout, const sigset_t *sigmask)
{
	return answer(epoll_pwait(ep, slots, capacity, timeout, sigmask));
}

#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 35)
int epollctx_sys_epoll_pwait2(int ep, struct epoll_event *slots, int capacity,
	const struct timespec *timeout, const sigset_t *sigmask)
{
	return answer(epoll_pwait2(ep, slots, capacity, timeout, sigmask));
}
#else
int epollctx_sys_epoll_pwait2(int ep, struct epoll_event *slots, int capacity,
	const struct timespec *timeout, const sigset_t *sigmask)
{
	(void)ep;
	(void)slots;
	(void)capacity;
	(void)timeout;
	(void)sigmask;
	return -ENOSYS;
}
#endif

int epollctx_sys_clock_gettime(struct timespec *ret_now)
{
	return answer(clock_gettime(CLOCK_MONOTONIC, ret_now));
}

int epollctx_sys_eventfd(unsigned count, int flags)
{
	return answer(eventfd(count, flags));
}

int epollctx_sys_read(int fd, uint64_t *value)
{
	return answer(read(fd, value, sizeof(*value)));
}

int epollctx_sys_write(int fd, const uint64_t *value)
{
	return answer(write(fd, value, sizeof(*value)));
}

int epollctx_sys_fcntl_dupfd_cloexec(int fd)
{
	return answer(fcntl(fd, F_DUPFD_CLOEXEC, 0));
}

int epollctx_sys_close(int fd)
{
	return answer(close(fd));
}
