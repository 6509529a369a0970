/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the proof trusts: each `ensures NAME:` of ci/prove/kernel/ is the test NAME here, performed
 * on the real C library and kernel; ci/prove/check-kernel compares the names. Where the clause says
 * that one call is made, a tracer looks at the system calls that the C library really makes.
 */
#include "traced_call.h"

#include <sys/eventfd.h>

enum { ERRNO_MAX = 4095, ABSENT = NO_SUCH_NUMBER };

static struct epoll_event slots[4];
static struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = 77}};
static uint64_t counter;
static const struct timespec none;
static struct timespec now;
static int ep, bell, file;

/* ---- The calls ---- */

static long create_well(void)
{
	return epoll_create1(EPOLL_CLOEXEC);
}

static long create_badly(void)
{
	return epoll_create1(-1);
}

static long control_well(void)
{
	return epoll_ctl(ep, EPOLL_CTL_ADD, bell, &event);
}

static long control_badly(void)
{
	return epoll_ctl(ep, EPOLL_CTL_MOD, file, &event);
}

static long wait_well(void)
{
	return epoll_wait(ep, slots, 4, 0);
}

static long wait_badly(void)
{
	return epoll_wait(bell, slots, 4, 1);
}

static sigset_t mask;

static long pwait_well(void)
{
	return epoll_pwait(ep, slots, 4, 0, &mask);
}

static long pwait_badly(void)
{
	return epoll_pwait(ABSENT, slots, 4, 1, NULL);
}

static long pwait2_well(void)
{
	return epoll_pwait2(ep, slots, 4, &none, &mask);
}

static long pwait2_badly(void)
{
	return epoll_pwait2(ABSENT, slots, 4, &none, NULL);
}

static long eventfd_well(void)
{
	return eventfd(3, EFD_CLOEXEC);
}

static long eventfd_badly(void)
{
	return eventfd(3, -1);
}

static long read_well(void)
{
	return read(bell, &counter, sizeof(counter));
}

static long read_badly(void)
{
	return read(ABSENT, &counter, sizeof(counter));
}

static long write_well(void)
{
	return write(bell, &counter, sizeof(counter));
}

static long write_badly(void)
{
	return write(ABSENT, &counter, sizeof(counter));
}

static long close_well(void)
{
	return close(bell);
}

static long close_badly(void)
{
	return close(ABSENT);
}

static long duplicate_well(void)
{
	return fcntl(bell, F_DUPFD_CLOEXEC, 0);
}

static long duplicate_badly(void)
{
	return fcntl(ABSENT, F_DUPFD_CLOEXEC, 0);
}

/* ---- Each clause ---- */

static void epoll_create1_call(void **state)
{
	struct seen seen = watch(create_well);

	(void)state;
	assert_one_call(&seen, SYS_epoll_create1, SYS_epoll_create1);
	assert_argument(seen, 0, EPOLL_CLOEXEC);
	assert_true(seen.answer >= 0);
	seen = watch(create_badly);
	assert_one_call(&seen, SYS_epoll_create1, SYS_epoll_create1);
	assert_int_equal(seen.answer, -EINVAL);
}

static void epoll_ctl_call(void **state)
{
	struct seen seen = watch(control_well);

	(void)state;
	assert_one_call(&seen, SYS_epoll_ctl, SYS_epoll_ctl);
	assert_argument(seen, 0, ep);
	assert_argument(seen, 1, EPOLL_CTL_ADD);
	assert_argument(seen, 2, bell);
	/* What it points to is as it was: in the parent it is the same memory, unwritten. */
	assert_pointer(seen, 3, &event);
	assert_int_equal(event.events, EPOLLIN);
	assert_int_equal(event.data.u64, 77);
	assert_int_equal(seen.answer, 0);
	seen = watch(control_badly);
	assert_one_call(&seen, SYS_epoll_ctl, SYS_epoll_ctl);
	assert_int_equal(seen.answer, -EPERM);
}

static void epoll_ctl_result(void **state)
{
	(void)state;
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_ADD, bell, &event), 0);
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_MOD, bell, &event), 0);
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_DEL, bell, &event), 0);
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_DEL, bell, &event), -1);
}

