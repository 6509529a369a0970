/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * epoll_pwait2 for the test programs of the sanitizers, in the place of the C library's: no
 * sanitizer of clang 14 and gcc 12 intercepts it, and of clang 19's only TSan. It is a bare system
 * call here, between the hooks that every runtime offers for it, by which MSan knows what the
 * kernel has written. ASan's hook does not check that: an access does.
 */
#include "order.h"

#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Of sanitizer/linux_syscall_hooks.h; gcc's runtimes have them too, its headers have not. */
void __sanitizer_syscall_pre_impl_epoll_pwait2(
	long ep, long events, long capacity, long timeout, long mask, long size);
void __sanitizer_syscall_post_impl_epoll_pwait2(
	long result, long ep, long events, long capacity, long timeout, long mask, long size);

char order_places[4096];

#ifdef CHECKS_ADDRESSES
void *__asan_region_is_poisoned(void *begin, size_t size);

static void check_written(struct epoll_event *events, long count)
{
	volatile char *bad;

	if (count <= 0)
		return;
	bad = __asan_region_is_poisoned(events, (size_t)count * sizeof *events);
	if (bad != NULL)
		*bad = 0; /* the kernel has written here: the report is about this */
}
#else
static void check_written(struct epoll_event *events, long count)
{
	(void)events;
	(void)count;
}
#endif

int epoll_pwait2(int ep, struct epoll_event *events, int capacity, const struct timespec *timeout,
	const sigset_t *mask)
{
	const long size = 8; /* of the kernel's set of signals */
	long e = (long)(intptr_t)events, t = (long)(intptr_t)timeout, m = (long)(intptr_t)mask;
	long result;

	__sanitizer_syscall_pre_impl_epoll_pwait2(ep, e, capacity, t, m, size);
	result = syscall(SYS_epoll_pwait2, ep, events, capacity, timeout, mask, size);
	__sanitizer_syscall_post_impl_epoll_pwait2(result, ep, e, capacity, t, m, size);
	check_written(events, result);
	return order_woken(ep, (int)result);
}
