/* SPDX-License-Identifier: BSD-3-Clause */
/* The seam: libc's system calls as the core and the recorder make them, with a stop on each side.
 */
#include "scheduler.h"

#include <stdarg.h>
#include <unistd.h>

#define SEAM(result, name, parameters, arguments) \
	result __real_##name parameters;          \
	result __wrap_##name parameters;          \
	result __wrap_##name parameters           \
	{                                         \
		result answer;                    \
                                                  \
		schedule_stop();                  \
		schedule_enter_call();            \
		answer = __real_##name arguments; \
		schedule_leave_call();            \
		schedule_stop();                  \
		return answer;                    \
	}

SEAM(int, epoll_ctl, (int ep, int operation, int fd, struct epoll_event *event),
	(ep, operation, fd, event))
SEAM(int, epoll_wait, (int ep, struct epoll_event *events, int capacity, int timeout),
	(ep, events, capacity, timeout))
SEAM(ssize_t, read, (int fd, void *bytes, size_t size), (fd, bytes, size))
SEAM(ssize_t, write, (int fd, const void *bytes, size_t size), (fd, bytes, size))

/* Numbers that are bound again are duplicated and closed by hand (record.c). */
long __real_syscall(long number, long a, long b, long c, long d, long e, long f);
long __wrap_syscall(long number, ...);
long __wrap_syscall(long number, ...)
{
	long arguments[6];
	va_list list;
	long answer;

	va_start(list, number);
	for (int i = 0; i < 6; i++)
		arguments[i] = va_arg(list, long);
	va_end(list);
	schedule_stop();
	answer = __real_syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
		arguments[4], arguments[5]);
	schedule_stop();
	return answer;
}