static void epoll_wait_call(void **state)
{
	struct seen seen;

	(void)state;
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_ADD, bell, &event), 0);
	seen = watch(wait_well);
	/* On machines without epoll_wait it is epoll_pwait without a mask. */
#ifdef SYS_epoll_wait
	assert_one_call(&seen, SYS_epoll_wait, SYS_epoll_pwait);
#else
	assert_one_call(&seen, SYS_epoll_pwait, SYS_epoll_pwait);
#endif
	if (seen.number == SYS_epoll_pwait)
		assert_pointer(seen, 4, NULL);
	assert_argument(seen, 0, ep);
	assert_pointer(seen, 1, slots);
	assert_argument(seen, 2, 4);
	assert_argument(seen, 3, 0);
	assert_int_equal(seen.answer, 1);
	seen = watch(wait_badly);
	assert_int_equal(seen.calls, 1);
	assert_argument(seen, 3, 1);
	assert_int_equal(seen.answer, -EINVAL);
	assert_int_equal(seen.outcome.result, -1);
}

static void epoll_pwait_call(void **state)
{
	struct seen seen = watch(pwait_well);

	(void)state;
	assert_one_call(&seen, SYS_epoll_pwait, SYS_epoll_pwait);
	assert_argument(seen, 0, ep);
	assert_pointer(seen, 1, slots);
	assert_argument(seen, 2, 4);
	assert_argument(seen, 3, 0);
	assert_pointer(seen, 4, &mask);
	assert_int_equal(seen.answer, 0);
	seen = watch(pwait_badly);
	assert_one_call(&seen, SYS_epoll_pwait, SYS_epoll_pwait);
	assert_pointer(seen, 4, NULL);
	assert_int_equal(seen.answer, -EBADF);
}

static void epoll_pwait2_call(void **state)
{
	struct seen seen = watch(pwait2_well);

	(void)state;
	assert_one_call(&seen, SYS_epoll_pwait2, SYS_epoll_pwait2);
	assert_argument(seen, 0, ep);
	assert_pointer(seen, 1, slots);
	assert_argument(seen, 2, 4);
	assert_pointer(seen, 4, &mask);
	seen = watch(pwait2_badly);
	assert_one_call(&seen, SYS_epoll_pwait2, SYS_epoll_pwait2);
	assert_pointer(seen, 4, NULL);
	assert_true(seen.answer == -EBADF || seen.answer == -ENOSYS);
}

static void eventfd_call(void **state)
{
	struct seen seen = watch(eventfd_well);

	(void)state;
	assert_one_call(&seen, SYS_eventfd2, SYS_eventfd2);
	assert_argument(seen, 0, 3);
	assert_argument(seen, 1, EFD_CLOEXEC);
	seen = watch(eventfd_badly);
	assert_one_call(&seen, SYS_eventfd2, SYS_eventfd2);
	assert_int_equal(seen.answer, -EINVAL);
}

static void read_call(void **state)
{
	struct seen seen = watch(read_well);

	(void)state;
	assert_one_call(&seen, SYS_read, SYS_read);
	assert_argument(seen, 0, bell);
	assert_pointer(seen, 1, &counter);
	assert_argument(seen, 2, sizeof(counter));
	assert_int_equal(seen.answer, sizeof(counter));
	seen = watch(read_badly);
	assert_one_call(&seen, SYS_read, SYS_read);
	assert_int_equal(seen.answer, -EBADF);
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
	assert_int_equal(counter, 5);
	assert_int_equal(write(bell, &big, sizeof(big)), sizeof(big));
	assert_int_equal(read(bell, &counter, sizeof(counter)), sizeof(counter));
	assert_true(counter == big);
}

static void write_call(void **state)
{
	struct seen seen = watch(write_well);

	(void)state;
	assert_one_call(&seen, SYS_write, SYS_write);
	assert_argument(seen, 0, bell);
	assert_pointer(seen, 1, &counter);
	assert_argument(seen, 2, sizeof(counter));
	assert_int_equal(counter, 9);
	seen = watch(write_badly);
	assert_one_call(&seen, SYS_write, SYS_write);
	assert_int_equal(seen.answer, -EBADF);
}

