/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of src/poll.c: what a report of a busy loop finds when it is called. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_finds_the_output_of_its_wait),
	};

	return cmocka_run_group_tests_name("poll_report", tests, NULL, NULL);
}
