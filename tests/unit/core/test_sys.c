/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 clock_gettime */
/* wraps: eventfd read write close fcntl */
/* Unit tests of src/sys.c: each function makes one call and answers with its result or -errno. */
#include "scripted_kernel.h"
#include "sys.h"

enum { EP = 12, FD = 34 };

static struct epoll_event slots[2];
static const struct timespec timeout = {3, 4};
static sigset_t mask;

static int create(void)
{
	return epollctx_sys_epoll_create1(5);
}

static int control(void)
{
	struct epoll_event event = {.events = EPOLLOUT, .data = {.u64 = 6}};

	return epollctx_sys_epoll_ctl(EP, EPOLL_CTL_MOD, FD, &event);
}

static int plain_wait(void)
{
	return epollctx_sys_epoll_wait(EP, slots, 2, 7);
}

static int pwait(void)
{
	return epollctx_sys_epoll_pwait(EP, slots, 2, 8, &mask);
}

static int pwait2(void)
{
	return epollctx_sys_epoll_pwait2(EP, slots, 2, &timeout, &mask);
}

static int clock_now(void)
{
	struct timespec now = {-1, -1};
	int result = epollctx_sys_clock_gettime(&now);

	assert_int_equal(now.tv_sec, result == 0 ? timeout.tv_sec : -1);
	assert_int_equal(now.tv_nsec, result == 0 ? timeout.tv_nsec : -1);
	return result;
}

static int eventfd_open(void)
{
	return epollctx_sys_eventfd(9, 10);
}

static int read_counter(void)
{
	uint64_t value = 0;
	int result = epollctx_sys_read(FD, &value);

	assert_true(value == (result == (int)sizeof(value) ? 11 : 0));
	return result;
}

static int write_counter(void)
{
	uint64_t value = 11;

	return epollctx_sys_write(FD, &value);
}

static int duplicate(void)
{
	return epollctx_sys_fcntl_dupfd_cloexec(FD);
}

static int close_number(void)
{
	return epollctx_sys_close(FD);
}

static const struct {
	int (*make)(void);
	struct step step; /* with the answer of success */
} calls[] = {
	{create, {.call = EPOLL_CREATE1, .argument = 5, .answer = 56}},
	{control, {.call = EPOLL_CTL,
			  .fd = EP,
			  .argument = EPOLL_CTL_MOD,
			  .other = FD,
			  .events = EPOLLOUT,
			  .value = 6}},
	{plain_wait, {.call = EPOLL_WAIT, .fd = EP, .argument = 7, .other = 2, .answer = 2}},
	{pwait, {.call = EPOLL_PWAIT,
			.fd = EP,
			.argument = 8,
			.other = 2,
			.mask = &mask,
			.answer = 1}},
	{pwait2, {.call = EPOLL_PWAIT2,
			 .fd = EP,
			 .time = {3, 4},
			 .other = 2,
			 .mask = &mask,
			 .answer = 2}},
	{clock_now, {.call = CLOCK_GETTIME, .time = {3, 4}}},
	{eventfd_open, {.call = EVENTFD, .other = 9, .argument = 10, .answer = 56}},
	{read_counter, {.call = READ, .fd = FD, .value = 11, .answer = 8}},
	{write_counter, {.call = WRITE, .fd = FD, .value = 11, .answer = 8}},
	{duplicate, {.call = FCNTL, .fd = FD, .argument = F_DUPFD_CLOEXEC, .answer = 56}},
	{close_number, {.call = CLOSE, .fd = FD}},
};

static void a_result_is_passed_on(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(calls); i++) {
		int result;

		play(&calls[i].step, 1);
		result = calls[i].make();
		played();
		assert_int_equal(result, calls[i].step.answer);
	}
}

static void an_error_becomes_its_negated_errno(void **state)
{
	size_t i;
	int error;

	(void)state;
	for (i = 0; i < COUNT(calls); i++) {
		for (error = 1; error <= EHWPOISON; error++) {
			struct step failing = calls[i].step;
			int result;

			failing.answer = -error;
			play(&failing, 1);
			result = calls[i].make();
			played();
			assert_int_equal(result, -error);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_result_is_passed_on),
		cmocka_unit_test(an_error_becomes_its_negated_errno),
	};

	return cmocka_run_group_tests_name("core/sys", tests, NULL, NULL);
}
