/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The wrappers that the linker puts in the place of the system calls: one row for each call that is
 * only passed on, and the waits and the clock, which know of virtual time, by hand.
 */
#include "wrappers.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static _Thread_local struct kernel *current;

void kernel_use(struct kernel *k)
{
	current = k;
}

/* X(type, name, parameters, arguments) */
#define PLAIN_CALLS(X)                                                                     \
	X(int, epoll_create1, (int flags), (flags))                                        \
	X(int, epoll_ctl, (int ep, int operation, int fd, struct epoll_event *event),      \
		(ep, operation, fd, event))                                                \
	X(int, eventfd, (unsigned count, int flags), (count, flags))                       \
	X(ssize_t, read, (int fd, void *bytes, size_t size), (fd, bytes, size))            \
	X(ssize_t, write, (int fd, const void *bytes, size_t size), (fd, bytes, size))     \
	X(int, close, (int fd), (fd))                                                      \
	X(int, pipe2, (int *fds, int flags), (fds, flags))                                 \
	X(int, socketpair, (int domain, int type, int protocol, int *fds),                 \
		(domain, type, protocol, fds))                                             \
	X(int, timerfd_create, (int clock, int flags), (clock, flags))                     \
	X(int, timerfd_settime,                                                            \
		(int fd, int flags, const struct itimerspec *to, struct itimerspec *from), \
		(fd, flags, to, from))                                                     \
	X(int, memfd_create, (const char *name, unsigned flags), (name, flags))            \
	X(int, dup2, (int from, int to), (from, to))                                       \
	X(int, shutdown, (int fd, int how), (fd, how))

#define X(type, name, parameters, arguments)                           \
	type __real_##name parameters;                                 \
	type __wrap_##name parameters;                                 \
	type __wrap_##name parameters                                  \
	{                                                              \
		struct kernel_entry *entry;                            \
		type result;                                           \
                                                                       \
		if (current == NULL)                                   \
			return __real_##name arguments;                \
		entry = kernel_enter(current, PROGRAM_CALL_##name, 0); \
		if (kernel_fails(current, entry))                      \
			return -1;                                     \
		result = __real_##name arguments;                      \
		entry->result = (long)result;                          \
		entry->error = result < 0 ? errno : 0;                 \
		return result;                                         \
	}
PLAIN_CALLS(X)
#undef X

int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __real_clock_gettime(clockid_t clock, struct timespec *now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now);
int __real_epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout);
int __wrap_epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout);
int __real_epoll_pwait(
	int ep, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask);
int __wrap_epoll_pwait(
	int ep, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask);
int __real_epoll_pwait2(int ep, struct epoll_event *events, int capacity,
	const struct timespec *timeout, const sigset_t *mask);
int __wrap_epoll_pwait2(int ep, struct epoll_event *events, int capacity,
	const struct timespec *timeout, const sigset_t *mask);

int kernel_real_fcntl(int fd, int command, int argument)
{
	return __real_fcntl(fd, command, argument);
}

int kernel_real_close(int fd)
{
	return __real_close(fd);
}

/* Everything that fcntl takes as its third argument fits a long, and is passed on as one. */
int __wrap_fcntl(int fd, int command, ...)
{
	struct kernel_entry *entry;
	va_list more;
	long argument;
	int result;

	va_start(more, command);
	argument = va_arg(more, long);
	va_end(more);
	if (current == NULL)
		return __real_fcntl(fd, command, argument);
	entry = kernel_enter(current, PROGRAM_CALL_fcntl, 0);
	if (kernel_fails(current, entry))
		return -1;
	result = __real_fcntl(fd, command, argument);
	entry->result = result;
	entry->error = result < 0 ? errno : 0;
	return result;
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
	struct kernel_entry *entry;
	int result = 0;

	if (current == NULL)
		return __real_clock_gettime(clock, now);
	entry = kernel_enter(current, PROGRAM_CALL_clock_gettime, 0);
	if (kernel_fails(current, entry))
		return -1;
	if (current->virtual_time && clock == CLOCK_MONOTONIC) {
		now->tv_sec = current->now / 1000000000;
		now->tv_nsec = (long)(current->now % 1000000000);
	} else {
		if (current->virtual_time)
			current->broken = "a deadline was not measured against CLOCK_MONOTONIC";
		result = __real_clock_gettime(clock, now);
	}
	entry->error = result < 0 ? errno : 0;
	entry->result = result;
	return result;
}

static int64_t of_milliseconds(int timeout)
{
	return timeout < 0 ? -1 : (int64_t)timeout * 1000000;
}

static int64_t of_timespec(const struct timespec *t)
{
	if (t == NULL)
		return -1;
	return t->tv_sec > INT64_MAX / 1000000000 - 1 ? INT64_MAX
						      : t->tv_sec * 1000000000 + t->tv_nsec;
}

/* What all waits share: the call's name, its timeout in ns, and what makes it. */
#define WAIT(name, ns, real)                                                                 \
	do {                                                                                 \
		struct kernel_entry *entry = kernel_enter(current, PROGRAM_CALL_##name, ns); \
		bool no_time;                                                                \
		int result;                                                                  \
                                                                                             \
		if (kernel_fails(current, entry)) {                                          \
			kernel_interrupted(current, entry);                                  \
			errno = entry->error;                                                \
			return -1;                                                           \
		}                                                                            \
		no_time = kernel_takes_no_time(current, entry);                              \
		result = kernel_waited(current, entry, real);                                \
		entry->result = result;                                                      \
		entry->error = result < 0 ? errno : 0;                                       \
		return result;                                                               \
	} while (0)

int __wrap_epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	if (current == NULL)
		return __real_epoll_wait(ep, events, capacity, timeout);
	WAIT(epoll_wait, of_milliseconds(timeout),
		__real_epoll_wait(ep, events, capacity, no_time ? 0 : timeout));
}

int __wrap_epoll_pwait(
	int ep, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask)
{
	if (current == NULL)
		return __real_epoll_pwait(ep, events, capacity, timeout, mask);
	WAIT(epoll_pwait, of_milliseconds(timeout),
		__real_epoll_pwait(ep, events, capacity, no_time ? 0 : timeout, mask));
}

int __wrap_epoll_pwait2(int ep, struct epoll_event *events, int capacity,
	const struct timespec *timeout, const sigset_t *mask)
{
	static const struct timespec zero;

	if (current == NULL)
		return __real_epoll_pwait2(ep, events, capacity, timeout, mask);
	WAIT(epoll_pwait2, of_timespec(timeout),
		__real_epoll_pwait2(ep, events, capacity, no_time ? &zero : timeout, mask));
}