static void write_size(void **state)
{
	int ends[2];
	ssize_t taken;
	int calls;

	(void)state;
	assert_int_equal(write(bell, &counter, sizeof(counter)), sizeof(counter));
	assert_ok(pipe2(ends, O_NONBLOCK));
	for (calls = 0; (taken = write(ends[1], &counter, sizeof(counter))) >= 0; calls++)
		assert_true(taken <= (ssize_t)sizeof(counter));
	assert_true(calls > 0);
	assert_ok(close(ends[0]));
	assert_ok(close(ends[1]));
}

static void close_call(void **state)
{
	struct seen seen = watch(close_well);

	(void)state;
	assert_one_call(&seen, SYS_close, SYS_close);
	assert_argument(seen, 0, bell);
	assert_int_equal(seen.answer, 0);
	seen = watch(close_badly);
	assert_one_call(&seen, SYS_close, SYS_close);
	assert_int_equal(seen.answer, -EBADF);
}

static void close_result(void **state)
{
	(void)state;
	assert_int_equal(close(dup(bell)), 0);
	assert_int_equal(close(ABSENT), -1);
}

static void fcntl_call(void **state)
{
	struct seen seen = watch(duplicate_well);

	(void)state;
	assert_one_call(&seen, SYS_fcntl, SYS_fcntl);
	assert_argument(seen, 0, bell);
	assert_argument(seen, 1, F_DUPFD_CLOEXEC);
	assert_argument(seen, 2, 0);
	seen = watch(duplicate_badly);
	assert_one_call(&seen, SYS_fcntl, SYS_fcntl);
	assert_int_equal(seen.answer, -EBADF);
}

/* It may be answered without the kernel (vdso(7)), so a tracer sees at most one call. */
static void clock_gettime_call(void **state)
{
	(void)state;
	assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
	assert_int_equal(clock_gettime(-1, &now), -1);
	assert_int_equal(errno, EINVAL);
}

static void clock_gettime_result(void **state)
{
	int turn;

	(void)state;
	for (turn = 0; turn < 100; turn++)
		assert_true(clock_gettime(turn % 2 == 0 ? CLOCK_MONOTONIC : -1, &now) <= 0);
}

/* A valid time, not before zero; and the trace's time only grows. */
static void clock_gettime_time(void **state)
{
	struct timespec before = {0, 0};
	int turn;

	(void)state;
	for (turn = 0; turn < 1000; turn++) {
		assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
		assert_true(now.tv_sec >= 0);
		assert_true(now.tv_nsec >= 0 && now.tv_nsec < 1000000000);
		assert_true(now.tv_sec > before.tv_sec ||
			    (now.tv_sec == before.tv_sec && now.tv_nsec >= before.tv_nsec));
		before = now;
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

static void errno_is_in_range(void **state)
{
	static long (*const bad[])(void) = {create_badly, control_badly, wait_badly, pwait_badly,
		pwait2_badly, eventfd_badly, read_badly, write_badly, close_badly, duplicate_badly};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		errno = 0;
		assert_int_equal(bad[i](), -1);
		assert_in_range(errno, 1, ERRNO_MAX);
	}
}

static int open_them(void **state)
{
	(void)state;
	shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
	ep = epoll_create1(EPOLL_CLOEXEC);
	bell = eventfd(5, EFD_CLOEXEC | EFD_NONBLOCK);
	file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	counter = 9;
	return ep < 0 || bell < 0 || file < 0;
}

static int close_them(void **state)
{
	(void)state;
	munmap(shared, sizeof(*shared));
	return close(ep) + close(bell) + close(file);
}

#define clause(name) cmocka_unit_test_setup_teardown(name, open_them, close_them)

int main(void)
{
	const struct CMUnitTest tests[] = {
		clause(epoll_create1_call),
		clause(epoll_ctl_call),
		clause(epoll_ctl_result),
		clause(epoll_wait_call),
		clause(epoll_pwait_call),
		clause(epoll_pwait2_call),
		clause(eventfd_call),
		clause(read_call),
		clause(read_size),
		clause(read_value),
		clause(write_call),
		clause(write_size),
		clause(close_call),
		clause(close_result),
		clause(fcntl_call),
		clause(clock_gettime_call),
		clause(clock_gettime_result),
		clause(clock_gettime_time),
		clause(clock_gettime_failure),
		clause(errno_is_of_the_latest_call),
		clause(errno_is_in_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
