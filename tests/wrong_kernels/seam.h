/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The seam between a lockstep binary and the C library, at which the wrong kernels stand.
 *
 * A wrong kernel is one file, wrong_BEHAVIOUR.c, that takes the place of one or a few system calls,
 * with a mistake in them, and ends with WRONG_KERNEL. Its first comment says in a sentence what is
 * wrong; its line "verdict: violation" or "verdict: deviation" says how the lockstep must judge
 * that; a line "bound: 120 s" says that an engine may need that much processor time to find it.
 *
 * All of them are in one binary; WRONG_KERNEL=NAME in the environment chooses one when the process
 * starts, and `right` none. Without a known name the process ends at once: a test that believes to
 * run on a wrong kernel must not run on the right one.
 *
 * The mistakes keep to the numbers of programs: what an engine does with its own descriptors goes
 * right. A wrong kernel behaves the same in every program of a process: it asks the real kernel
 * what is registered instead of remembering it, or it remembers in a table that `forget` empties
 * when a program begins.
 */
#ifndef EPOLLCTX_WRONG_KERNELS_SEAM_H
#define EPOLLCTX_WRONG_KERNELS_SEAM_H

#include "real.h"

#include <time.h>

/* X(type, name, parameters, arguments): the calls that open something before anything is open ...
 */
#define SEAM_OPENERS(X)                                                      \
	X(int, epoll_create1, (int flags), (flags))                          \
	X(int, eventfd, (unsigned count, int flags), (count, flags))         \
	X(int, pipe2, (int fds[2], int flags), (fds, flags))                 \
	X(int, socketpair, (int domain, int type, int protocol, int fds[2]), \
		(domain, type, protocol, fds))                               \
	X(int, timerfd_create, (int clock, int flags), (clock, flags))       \
	X(int, memfd_create, (const char *name, unsigned flags), (name, flags))

/* ... all others whose parameters are fixed ... */
#define SEAM_OTHERS(X)                                                                     \
	X(int, epoll_ctl, (int ep, int operation, int fd, struct epoll_event *event),      \
		(ep, operation, fd, event))                                                \
	X(ssize_t, read, (int fd, void *bytes, size_t size), (fd, bytes, size))            \
	X(ssize_t, write, (int fd, const void *bytes, size_t size), (fd, bytes, size))     \
	X(int, close, (int fd), (fd))                                                      \
	X(int, dup2, (int from, int to), (from, to))                                       \
	X(int, timerfd_settime,                                                            \
		(int fd, int flags, const struct itimerspec *to, struct itimerspec *from), \
		(fd, flags, to, from))                                                     \
	X(int, shutdown, (int fd, int how), (fd, how))

/* ... the wait ... */
#define SEAM_WAIT(X)                                                                        \
	X(int, epoll_wait, (int ep, struct epoll_event *events, int capacity, int timeout), \
		(ep, events, capacity, timeout))

/* ... and fcntl, whose third argument is passed on as a long. */
#define SEAM_FCNTL(X) X(int, fcntl, (int fd, int command, long argument), (fd, command, argument))

/* What is NULL is the real kernel's. */
struct wrong_kernel {
	const char *name;
#define X(type, call, parameters, arguments) type(*call) parameters;
	SEAM_OPENERS(X)
	SEAM_OTHERS(X)
	SEAM_WAIT(X)
	SEAM_FCNTL(X)
#undef X
	void (*forget)(void);
};

/* WRONG_KERNEL(behaviour, .epoll_ctl = ctl): the linker collects them into a table. */
#define WRONG_KERNEL(behaviour, ...)                                                       \
	static const struct wrong_kernel this_kernel = {"wrong_" #behaviour, __VA_ARGS__}; \
	static const struct wrong_kernel *const this_entry                                 \
		__attribute__((used, section("wrong_kernels"))) = &this_kernel

/* How many calls other than waits have been made on the seam. */
extern unsigned long seam_calls;

#endif
