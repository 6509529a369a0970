/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A kernel that follows a script: the linker puts these functions in the place of the C library's
 * (-Wl,--wrap), and while a script is played each call must be the next one of the script, with its
 * arguments, and gets the script's answer. Without a script they pass everything on. A test program
 * includes this once, and names every wrapped symbol in lines `wraps: ...` below its first line.
 */
#ifndef EPOLLCTX_TEST_SCRIPTED_KERNEL_H
#define EPOLLCTX_TEST_SCRIPTED_KERNEL_H

#include "support.h"

#include <stdio.h>
#include <string.h>

enum call {
	EPOLL_CREATE1,
	EPOLL_CTL,
	EPOLL_WAIT,
	EPOLL_PWAIT,
	EPOLL_PWAIT2,
	EVENTFD,
	READ,
	WRITE,
	CLOSE,
	FCNTL,
	CLOCK_GETTIME,
};

struct step {
	enum call call;
	int answer;	      /* the result, or an errno, negated */
	int fd;		      /* the descriptor that the call is about */
	long argument;	      /* flags, operation, command, milliseconds, or the clock */
	int other;	      /* epoll_ctl: the target. eventfd: the count. waits: the capacity */
	struct timespec time; /* epoll_pwait2: the timeout. clock_gettime: the time that it tells */
	uint64_t value;	      /* epoll_ctl: the token. write: the value. read: what it reads */
	uint32_t events;      /* epoll_ctl: the events. waits: what event 0 .. answer - 1 say */
	const sigset_t *mask; /* epoll_pwait, epoll_pwait2 */
	const struct epoll_event *reported; /* waits: the events, where they are not all alike */
	const int *object;		    /* close: where the number was kept; not any more */
	unsigned again;			    /* how often more it comes */
};

static const struct step *script;
static size_t script_length;
static size_t script_position;
static unsigned script_repeated;

static inline void play(const struct step *steps, size_t count)
{
	script = steps;
	script_length = count;
	script_position = 0;
	script_repeated = 0;
}

static const struct step no_steps[1];

/* From here on, any system call is one too many. */
static inline void play_nothing(void)
{
	play(no_steps, 0);
}

/* Everything that the script expects has happened. */
static inline void played(void)
{
	size_t position = script_position;

	script = NULL;
	assert_int_equal(position, script_length);
}

#define PLAY(steps) play(steps, COUNT(steps))

static inline const struct step *next_step(enum call call)
{
	const struct step *step = &script[script_position];

	if (script_position == script_length) {
		script = NULL;
		fail_msg("call %d, and nothing more was expected", (int)call);
	}
	assert_int_equal(call, step->call);
	if (script_repeated == step->again) {
		script_position++;
		script_repeated = 0;
	} else {
		script_repeated++;
	}
	return step;
}

static int answer_of(const struct step *step)
{
	errno = step->answer < 0 ? -step->answer : EXFULL;
	return step->answer < 0 ? -1 : step->answer;
}

static int answer_wait(const struct step *step, int ep, struct epoll_event *slots, int capacity)
{
	int i;

	assert_int_equal(ep, step->fd);
	if (step->other != 0)
		assert_int_equal(capacity, step->other);
	for (i = 0; i < step->answer && i < capacity; i++) {
		slots[i].events = step->events;
		slots[i].data.u64 = step->value;
		if (step->reported != NULL)
			slots[i] = step->reported[i];
	}
	return answer_of(step);
}

int __real_epoll_create1(int flags);
int __wrap_epoll_create1(int flags);
int __wrap_epoll_create1(int flags)
{
	const struct step *step;

	if (script == NULL)
		return __real_epoll_create1(flags);
	step = next_step(EPOLL_CREATE1);
	assert_int_equal(flags, step->argument);
	return answer_of(step);
}

int __real_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event);
int __wrap_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event);
int __wrap_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	const struct step *step;

	if (script == NULL)
		return __real_epoll_ctl(ep, operation, fd, event);
	step = next_step(EPOLL_CTL);
	assert_int_equal(ep, step->fd);
	assert_int_equal(operation, step->argument);
	assert_int_equal(fd, step->other);
	assert_int_equal(event->events, step->events);
	assert_true(event->data.u64 == step->value);
	return answer_of(step);
}

