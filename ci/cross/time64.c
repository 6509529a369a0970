/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * With 64-bit times on a 32-bit machine, glibc's headers give some calls another name, which is the
 * one that the linker wraps: here the lockstep's wrappers meet it.
 */
#include <signal.h>
#include <stdarg.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>

/* X(long name, name, parameters, arguments) */
#define RENAMED(X)                                                                              \
	X(__clock_gettime64, clock_gettime, (clockid_t clock, struct timespec * now),           \
		(clock, now))                                                                   \
	X(__epoll_pwait2_time64, epoll_pwait2,                                                  \
		(int ep, struct epoll_event *events, int capacity, const struct timespec *time, \
			const sigset_t *mask),                                                  \
		(ep, events, capacity, time, mask))                                             \
	X(__timerfd_settime64, timerfd_settime,                                                 \
		(int fd, int flags, const struct itimerspec *to, struct itimerspec *from),      \
		(fd, flags, to, from))

#define X(renamed, name, parameters, arguments)    \
	int __real_##renamed parameters;           \
	int __wrap_##renamed parameters;           \
	int __real_##name parameters;              \
	int __wrap_##name parameters;              \
	int __real_##name parameters               \
	{                                          \
		return __real_##renamed arguments; \
	}                                          \
	int __wrap_##renamed parameters            \
	{                                          \
		return __wrap_##name arguments;    \
	}
RENAMED(X)
#undef X

int __real___fcntl_time64(int fd, int command, ...);
int __wrap___fcntl_time64(int fd, int command, ...);
int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);

int __real_fcntl(int fd, int command, ...)
{
	va_list more;
	long argument;

	va_start(more, command);
	argument = va_arg(more, long);
	va_end(more);
	return __real___fcntl_time64(fd, command, argument);
}

int __wrap___fcntl_time64(int fd, int command, ...)
{
	va_list more;
	long argument;

	va_start(more, command);
	argument = va_arg(more, long);
	va_end(more);
	return __wrap_fcntl(fd, command, argument);
}
