/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TSan takes EPOLL_CTL_ADD for a release that a wait acquires, but EPOLL_CTL_MOD only since
 * https://github.com/llvm/llvm-project/pull/220304; helgrind knows no descriptors at all. Here both
 * are one, for both. Not linked with a program that brings an epoll_ctl of its own.
 */
#include "order.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef ORDER_TSAN
int __interceptor_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event);
int __interceptor_epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout);
int __interceptor_epoll_pwait(
	int ep, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask);
#define NEXT(name, ...) __interceptor_##name(__VA_ARGS__)
#else
#define NEXT(name, ...) (int)syscall(SYS_##name, __VA_ARGS__)
#endif

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	if (operation != EPOLL_CTL_DEL)
		order_asked(ep);
	return NEXT(epoll_ctl, ep, operation, fd, event);
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	return order_woken(ep, NEXT(epoll_wait, ep, events, capacity, timeout));
}

int epoll_pwait(int ep, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask)
{
#ifdef ORDER_TSAN
	return order_woken(ep, __interceptor_epoll_pwait(ep, events, capacity, timeout, mask));
#else
	const long size = 8; /* of the kernel's set of signals */

	return order_woken(
		ep, (int)syscall(SYS_epoll_pwait, ep, events, capacity, timeout, mask, size));
#endif
}
