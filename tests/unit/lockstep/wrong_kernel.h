/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A kernel below the wrappers whose mistakes a test switches on. The definitions here take the
 * place of the C library's, so that a test program may include this once.
 */
#ifndef EPOLLCTX_TEST_LOCKSTEP_WRONG_KERNEL_H
#define EPOLLCTX_TEST_LOCKSTEP_WRONG_KERNEL_H

#include "support.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

enum mistake {
	NO_MISTAKE,
	CTL_SUCCEEDS,	      /* epoll_ctl fails, and says that it did not */
	CTL_OTHER_ERRNO,      /* ENOENT becomes EEXIST */
	CTL_DOES_NOTHING,     /* and says that it did */
	CTL_FORGETS_TOKEN,    /* registers another token */
	WAIT_REVERSED,	      /* the same events in another order */
	WAIT_LOSES_ONE,	      /* the last event is not reported */
	WAIT_REPEATS,	      /* reports the last events again instead of none */
	WAIT_OTHER_EVENTS,    /* a bit too many */
	EVENTFD_LEAKS,	      /* a second number is opened beside the one answered */
	EVENTFD_SKIPS_NUMBER, /* not the lowest free number */
	CLOSE_KEEPS,	      /* of an eventfd: answers 0 and closes nothing */
	CLOSE_FAILS,	      /* of an eventfd: closes it, and answers EIO */
	READ_KEEPS,	      /* gives a counter's value and leaves it */
};

static enum mistake mistake;
static void (*on_create)(void); /* called when an instance is created */
static void (*on_wait)(void);	/* called in each wait */
static unsigned ctl_calls;
static int last_eventfd = -1;

int epoll_create1(int flags)
{
	if (on_create != NULL)
		on_create();
	return (int)syscall(SYS_epoll_create1, flags);
}

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event other = {0};
	int r;

	ctl_calls++;
	if (mistake == CTL_DOES_NOTHING)
		return 0;
	if (mistake == CTL_FORGETS_TOKEN && event != NULL) {
		other.events = event->events;
		event = &other;
	}
	r = (int)syscall(SYS_epoll_ctl, ep, operation, fd, event);
	if (r < 0 && mistake == CTL_SUCCEEDS)
		return 0;
	if (r < 0 && mistake == CTL_OTHER_ERRNO && errno == ENOENT)
		errno = EEXIST;
	return r;
}

static void reverse(struct epoll_event *events, int count)
{
	for (int i = 0; i < count / 2; i++) {
		struct epoll_event first = events[i];

		events[i] = events[count - 1 - i];
		events[count - 1 - i] = first;
	}
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	static struct epoll_event last;
	int count = (int)syscall(SYS_epoll_pwait, ep, events, capacity, timeout, NULL, (size_t)8);

	if (on_wait != NULL)
		on_wait();
	if (mistake == WAIT_REVERSED)
		reverse(events, count);
	if (mistake == WAIT_LOSES_ONE && count > 0)
		return count - 1;
	if (mistake == WAIT_OTHER_EVENTS && count > 0)
		events[0].events |= EPOLLPRI;
	if (mistake == WAIT_REPEATS && count == 0) {
		events[0] = last;
		return 1;
	}
	if (count > 0)
		last = events[0];
	return count;
}

int eventfd(unsigned count, int flags)
{
	int fd = (int)syscall(SYS_eventfd2, count, flags);
	int other;

	last_eventfd = fd;
	if (mistake != EVENTFD_LEAKS && mistake != EVENTFD_SKIPS_NUMBER)
		return fd;
	other = (int)syscall(SYS_dup, fd);
	if (mistake == EVENTFD_LEAKS)
		return fd;
	syscall(SYS_close, fd);
	return other;
}

int close(int fd)
{
	bool is_eventfd = fd >= 0 && fd == last_eventfd;
	int r;

	if (is_eventfd)
		last_eventfd = -1;
	if (is_eventfd && mistake == CLOSE_KEEPS)
		return 0;
	r = (int)syscall(SYS_close, fd);
	if (is_eventfd && mistake == CLOSE_FAILS) {
		errno = EIO;
		return -1;
	}
	return r;
}

ssize_t read(int fd, void *bytes, size_t size)
{
	ssize_t got = syscall(SYS_read, fd, bytes, size);

	if (mistake == READ_KEEPS && got == 8 && fd >= WORLD_BASE_MIN)
		syscall(SYS_write, fd, bytes, (size_t)8);
	return got;
}

#endif
