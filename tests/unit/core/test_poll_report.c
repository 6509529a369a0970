/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of src/poll.c: what a report of a busy loop finds when it is called, and may do. */
#include "support.h"

/* A report comes after everything else: the wait's output is there already. */
static void see_output(void *arg)
{
	const struct epollctx_events **events = arg;

	assert_non_null(*events);
	assert_int_equal((*events)->count, 1);
	*events = NULL;
}

static void a_report_finds_the_output_of_its_wait(void **state)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	const struct timespec zero = {0, 0};
	const struct epollctx_events *events = NULL;
	int ends[2];

	(void)state;
	assert_ok(pipe2(ends, O_CLOEXEC));
	assert_ok(close(ends[1]));
	assert_ok(epollctx_poll_open(&poll));
	assert_ok(epollctx_poll_on_busy_loop(&poll, see_output, &events));
	assert_ok(epollctx_poll_add(&poll, ends[0], 1));
	assert_int_equal(epollctx_poll_wait_timeout(&poll, &zero, &events), 1);
	events = NULL;
	assert_int_equal(epollctx_poll_wait_timeout(&poll, &zero, &events), 1);
	/* Only the report has cleared it. */
	assert_null(events);
	assert_ok(close(ends[0]));
	assert_ok(epollctx_poll_close(&poll));
}

static struct epollctx_poll looping = EPOLLCTX_POLL_INIT;
static unsigned calls_of_first, calls_of_second;

static void count_second(void *arg)
{
	assert_ptr_equal(arg, &calls_of_second);
	calls_of_second++;
}

/* Everything is as it was set and counted; then it hands over to another one. */
static void hand_over(void *arg)
{
	calls_of_first++;
	assert_null(arg);
	assert_ptr_equal(looping.report, hand_over);
	assert_true(looping.check_for_hangup);
	assert_int_equal(looping.hangups, 2);
	assert_int_equal(looping.max_hangups, 1);
	assert_ok(epollctx_poll_set_check_for_hangup(&looping, false));
	assert_ok(epollctx_poll_on_busy_loop(&looping, count_second, &calls_of_second));
}

static void a_report_may_replace_itself(void **state)
{
	const struct timespec zero = {0, 0};
	const struct epollctx_events *events;
	struct epollctx_eventfd e = ready_eventfd();
	int ends[2];
	int i;

	(void)state;
	assert_ok(pipe2(ends, O_CLOEXEC));
	assert_ok(close(ends[1]));
	assert_ok(epollctx_poll_open(&looping));
	assert_ok(epollctx_poll_on_busy_loop(&looping, hand_over, NULL));
	assert_ok(epollctx_poll_add(&looping, ends[0], 1));
	for (i = 0; i < 5; i++)
		assert_int_equal(epollctx_poll_wait_timeout(&looping, &zero, &events), 1);
	assert_int_equal(calls_of_first, 1);
	assert_false(looping.check_for_hangup);
	assert_int_equal(looping.hangups, 2);
	assert_ok(epollctx_poll_set_check_for_hangup(&looping, true));
	assert_int_equal(epollctx_poll_wait_timeout(&looping, &zero, &events), 1);
	assert_int_equal(calls_of_second, 0);
	assert_int_equal(looping.hangups, 3);
	assert_ok(epollctx_poll_add(&looping, e.fd, 2));
	for (i = 0; i < 5; i++)
		assert_int_equal(epollctx_poll_wait_timeout(&looping, &zero, &events), 2);
	assert_int_equal(calls_of_first, 1);
	assert_int_equal(calls_of_second, 1);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(close(ends[0]));
	assert_ok(epollctx_poll_close(&looping));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_finds_the_output_of_its_wait),
		cmocka_unit_test(a_report_may_replace_itself),
	};

	return cmocka_run_group_tests_name("poll_report", tests, NULL, NULL);
}
