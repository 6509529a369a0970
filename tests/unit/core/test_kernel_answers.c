/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the proof trusts, the answers: each `ensures NAME:` of ci/prove/kernel/ that says what a
 * call gives and leaves is the test NAME here; test_kernel_contract.c has those about the call
 * itself.
 */
#include "kernel_fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/time.h>

enum { ERRNO_MAX = 4095, NANOSECONDS = 1000000000 };

static const uint64_t tokens[] = {77, UINT64_MAX - 5};
static struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = 77}};
static struct epoll_event before[CAPACITY];
static uint64_t counter = 9;
static struct timespec now;

/* ---- The three waits, in one shape; -1: without limit ---- */

typedef int wait_call(int instance, int capacity, int nanoseconds);

static int plain(int instance, int capacity, int nanoseconds)
{
	return epoll_wait(instance, slots, capacity, nanoseconds);
}

static int masked(int instance, int capacity, int nanoseconds)
{
	return epoll_pwait(instance, slots, capacity, nanoseconds, NULL);
}

static int precise(int instance, int capacity, int nanoseconds)
{
	struct timespec timeout = {0, nanoseconds};

	return epoll_pwait2(instance, slots, capacity, nanoseconds < 0 ? NULL : &timeout, NULL);
}

static bool is_missing(wait_call *wait)
{
	if (wait(ep, 1, 0) >= 0 || errno != ENOSYS)
		return false;
	print_message("this kernel has no epoll_pwait2\n");
	return true;
}

static void mark_slots(void)
{
	memset(slots, 0xa5, sizeof(slots));
	memcpy(before, slots, sizeof(slots));
}

static void assert_event(int place, uint32_t events, uint64_t token)
{
	assert_int_equal(slots[place].events, events);
	assert_true(slots[place].data.u64 == token);
}

/* One event for each slot up to the result, with the bits that are true and its own token. */
static void stores_events(wait_call *wait)
{
	struct epoll_event first = {.events = EPOLLIN, .data = {.u64 = tokens[0]}};
	struct epoll_event second = {.events = EPOLLOUT, .data = {.u64 = tokens[1]}};
	int other = eventfd(0, EFD_CLOEXEC);

	if (is_missing(wait))
		skip();
	assert_true(other >= 0);
	assert_ok(epoll_ctl(ep, EPOLL_CTL_ADD, bell, &first));
	assert_ok(epoll_ctl(ep, EPOLL_CTL_ADD, other, &second));
	mark_slots();
	assert_int_equal(wait(ep, CAPACITY, -1), 2);
	assert_event(0, EPOLLIN, tokens[0]);
	assert_event(1, EPOLLOUT, tokens[1]);
	/* What does not fit comes next: each call has events of its own. */
	mark_slots();
	assert_int_equal(wait(ep, 1, 1), 1);
	assert_event(0, EPOLLIN, tokens[0]);
	assert_memory_equal(&slots[1], &before[1], sizeof(slots[1]));
	assert_int_equal(wait(ep, 1, 0), 1);
	assert_event(0, EPOLLOUT, tokens[1]);
	assert_ok(close(other));
}

static void ring(int number)
{
	(void)number;
}

/* A signal comes again and again, until one finds the wait. */
static void interrupt(wait_call *wait)
{
	const struct itimerval often = {{0, 1000}, {0, 1000}};
	const struct itimerval never = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = ring};
	int result;
	int error;

	assert_ok(sigaction(SIGALRM, &action, NULL));
	assert_ok(setitimer(ITIMER_REAL, &often, NULL));
	result = wait(ep, CAPACITY, -1);
	error = errno;
	assert_ok(setitimer(ITIMER_REAL, &never, NULL));
	assert_int_equal(result, -1);
	assert_int_equal(error, EINTR);
}

/* Without an event no slot is written, whether time is up, a signal came, or it failed. */
static void stores_nothing(wait_call *wait)
{
	if (is_missing(wait))
		skip();
	mark_slots();
	assert_int_equal(wait(ep, CAPACITY, 0), 0);
	assert_memory_equal(slots, before, sizeof(slots));
	assert_int_equal(wait(ep, CAPACITY, 1), 0);
	assert_memory_equal(slots, before, sizeof(slots));
	interrupt(wait);
	assert_memory_equal(slots, before, sizeof(slots));
	assert_ok(epoll_ctl(ep, EPOLL_CTL_ADD, bell, &event));
	assert_int_equal(wait(ep, 0, 0), -1);
	assert_int_equal(errno, EINVAL);
	assert_memory_equal(slots, before, sizeof(slots));
	assert_int_equal(wait(bell, CAPACITY, 0), -1);
	assert_int_equal(errno, EINVAL);
	assert_memory_equal(slots, before, sizeof(slots));
	assert_int_equal(wait(ABSENT, CAPACITY, 0), -1);
	assert_int_equal(errno, EBADF);
	assert_memory_equal(slots, before, sizeof(slots));
}

/* ---- Each clause ---- */

static void epoll_wait_events(void **state)
{
	(void)state;
	stores_events(plain);
}

static void epoll_wait_nothing(void **state)
{
	(void)state;
	stores_nothing(plain);
}

static void epoll_pwait_events(void **state)
{
	(void)state;
	stores_events(masked);
}

static void epoll_pwait_nothing(void **state)
{
	(void)state;
	stores_nothing(masked);
}

