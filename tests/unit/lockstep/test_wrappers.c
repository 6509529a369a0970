/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Unit tests of fuzz/lockstep/wrappers.c. The calls of this file are wrapped as the lockstep's are.
 * The wrong kernels of other tests are not here: what is below is the real one.
 */
#include "support.h"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static struct kernel k;
static int open_fd; /* an eventfd that holds 5 */
static int ep;	    /* an instance in which nothing is ready */
static int fds[2];
static struct epoll_event events[4];

/* One call of each wrapper, to the smallest effect; what it opens is a descriptor to be closed. */
static long call_epoll_create1(void)
{
	return epoll_create1(EPOLL_CLOEXEC);
}

static long call_epoll_ctl(void)
{
	struct epoll_event event = {.events = EPOLLIN};

	return epoll_ctl(ep, EPOLL_CTL_ADD, open_fd, &event);
}

static long call_epoll_wait(void)
{
	return epoll_wait(ep, events, 4, 0);
}

static long call_epoll_pwait(void)
{
	return epoll_pwait(ep, events, 4, 0, NULL);
}

static long call_epoll_pwait2(void)
{
	const struct timespec zero = {0, 0};

	return epoll_pwait2(ep, events, 4, &zero, NULL);
}

static long call_eventfd(void)
{
	return eventfd(0, EFD_NONBLOCK);
}

static long call_read(void)
{
	uint64_t value;

	return read(open_fd, &value, sizeof value);
}

static long call_write(void)
{
	const uint64_t one = 1;

	return write(open_fd, &one, sizeof one);
}

static long call_close(void)
{
	return close(open_fd);
}

static long call_fcntl(void)
{
	return fcntl(open_fd, F_DUPFD_CLOEXEC, 0);
}

static long call_clock_gettime(void)
{
	struct timespec now;

	return clock_gettime(CLOCK_MONOTONIC, &now);
}

static long call_pipe2(void)
{
	return pipe2(fds, O_NONBLOCK);
}

static long call_socketpair(void)
{
	return socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
}

static long call_timerfd_create(void)
{
	return timerfd_create(CLOCK_MONOTONIC, 0);
}

static long call_timerfd_settime(void)
{
	const struct itimerspec never = {{0, 0}, {0, 0}};

	return timerfd_settime(fds[0], 0, &never, NULL);
}

static long call_memfd_create(void)
{
	return memfd_create("test", MFD_CLOEXEC);
}

static long call_dup2(void)
{
	return dup2(open_fd, fds[0]);
}

static long call_shutdown(void)
{
	return shutdown(fds[0], SHUT_RDWR);
}

static long (*const callers[])(void) = {
#define X(name, alias) [PROGRAM_CALL_##name] = call_##name,
	PROGRAM_CALLS(X)
#undef X
};

static int fresh(void **state)
{
	(void)state;
	kernel_use(NULL);
	kernel_reset(&k);
	k.virtual_time = false;
	kernel_begin(&k, 0);
	open_fd = eventfd(5, EFD_NONBLOCK);
	ep = epoll_create1(0);
	assert_true(open_fd >= 0 && ep >= 0);
	fds[0] = fds[1] = -1;
	return 0;
}

static int clean(void **state)
{
	(void)state;
	kernel_use(NULL);
	close(open_fd);
	close(ep);
	return 0;
}

static int lowest_free(void)
{
	int fd = dup(0);

	assert_true(fd >= 0);
	kernel_real_close(fd);
	return fd;
}

static void prepare(int call)
{
	if (call == PROGRAM_CALL_shutdown)
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	if (call == PROGRAM_CALL_timerfd_settime || call == PROGRAM_CALL_dup2)
		fds[0] = timerfd_create(CLOCK_MONOTONIC, 0);
}

/* Closes whatever the test has opened in between. */
static void close_from(int first)
{
	for (int fd = first; fd < first + 8; fd++)
		if (fd != open_fd && fd != ep)
			kernel_real_close(fd);
	fds[0] = fds[1] = -1;
}

static void a_fault_makes_each_call_fail_and_do_nothing(void **state)
{
	(void)state;
	for (int call = 0; call < PROGRAM_CALL_COUNT; call++) {
		int first = lowest_free(), free_before;
		uint64_t value = 0;

		prepare(call);
		free_before = lowest_free();
		kernel_add_fault(&k, (enum program_call)call, ENOLCK, 1);
		kernel_begin(&k, 0);
		kernel_use(&k);
		errno = 0;
		assert_int_equal(callers[call](), -1);
		kernel_use(NULL);
		assert_int_equal(errno, ENOLCK);
		assert_int_equal(k.calls, 1);
		assert_int_equal(kernel_last(&k)->call, call);
		assert_true(kernel_last(&k)->injected);
		assert_int_equal(kernel_last(&k)->error, ENOLCK);
		assert_int_equal(lowest_free(), free_before);
		assert_int_equal(read(open_fd, &value, sizeof value), sizeof value);
		assert_int_equal(value, 5);
		assert_int_equal(write(open_fd, &value, sizeof value), sizeof value);
		assert_int_equal(epoll_ctl(ep, EPOLL_CTL_DEL, open_fd, NULL), -1);
		close_from(first);
	}
}

