/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the sanitizers do not know of epoll, told between the core and libc, in test builds alone
 * (-Wl,--wrap):
 *
 * - epoll_pwait2 is intercepted by none of ours: MemorySanitizer does not see that the kernel wrote
 *   the events, and ThreadSanitizer not that a wait comes after what made it return.
 * - ThreadSanitizer takes EPOLL_CTL_ADD as a release to the waits on the instance, but not
 *   EPOLL_CTL_MOD, although the kernel takes the same lock for both.
 */
#include <sys/epoll.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TELL_THREADS 1
#endif
#if __has_feature(memory_sanitizer)
#include <sanitizer/msan_interface.h>
#define TELL_MEMORY 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define TELL_THREADS 1
#endif

#ifdef TELL_THREADS
void __tsan_acquire(void *address);
void __tsan_release(void *address);
#endif

enum { INSTANCES_MAX = 4096 };

#ifdef TELL_THREADS
static char orders[INSTANCES_MAX];
#endif

static void release(int ep)
{
#ifdef TELL_THREADS
	__tsan_release(&orders[(unsigned)ep % INSTANCES_MAX]);
#else
	(void)ep;
#endif
}

static int told(int ep, struct epoll_event *events, int count)
{
#ifdef TELL_THREADS
	__tsan_acquire(&orders[(unsigned)ep % INSTANCES_MAX]);
#else
	(void)ep;
#endif
#ifdef TELL_MEMORY
	if (count > 0)
		__msan_unpoison(events, (size_t)count * sizeof *events);
#else
	(void)events;
#endif
	return count;
}

int __real_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event);
int __real_epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout);
int __real_epoll_pwait(
	int ep, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask);
int __real_epoll_pwait2(int ep, struct epoll_event *events, int capacity,
	const struct timespec *timeout, const sigset_t *mask);
int __wrap_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event);
int __wrap_epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout);
int __wrap_epoll_pwait(
	int ep, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask);
int __wrap_epoll_pwait2(int ep, struct epoll_event *events, int capacity,
	const struct timespec *timeout, const sigset_t *mask);

int __wrap_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	release(ep);
	return __real_epoll_ctl(ep, operation, fd, event);
}

int __wrap_epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	return told(ep, events, __real_epoll_wait(ep, events, capacity, timeout));
}

int __wrap_epoll_pwait(
	int ep, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask)
{
	return told(ep, events, __real_epoll_pwait(ep, events, capacity, timeout, mask));
}

int __wrap_epoll_pwait2(int ep, struct epoll_event *events, int capacity,
	const struct timespec *timeout, const sigset_t *mask)
{
	return told(ep, events, __real_epoll_pwait2(ep, events, capacity, timeout, mask));
}
