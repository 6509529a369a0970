/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the proof trusts, the calls: each `ensures NAME:` of ci/prove/kernel/ that says that one
 * call is made, and with what, is the test NAME here, performed on the real C library and kernel,
 * where a tracer looks at the system calls that are really made. test_kernel_answers.c has the
 * other clauses; ci/prove/check-kernel compares the names. Each argument is seen with two values,
 * so that none can be a constant.
 */
#include "kernel_fixture.h"
#include "traced_call.h"

enum { CLOCK_OF_NOBODY = -1, BITS_IN_A_BYTE = 8, HIGH_NUMBER = 100 };

static struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = 0x1122334455667788}};
static struct epoll_event other_event = {.events = EPOLLOUT | EPOLLET, .data = {.u64 = 5}};
static uint64_t counter = 0x0102030405060708;
static uint64_t other_counter = 9;
static const struct timespec odd = {0, 777};
static const struct timespec other_time = {3, 999999999};
static struct timespec now;
static sigset_t mask;

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
	return epoll_ctl(ABSENT, EPOLL_CTL_MOD, file, &other_event);
}

static long wait_well(void)
{
	return epoll_wait(ep, slots, CAPACITY, 0);
}

static long wait_without_limit(void)
{
	return epoll_wait(ep, slots + 1, CAPACITY - 1, -1);
}

static long wait_badly(void)
{
	return epoll_wait(bell, slots, CAPACITY, 1);
}

static long pwait_well(void)
{
	return epoll_pwait(ep, slots, CAPACITY, -1, &mask);
}

static long pwait_badly(void)
{
	return epoll_pwait(ABSENT, slots + 1, CAPACITY - 1, 1, NULL);
}

static long pwait2_well(void)
{
	return epoll_pwait2(ep, slots, CAPACITY, &odd, &mask);
}

static long pwait2_badly(void)
{
	return epoll_pwait2(ABSENT, slots + 1, CAPACITY - 1, &other_time, NULL);
}

static long eventfd_well(void)
{
	return eventfd(3, EFD_CLOEXEC);
}

static long eventfd_badly(void)
{
	return eventfd(70000, -1);
}

static long read_well(void)
{
	return read(bell, &counter, sizeof(counter));
}

static long read_badly(void)
{
	return read(ABSENT, &other_counter, sizeof(other_counter));
}

static long write_well(void)
{
	return write(bell, &counter, sizeof(counter));
}

static long write_badly(void)
{
	return write(ABSENT, &other_counter, sizeof(other_counter));
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
	return fcntl(bell, F_DUPFD_CLOEXEC, HIGH_NUMBER);
}

static long duplicate_badly(void)
{
	return fcntl(ABSENT, F_DUPFD_CLOEXEC, 0);
}

static long tell_time(void)
{
	return clock_gettime(CLOCK_MONOTONIC, &now);
}

static long tell_no_time(void)
{
	return clock_gettime(CLOCK_OF_NOBODY, &now);
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
	assert_argument(seen, 0, -1);
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
	assert_object(seen, 3, &event);
	assert_int_equal(seen.answer, 0);
	seen = watch(control_badly);
	assert_one_call(&seen, SYS_epoll_ctl, SYS_epoll_ctl);
	assert_argument(seen, 0, ABSENT);
	assert_argument(seen, 1, EPOLL_CTL_MOD);
	assert_argument(seen, 2, file);
	assert_object(seen, 3, &other_event);
	assert_int_equal(seen.answer, -EBADF);
}

static void assert_wait(const struct seen *seen, int instance, int first, int milliseconds)
{
	/* On machines without epoll_wait it is epoll_pwait without a mask. */
#ifdef SYS_epoll_wait
	assert_one_call(seen, SYS_epoll_wait, SYS_epoll_pwait);
#else
	assert_one_call(seen, SYS_epoll_pwait, SYS_epoll_pwait);
#endif
	if (seen->number == SYS_epoll_pwait)
		assert_pointer(*seen, 4, NULL);
	assert_argument(*seen, 0, instance);
	assert_pointer(*seen, 1, slots + first);
	assert_argument(*seen, 2, CAPACITY - first);
	assert_argument(*seen, 3, milliseconds);
}

static void epoll_wait_call(void **state)
{
	struct seen seen;

	(void)state;
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_ADD, bell, &event), 0);
	seen = watch(wait_well);
	assert_wait(&seen, ep, 0, 0);
	assert_int_equal(seen.answer, 1);
	seen = watch(wait_without_limit);
	assert_wait(&seen, ep, 1, -1);
	assert_int_equal(seen.answer, 1);
	seen = watch(wait_badly);
	assert_wait(&seen, bell, 0, 1);
	assert_int_equal(seen.answer, -EINVAL);
}

static void epoll_pwait_call(void **state)
{
	struct seen seen;

	(void)state;
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_ADD, bell, &event), 0);
	seen = watch(pwait_well);
	assert_one_call(&seen, SYS_epoll_pwait, SYS_epoll_pwait);
	assert_argument(seen, 0, ep);
	assert_pointer(seen, 1, slots);
	assert_argument(seen, 2, CAPACITY);
	assert_argument(seen, 3, -1);
	assert_pointer(seen, 4, &mask);
	assert_memory_equal(seen.pointees[4], &mask, _NSIG / BITS_IN_A_BYTE);
	assert_int_equal(seen.answer, 1);
	seen = watch(pwait_badly);
	assert_one_call(&seen, SYS_epoll_pwait, SYS_epoll_pwait);
	assert_argument(seen, 0, ABSENT);
	assert_pointer(seen, 1, slots + 1);
	assert_argument(seen, 2, CAPACITY - 1);
	assert_argument(seen, 3, 1);
	assert_pointer(seen, 4, NULL);
	assert_int_equal(seen.answer, -EBADF);
}