int __real_epoll_wait(int ep, struct epoll_event *slots, int capacity, int timeout);
int __wrap_epoll_wait(int ep, struct epoll_event *slots, int capacity, int timeout);
int __wrap_epoll_wait(int ep, struct epoll_event *slots, int capacity, int timeout)
{
	const struct step *step;

	if (script == NULL)
		return __real_epoll_wait(ep, slots, capacity, timeout);
	step = next_step(EPOLL_WAIT);
	assert_int_equal(timeout, step->argument);
	return answer_wait(step, ep, slots, capacity);
}

int __real_epoll_pwait(
	int ep, struct epoll_event *slots, int capacity, int timeout, const sigset_t *mask);
int __wrap_epoll_pwait(
	int ep, struct epoll_event *slots, int capacity, int timeout, const sigset_t *mask);
int __wrap_epoll_pwait(
	int ep, struct epoll_event *slots, int capacity, int timeout, const sigset_t *mask)
{
	const struct step *step;

	if (script == NULL)
		return __real_epoll_pwait(ep, slots, capacity, timeout, mask);
	step = next_step(EPOLL_PWAIT);
	assert_int_equal(timeout, step->argument);
	assert_ptr_equal(mask, step->mask);
	return answer_wait(step, ep, slots, capacity);
}

int __real_epoll_pwait2(int ep, struct epoll_event *slots, int capacity,
	const struct timespec *timeout, const sigset_t *mask);
int __wrap_epoll_pwait2(int ep, struct epoll_event *slots, int capacity,
	const struct timespec *timeout, const sigset_t *mask);
int __wrap_epoll_pwait2(int ep, struct epoll_event *slots, int capacity,
	const struct timespec *timeout, const sigset_t *mask)
{
	const struct step *step;

	if (script == NULL)
		return __real_epoll_pwait2(ep, slots, capacity, timeout, mask);
	step = next_step(EPOLL_PWAIT2);
	assert_int_equal(timeout->tv_sec, step->time.tv_sec);
	assert_int_equal(timeout->tv_nsec, step->time.tv_nsec);
	assert_ptr_equal(mask, step->mask);
	return answer_wait(step, ep, slots, capacity);
}

int __real_eventfd(unsigned count, int flags);
int __wrap_eventfd(unsigned count, int flags);
int __wrap_eventfd(unsigned count, int flags)
{
	const struct step *step;

	if (script == NULL)
		return __real_eventfd(count, flags);
	step = next_step(EVENTFD);
	assert_int_equal(count, step->other);
	assert_int_equal(flags, step->argument);
	return answer_of(step);
}

ssize_t __real_read(int fd, void *bytes, size_t size);
ssize_t __wrap_read(int fd, void *bytes, size_t size);
ssize_t __wrap_read(int fd, void *bytes, size_t size)
{
	const struct step *step;

	if (script == NULL)
		return __real_read(fd, bytes, size);
	step = next_step(READ);
	assert_int_equal(fd, step->fd);
	assert_int_equal(size, sizeof(step->value));
	if (step->answer > 0)
		memcpy(bytes, &step->value, (size_t)step->answer);
	return answer_of(step);
}

ssize_t __real_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
	const struct step *step;

	if (script == NULL)
		return __real_write(fd, bytes, size);
	step = next_step(WRITE);
	assert_int_equal(fd, step->fd);
	assert_int_equal(size, sizeof(step->value));
	assert_memory_equal(bytes, &step->value, sizeof(step->value));
	return answer_of(step);
}

int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
	const struct step *step;

	if (script == NULL)
		return __real_close(fd);
	step = next_step(CLOSE);
	assert_int_equal(fd, step->fd);
	if (step->object != NULL)
		assert_int_equal(*step->object, -1);
	return answer_of(step);
}

int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...)
{
	const struct step *step;
	va_list more;
	int lowest;

	va_start(more, command);
	lowest = command == F_DUPFD_CLOEXEC ? va_arg(more, int) : 0;
	va_end(more);
	if (script == NULL)
		return __real_fcntl(fd, command, lowest);
	step = next_step(FCNTL);
	assert_int_equal(fd, step->fd);
	assert_int_equal(command, step->argument);
	assert_int_equal(lowest, 0);
	return answer_of(step);
}

int __real_clock_gettime(clockid_t clock, struct timespec *now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
	const struct step *step;

	if (script == NULL)
		return __real_clock_gettime(clock, now);
	step = next_step(CLOCK_GETTIME);
	assert_int_equal(clock, CLOCK_MONOTONIC);
	if (step->answer == 0)
		*now = step->time;
	return answer_of(step);
}

#endif