static void each_call_is_passed_on_and_logged(void **state)
{
	(void)state;
	for (int call = 0; call < PROGRAM_CALL_COUNT; call++) {
		int first;
		long result;

		clean(state);
		fresh(state);
		first = lowest_free();
		prepare(call);
		kernel_use(&k);
		result = callers[call]();
		kernel_use(NULL);
		assert_true(result >= 0);
		assert_int_equal(k.calls, 1);
		assert_int_equal(kernel_last(&k)->call, call);
		assert_int_equal(kernel_last(&k)->result, result);
		assert_int_equal(kernel_last(&k)->error, 0);
		assert_false(kernel_last(&k)->injected);
		assert_null(k.broken);
		close_from(first);
	}
}

/* Each of them on what is not open, or not of the kind that it takes. */
static void what_the_kernel_refuses_is_logged_with_its_errno(void **state)
{
	static const int on_descriptors[] = {PROGRAM_CALL_epoll_ctl, PROGRAM_CALL_epoll_wait,
		PROGRAM_CALL_epoll_pwait, PROGRAM_CALL_epoll_pwait2, PROGRAM_CALL_read,
		PROGRAM_CALL_write, PROGRAM_CALL_close, PROGRAM_CALL_fcntl, PROGRAM_CALL_dup2,
		PROGRAM_CALL_timerfd_settime, PROGRAM_CALL_shutdown};
	int open_now = open_fd, ep_now = ep;

	(void)state;
	open_fd = ep = -1;
	for (size_t i = 0; i < COUNT(on_descriptors); i++) {
		kernel_begin(&k, 0);
		kernel_use(&k);
		errno = 0;
		assert_int_equal(callers[on_descriptors[i]](), -1);
		kernel_use(NULL);
		assert_int_equal(errno, EBADF);
		assert_int_equal(kernel_last(&k)->error, EBADF);
		assert_int_equal(kernel_last(&k)->result, -1);
		assert_false(kernel_last(&k)->injected);
	}
	open_fd = open_now;
	ep = ep_now;
}

static void without_a_current_kernel_faults_wait(void **state)
{
	(void)state;
	for (int call = 0; call < PROGRAM_CALL_COUNT; call++) {
		int first;

		clean(state);
		fresh(state);
		first = lowest_free();
		prepare(call);
		kernel_add_fault(&k, (enum program_call)call, EIO, 1);
		assert_true(callers[call]() >= 0);
		assert_int_equal(k.calls, 0);
		assert_int_equal(kernel_take_fault(&k, (enum program_call)call), EIO);
		close_from(first);
	}
}

static void *on_another_thread(void *argument)
{
	(void)argument;
	return call_write() == 8 ? &k : NULL;
}

static void a_kernel_is_current_on_its_thread_only(void **state)
{
	pthread_t thread;
	void *good = NULL;

	(void)state;
	kernel_add_fault(&k, PROGRAM_CALL_write, EIO, 1);
	kernel_use(&k);
	assert_int_equal(pthread_create(&thread, NULL, on_another_thread, NULL), 0);
	assert_int_equal(pthread_join(thread, &good), 0);
	kernel_use(NULL);
	assert_ptr_equal(good, &k);
	assert_int_equal(k.calls, 0);
}

