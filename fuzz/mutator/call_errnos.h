/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How each system call can fail, as its manual page says: one row for each row of PROGRAM_CALLS. A
 * fault that is injected is mostly one of these.
 */
#ifndef EPOLLCTX_FUZZ_CALL_ERRNOS_H
#define EPOLLCTX_FUZZ_CALL_ERRNOS_H

#include "program/program.h"

/*
 * X(call, errnos): the ERRORS section of the page in section 2 of the Linux manual (man-pages 6.03)
 * whose name is the call's, or the page that is named beside the row; for calls of many commands
 * what their commands here can meet. Where the core has more than one answer to come, what the
 * kernel or a sandbox is known to give beyond the page stands at the end, with its reason.
 */
#define CALL_ERRNOS(X)                                                                             \
	X(epoll_create1, E(EINVAL) E(EMFILE) E(ENFILE) E(ENOMEM)) /* epoll_create(2) */            \
	X(epoll_ctl, E(EBADF) E(EEXIST) E(EINVAL) E(ELOOP) E(ENOENT) E(ENOMEM) E(ENOSPC) E(EPERM)) \
	X(epoll_wait, E(EBADF) E(EFAULT) E(EINTR) E(EINVAL))                                       \
	X(epoll_pwait, E(EBADF) E(EFAULT) E(EINTR) E(EINVAL)) /* epoll_wait(2) */                  \
	/* epoll_wait(2); a kernel before 5.11 knows no epoll_pwait2 (ENOSYS), and a filter of     \
	 * seccomp(2) refuses with whatever its author chose: ENOSYS, EPERM, EOPNOTSUPP */         \
	X(epoll_pwait2, E(EBADF) E(EFAULT) E(EINTR) E(EINVAL) E(ENOSYS) E(EPERM) E(EOPNOTSUPP))    \
	X(eventfd, E(EINVAL) E(EMFILE) E(ENFILE) E(ENODEV) E(ENOMEM))                              \
	X(read, E(EAGAIN) E(EBADF) E(EFAULT) E(EINTR) E(EINVAL) E(EIO) E(EISDIR))                  \
	X(write, E(EAGAIN) E(EBADF) E(EDESTADDRREQ) E(EDQUOT) E(EFAULT) E(EFBIG) E(EINTR)          \
			 E(EINVAL) E(EIO) E(ENOSPC) E(EPERM) E(EPIPE))                             \
	X(close, E(EBADF) E(EINTR) E(EIO) E(ENOSPC) E(EDQUOT))                                     \
	X(fcntl, E(EBADF) E(EINVAL) E(EMFILE)) /* F_DUPFD_CLOEXEC */                               \
	X(clock_gettime, E(EFAULT) E(EINVAL) E(ENODEV) E(EOPNOTSUPP) E(EPERM))                     \
	X(pipe2, E(EFAULT) E(EINVAL) E(EMFILE) E(ENFILE) E(ENOPKG)) /* pipe(2) */                  \
	X(socketpair,                                                                              \
		E(EAFNOSUPPORT) E(EFAULT) E(EMFILE) E(ENFILE) E(EOPNOTSUPP) E(EPROTONOSUPPORT))    \
	X(timerfd_create, E(EINVAL) E(EMFILE) E(ENFILE) E(ENODEV) E(ENOMEM) E(EPERM))              \
	X(timerfd_settime, E(EBADF) E(EFAULT) E(EINVAL) E(ECANCELED)) /* timerfd_create(2) */      \
	X(memfd_create, E(EFAULT) E(EINVAL) E(EMFILE) E(ENFILE) E(ENOMEM))                         \
	X(dup2, E(EBADF) E(EBUSY) E(EINTR) E(EINVAL) E(EMFILE)) /* dup(2) */                       \
	X(shutdown, E(EBADF) E(EINVAL) E(ENOTCONN) E(ENOTSOCK))

/* The errnos of a call, and how many (never 0). */
const enum program_errno *call_errnos(enum program_call call, size_t *ret_count);

#endif
