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

/*@ assigns kernel, \result \from kernel, flags;
    ensures one_call{Pre, Here}(epoll_create1_call(flags), \result);
 */
int epollctx_sys_epoll_create1(int flags);
/*@ requires \valid_read(event);
    assigns kernel, \result \from kernel, ep, operation, fd, *event;
    ensures one_call{Pre, Here}(
      epoll_ctl_call(ep, operation, fd, event->events, event->data.u64), \result);
    ensures \result <= 0;
 */
int epollctx_sys_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event);
/* `timeout` in milliseconds; -1: no limit. */
/*@ assigns kernel, \result, slots[0 .. capacity - 1] \from kernel, ep, capacity, timeout;
    ensures one_call{Pre, Here}(epoll_wait_call(ep, slots, capacity, timeout), \result);
    ensures filled{Pre, Here}(calls{Pre}, slots, capacity, \result);
 */
int epollctx_sys_epoll_wait(int ep, struct epoll_event *slots, int capacity, int timeout);
/*@ assigns kernel, \result, slots[0 .. capacity - 1] \from kernel, ep, capacity, timeout, sigmask;
    ensures one_call{Pre, Here}(
      epoll_pwait_call(ep, slots, capacity, timeout, sigmask), \result);
    ensures filled{Pre, Here}(calls{Pre}, slots, capacity, \result);
 */
int epollctx_sys_epoll_pwait(
	int ep, struct epoll_event *slots, int capacity, int timeout, const sigset_t *sigmask);
/* -ENOSYS where the C library has no such function (glibc before 2.35, musl). */
/*@ requires \valid_read(timeout);
    assigns kernel, \result, slots[0 .. capacity - 1] \from kernel, ep, capacity, *timeout, sigmask;
    ensures libc_has_epoll_pwait2 ==> one_call{Pre, Here}(
      epoll_pwait2_call(ep, slots, capacity, time_of(\old(*timeout)), sigmask), \result);
    ensures !libc_has_epoll_pwait2 ==> no_call{Pre, Here} && \result == -ENOSYS;
    ensures filled{Pre, Here}(calls{Pre}, slots, capacity, \result);
 */
int epollctx_sys_epoll_pwait2(int ep, struct epoll_event *slots, int capacity,
	const struct timespec *timeout, const sigset_t *sigmask);
/* The time of CLOCK_MONOTONIC. */
/*@ requires \valid(ret_now);
    assigns kernel, *ret_now, \result \from kernel;
    ensures next_call{Pre, Here}(clock_gettime_call(CLOCK_MONOTONIC), \result) && \result <= 0;
    ensures \result == 0 ==> is_time(*ret_now) && now_at(calls) == time_of(*ret_now);
    ensures \result != 0 ==> now_at(calls) == now_at(calls{Pre});
 */
int epollctx_sys_clock_gettime(struct timespec *ret_now);
/*@ assigns kernel, \result \from kernel, count, flags;
    ensures one_call{Pre, Here}(eventfd_call(count, flags), \result);
 */
int epollctx_sys_eventfd(unsigned count, int flags);
/* These two move the eight bytes of a counter, and return how many bytes were moved. */
/*@ requires \valid(value);
    assigns kernel, *value, \result \from kernel, fd;
    ensures one_call{Pre, Here}(read_call(fd, sizeof(*value)), \result);
    ensures \result <= sizeof(*value);
    ensures \result == sizeof(*value) ==> *value == value_at(calls{Pre});
 */
int epollctx_sys_read(int fd, uint64_t *value);
/*@ requires \valid_read(value);
    assigns kernel, \result \from kernel, fd, *value;
    ensures one_call{Pre, Here}(write_call(fd, *value, sizeof(*value)), \result);
    ensures \result <= sizeof(*value);
 */
int epollctx_sys_write(int fd, const uint64_t *value);
/* The lowest free number for the same open file description, close-on-exec. */
/*@ assigns kernel, \result \from kernel, fd;
    ensures one_call{Pre, Here}(fcntl_call(fd, F_DUPFD_CLOEXEC, 0), \result);
 */
int epollctx_sys_fcntl_dupfd_cloexec(int fd);
/*@ assigns kernel, \result \from kernel, fd;
    ensures one_call{Pre, Here}(close_call(fd), \result);
    ensures \result <= 0;
 */
int epollctx_sys_close(int fd);

#pragma GCC visibility pop

#endif