static void epoll_pwait2_call(void **state)
{
	struct seen seen;

	(void)state;
	assert_int_equal(epoll_ctl(ep, EPOLL_CTL_ADD, bell, &event), 0);
	seen = watch(pwait2_well);
	assert_one_call(&seen, SYS_epoll_pwait2, SYS_epoll_pwait2);
	assert_argument(seen, 0, ep);
	assert_pointer(seen, 1, slots);
	assert_argument(seen, 2, CAPACITY);
	assert_object(seen, 3, &odd);
	assert_pointer(seen, 4, &mask);
	assert_memory_equal(seen.pointees[4], &mask, _NSIG / BITS_IN_A_BYTE);
	/* A kernel before 5.11 has no such call, which was made all the same. */
	if (seen.answer != -ENOSYS)
		assert_int_equal(seen.answer, 1);
	seen = watch(pwait2_badly);
	assert_one_call(&seen, SYS_epoll_pwait2, SYS_epoll_pwait2);
	assert_argument(seen, 0, ABSENT);
	assert_pointer(seen, 1, slots + 1);
	assert_argument(seen, 2, CAPACITY - 1);
	assert_object(seen, 3, &other_time);
	assert_pointer(seen, 4, NULL);
	if (seen.answer != -ENOSYS)
		assert_int_equal(seen.answer, -EBADF);
}

static void eventfd_call(void **state)
{
	struct seen seen = watch(eventfd_well);

	(void)state;
	assert_one_call(&seen, SYS_eventfd2, SYS_eventfd2);
	assert_argument(seen, 0, 3);
	assert_argument(seen, 1, EFD_CLOEXEC);
	assert_true(seen.answer >= 0);
	seen = watch(eventfd_badly);
	assert_one_call(&seen, SYS_eventfd2, SYS_eventfd2);
	assert_argument(seen, 0, 70000);
	assert_argument(seen, 1, -1);
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
	assert_argument(seen, 0, ABSENT);
	assert_pointer(seen, 1, &other_counter);
	assert_argument(seen, 2, sizeof(other_counter));
	assert_int_equal(seen.answer, -EBADF);
}

static void write_call(void **state)
{
	struct seen seen = watch(write_well);

	(void)state;
	assert_one_call(&seen, SYS_write, SYS_write);
	assert_argument(seen, 0, bell);
	assert_object(seen, 1, &counter);
	assert_argument(seen, 2, sizeof(counter));
	assert_int_equal(seen.answer, sizeof(counter));
	seen = watch(write_badly);
	assert_one_call(&seen, SYS_write, SYS_write);
	assert_argument(seen, 0, ABSENT);
	assert_object(seen, 1, &other_counter);
	assert_argument(seen, 2, sizeof(other_counter));
	assert_int_equal(seen.answer, -EBADF);
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
	assert_argument(seen, 0, ABSENT);
	assert_int_equal(seen.answer, -EBADF);
}

static void fcntl_call(void **state)
{
	struct seen seen = watch(duplicate_well);

	(void)state;
	assert_one_call(&seen, SYS_fcntl, SYS_fcntl);
	assert_argument(seen, 0, bell);
	assert_argument(seen, 1, F_DUPFD_CLOEXEC);
	assert_argument(seen, 2, HIGH_NUMBER);
	assert_true(seen.answer >= HIGH_NUMBER);
	seen = watch(duplicate_badly);
	assert_one_call(&seen, SYS_fcntl, SYS_fcntl);
	assert_argument(seen, 0, ABSENT);
	assert_argument(seen, 1, F_DUPFD_CLOEXEC);
	assert_argument(seen, 2, 0);
	assert_int_equal(seen.answer, -EBADF);
}

static bool is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* The clock that is asked for, between two answers of the kernel itself. */
static void assert_clock(clockid_t clock)
{
	struct timespec earlier;
	struct timespec later;

	assert_ok(syscall(SYS_clock_gettime, clock, &earlier));
	assert_ok(clock_gettime(clock, &now));
	assert_ok(syscall(SYS_clock_gettime, clock, &later));
	assert_false(is_before(&now, &earlier));
	assert_false(is_before(&later, &now));
}

/* It may be answered without the kernel (vdso(7)), so a tracer sees at most one call. */
static void clock_gettime_call(void **state)
{
	struct seen seen = watch(tell_time);

	(void)state;
	assert_true(seen.calls <= 1);
	assert_int_equal(seen.outcome.result, 0);
	seen = watch(tell_no_time);
	assert_true(seen.calls <= 1);
	assert_int_equal(seen.outcome.result, -1);
	assert_int_equal(seen.outcome.error, EINVAL);
	assert_clock(CLOCK_MONOTONIC);
	assert_clock(CLOCK_PROCESS_CPUTIME_ID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clause(epoll_create1_call),
		clause(epoll_ctl_call),
		clause(epoll_wait_call),
		clause(epoll_pwait_call),
		clause(epoll_pwait2_call),
		clause(eventfd_call),
		clause(read_call),
		clause(write_call),
		clause(close_call),
		clause(fcntl_call),
		clause(clock_gettime_call),
	};

	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
