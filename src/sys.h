/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The system calls of the core: each function makes one, through the C library's function of that
 * name, and returns what it answered: its result, or its errno, negated.
 */
#ifndef EPOLLCTX_SYS_H
#define EPOLLCTX_SYS_H

#include <stdint.h>
#include <sys/epoll.h>
#include <time.h>

#pragma GCC visibility push(hidden)

int epollctx_sys_epoll_create1(int flags);
int epollctx_sys_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event);
/* `timeout` in milliseconds; -1: no limit. */
int epollctx_sys_epoll_wait(int ep, struct epoll_event *slots, int capacity, int timeout);
int epollctx_sys_epoll_pwait(
	int ep, struct epoll_event *slots, int capacity, int timeout, const sigset_t *sigmask);
/* -ENOSYS where the C library has no such function (glibc before 2.35, musl). */
int epollctx_sys_epoll_pwait2(int ep, struct epoll_event *slots, int capacity,
	const struct timespec *timeout, const sigset_t *sigmask);
/* The time of CLOCK_MONOTONIC. */
int epollctx_sys_clock_gettime(struct timespec *ret_now);
int epollctx_sys_eventfd(unsigned count, int flags);
/* These two move the eight bytes of a counter, and return how many bytes were moved. */
int epollctx_sys_read(int fd, uint64_t *value);
int epollctx_sys_write(int fd, const uint64_t *value);
/* The lowest free number for the same open file description, close-on-exec. */
int epollctx_sys_fcntl_dupfd_cloexec(int fd);
int epollctx_sys_close(int fd);

#pragma GCC visibility pop

#endif