static void fcntl_passes_its_argument_on(void **state)
{
	(void)state;
	kernel_use(&k);
	assert_int_equal(fcntl(open_fd, F_SETFD, FD_CLOEXEC), 0);
	assert_int_equal(fcntl(open_fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(open_fd, F_SETFD, 0), 0);
	kernel_use(NULL);
	assert_int_equal(fcntl(open_fd, F_GETFD), 0);
}

/* In virtual time an hour passes at once: were the limit passed on, the test would not end. */
static void a_virtual_wait_takes_no_time_and_moves_the_clock(void **state)
{
	const struct timespec hour = {3600, 500};
	struct timespec now;

	(void)state;
	k.virtual_time = true;
	kernel_use(&k);
	kernel_begin(&k, INT64_C(3600000000000));
	assert_int_equal(epoll_wait(ep, events, 4, 3600000), 0);
	assert_int_equal(k.now, INT64_C(3601000000000));
	assert_int_equal(kernel_last(&k)->timeout, INT64_C(3600000000000));
	kernel_begin(&k, INT64_C(3600000000000));
	assert_int_equal(epoll_pwait(ep, events, 4, 3600000, NULL), 0);
	kernel_begin(&k, INT64_C(3600000000500));
	assert_int_equal(epoll_pwait2(ep, events, 4, &hour, NULL), 0);
	assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
	kernel_use(NULL);
	assert_int_equal(now.tv_sec, 10801);
	assert_int_equal(now.tv_nsec, 500);
	assert_null(k.broken);
}

static void a_virtual_wait_for_what_is_ready_passes_no_time(void **state)
{
	(void)state;
	assert_int_equal(call_epoll_ctl(), 0);
	k.virtual_time = true;
	kernel_begin(&k, -1);
	kernel_use(&k);
	assert_int_equal(epoll_wait(ep, events, 4, -1), 1);
	kernel_use(NULL);
	assert_int_equal(k.now, 1000000000);
	assert_false(k.would_hang);
	assert_int_equal(kernel_last(&k)->timeout, -1);
	assert_int_equal(kernel_last(&k)->result, 1);
}

static void a_virtual_wait_without_an_end_says_so(void **state)
{
	(void)state;
	k.virtual_time = true;
	for (int i = 0; i < 3; i++) {
		kernel_begin(&k, -1);
		kernel_use(&k);
		errno = 0;
		assert_int_equal(i == 0	  ? epoll_wait(ep, events, 4, -1)
				 : i == 1 ? epoll_pwait(ep, events, 4, -1, NULL)
					  : epoll_pwait2(ep, events, 4, NULL, NULL),
			-1);
		kernel_use(NULL);
		assert_int_equal(errno, EDEADLK);
		assert_true(k.would_hang);
		assert_int_equal(kernel_last(&k)->error, EDEADLK);
		assert_false(kernel_last(&k)->injected);
	}
}

static void an_interrupted_virtual_wait_keeps_its_errno(void **state)
{
	(void)state;
	k.virtual_time = true;
	kernel_add_fault(&k, PROGRAM_CALL_epoll_wait, EINTR, 2);
	kernel_begin(&k, 9000000);
	kernel_use(&k);
	assert_int_equal(epoll_wait(ep, events, 4, 9), -1);
	assert_int_equal(errno, EINTR);
	assert_int_equal(k.now, 1000000000);
	assert_int_equal(epoll_wait(ep, events, 4, 9), -1);
	kernel_use(NULL);
	assert_int_equal(errno, EINTR);
	assert_int_equal(k.now, 1003000000);
	assert_null(k.broken);
}

static void another_clock_is_complained_about_in_virtual_time(void **state)
{
	struct timespec now;

	(void)state;
	kernel_use(&k);
	assert_int_equal(clock_gettime(CLOCK_REALTIME, &now), 0);
	assert_null(k.broken);
	k.virtual_time = true;
	assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
	assert_null(k.broken);
	assert_int_equal(now.tv_sec, 1);
	assert_int_equal(clock_gettime(CLOCK_REALTIME, &now), 0);
	kernel_use(NULL);
	assert_string_equal(k.broken, "a deadline was not measured against CLOCK_MONOTONIC");
	assert_true(now.tv_sec > 1000000);
}

static void a_timeout_beyond_64_bits_of_nanoseconds_saturates(void **state)
{
	const struct timespec endless = {INT64_MAX, 0};

	(void)state;
	k.virtual_time = true;
	kernel_begin(&k, INT64_MAX);
	kernel_use(&k);
	assert_int_equal(epoll_pwait2(ep, events, 4, &endless, NULL), 0);
	kernel_use(NULL);
	assert_true(kernel_last(&k)->timeout == INT64_MAX);
	assert_true(k.now == INT64_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, clean)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_fault_makes_each_call_fail_and_do_nothing),
		TEST(each_call_is_passed_on_and_logged),
		TEST(what_the_kernel_refuses_is_logged_with_its_errno),
		TEST(without_a_current_kernel_faults_wait),
		TEST(a_kernel_is_current_on_its_thread_only),
		TEST(fcntl_passes_its_argument_on),
		TEST(a_virtual_wait_takes_no_time_and_moves_the_clock),
		TEST(a_virtual_wait_for_what_is_ready_passes_no_time),
		TEST(a_virtual_wait_without_an_end_says_so),
		TEST(an_interrupted_virtual_wait_keeps_its_errno),
		TEST(another_clock_is_complained_about_in_virtual_time),
		TEST(a_timeout_beyond_64_bits_of_nanoseconds_saturates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