static void epoll_pwait2_events(void **state)
{
	(void)state;
	stores_events(precise);
}

static void epoll_pwait2_nothing(void **state)
{
	(void)state;
	stores_nothing(precise);
}

static void epoll_ctl_result(void **state)
{
	(void)state;
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_ADD, bell, &event), 0);
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_MOD, bell, &event), 0);
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_DEL, bell, &event), 0);
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_DEL, bell, &event), -1);
}

static void read_size(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(read(bell, &counter, sizeof(counter)), sizeof(counter));
	assert_ok(pipe(ends));
	assert_int_equal(write(ends[1], "0123456789ab", 12), 12);
	assert_int_equal(read(ends[0], &counter, sizeof(counter)), sizeof(counter));
	assert_int_equal(read(ends[0], &counter, sizeof(counter)), 4);
	assert_ok(close(ends[0]));
	assert_ok(close(ends[1]));
}

/* One value for each call, and all of it in the eight bytes: two reads have two values. */
static void read_value(void **state)
{
	uint64_t big = UINT64_MAX - 1;

	(void)state;
	assert_int_equal(read(bell, &counter, sizeof(counter)), sizeof(counter));
	assert_int_equal(counter, FIRST_COUNT);
	assert_int_equal(write(bell, &big, sizeof(big)), sizeof(big));
	assert_int_equal(read(bell, &counter, sizeof(counter)), sizeof(counter));
	assert_true(counter == big);
}

static void write_size(void **state)
{
	int ends[2];
	ssize_t taken;
	int calls;

	(void)state;
	counter = 9;
	assert_int_equal(write(bell, &counter, sizeof(counter)), sizeof(counter));
	assert_ok(pipe2(ends, O_NONBLOCK));
	for (calls = 0; (taken = write(ends[1], &counter, sizeof(counter))) >= 0; calls++)
		assert_true(taken <= (ssize_t)sizeof(counter));
	assert_true(calls > 0);
	assert_ok(close(ends[0]));
	assert_ok(close(ends[1]));
}

static void close_result(void **state)
{
	(void)state;
	assert_int_equal(close(dup(bell)), 0);
	assert_int_equal(close(ABSENT), -1);
}

static void clock_gettime_result(void **state)
{
	int turn;

	(void)state;
	for (turn = 0; turn < 100; turn++)
		assert_int_equal(clock_gettime(turn % 2 == 0 ? CLOCK_MONOTONIC : -1, &now),
			turn % 2 == 0 ? 0 : -1);
}

/* A valid time, not before zero; and the trace's time only grows. */
static void clock_gettime_time(void **state)
{
	struct timespec last = {0, 0};
	int turn;

	(void)state;
	for (turn = 0; turn < 1000; turn++) {
		assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
		assert_true(now.tv_sec >= 0);
		assert_true(now.tv_nsec >= 0 && now.tv_nsec < NANOSECONDS);
		assert_true(now.tv_sec > last.tv_sec ||
			    (now.tv_sec == last.tv_sec && now.tv_nsec >= last.tv_nsec));
		last = now;
	}
}

/* Nothing is told by a call that failed. */
static void clock_gettime_failure(void **state)
{
	(void)state;
	now.tv_sec = -5;
	now.tv_nsec = -6;
	assert_int_equal(clock_gettime(-1, &now), -1);
	assert_int_equal(now.tv_sec, -5);
	assert_int_equal(now.tv_nsec, -6);
}

static void errno_is_of_the_latest_call(void **state)
{
	(void)state;
	assert_int_equal(epoll_ctl(ABSENT, EPOLL_CTL_ADD, bell, &event), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_ADD, file, &event), -1);
	assert_int_equal(errno, EPERM);
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_MOD, bell, &event), -1);
	assert_int_equal(errno, ENOENT);
}

#define FAILS(call)                                   \
	do {                                          \
		errno = 0;                            \
		assert_int_equal((call), -1);         \
		assert_in_range(errno, 1, ERRNO_MAX); \
	} while (0)

static void errno_is_in_range(void **state)
{
	(void)state;
	FAILS(epoll_create1(-1));
	FAILS(epoll_ctl(ep, EPOLL_CTL_MOD, file, &event));
	FAILS(plain(bell, CAPACITY, 1));
	FAILS(masked(ABSENT, CAPACITY, 1));
	FAILS(precise(ABSENT, CAPACITY, 1));
	FAILS(clock_gettime(-1, &now));
	FAILS(eventfd(3, -1));
	FAILS(read(ABSENT, &counter, sizeof(counter)));
	FAILS(write(ABSENT, &counter, sizeof(counter)));
	FAILS(close(ABSENT));
	FAILS(fcntl(ABSENT, F_DUPFD_CLOEXEC, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clause(epoll_wait_events),
		clause(epoll_wait_nothing),
		clause(epoll_pwait_events),
		clause(epoll_pwait_nothing),
		clause(epoll_pwait2_events),
		clause(epoll_pwait2_nothing),
		clause(epoll_ctl_result),
		clause(read_size),
		clause(read_value),
		clause(write_size),
		clause(close_result),
		clause(clock_gettime_result),
		clause(clock_gettime_time),
		clause(clock_gettime_failure),
		clause(errno_is_of_the_latest_call),
		clause(errno_is_in_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
