/* SPDX-License-Identifier: BSD-3-Clause */
/* What a poll context holds between two calls, and that number 0 is a number like any other. */
#include "support.h"

#include <string.h>

/* A poll context whose memory held something else before. */
static struct epollctx_poll opened_poll(void)
{
	struct epollctx_poll poll;

	memset(&poll, 0xa5, sizeof(poll));
	assert_ok(epollctx_poll_open(&poll));
	return poll;
}

static void an_opened_one_has_an_empty_buffer(void **state)
{
	struct epollctx_poll poll = opened_poll();
	struct epollctx_iter iter;

	(void)state;
	poll.events.slots = poll.slots;
	iter = epollctx_iter(&poll.events);
	assert_null(epollctx_iter_next(&iter));
	assert_int_equal(poll.events.count, 0);
	assert_int_equal(poll.events.capacity, EPOLLCTX_EVENTS_CAPACITY);
	assert_ok(epollctx_poll_close(&poll));
}

static void its_buffer_has_its_own_slots(void **state)
{
	struct epollctx_poll poll;

	(void)state;
	memset(&poll, 0xa5, sizeof(poll));
	assert_ok(epollctx_poll_open(&poll));
	assert_ptr_equal(poll.events.slots, poll.slots);
	assert_ok(epollctx_poll_close(&poll));
}

static void the_bound_counts_up_to_the_very_last(void **state)
{
	struct epollctx_eventfd a = ready_eventfd();
	struct epollctx_eventfd b = ready_eventfd();
	struct epollctx_poll poll = opened_poll();

	(void)state;
	poll.max_hangups = UINT64_MAX - 1;
	assert_ok(epollctx_poll_add(&poll, a.fd, 1));
	assert_true(poll.max_hangups == UINT64_MAX);
	assert_ok(epollctx_poll_add(&poll, b.fd, 2));
	assert_true(poll.max_hangups == UINT64_MAX);
	assert_int_equal(epollctx_poll_add(&poll, b.fd, 2), -EEXIST);
	assert_true(poll.max_hangups == UINT64_MAX);
	assert_ok(epollctx_poll_delete(&poll, a.fd));
	assert_true(poll.max_hangups == UINT64_MAX - 1);
	assert_ok(epollctx_poll_close(&poll));
	assert_ok(epollctx_eventfd_close(&a));
	assert_ok(epollctx_eventfd_close(&b));
}

static void report_nothing(void *arg)
{
	(void)arg;
}

/* What was counted stays, and each of the two leaves what the other one sets. */
static void a_setter_sets_nothing_else(void **state)
{
	struct epollctx_poll poll = opened_poll();
	struct epollctx_poll expected;
	int check;

	(void)state;
	poll.hangups = 3;
	poll.max_hangups = 2;
	memcpy(&expected, &poll, sizeof(poll));
	for (check = 1; check >= 0; check--) {
		assert_ok(epollctx_poll_set_check_for_hangup(&poll, check != 0));
		expected.check_for_hangup = check != 0;
		assert_memory_equal(&poll, &expected, sizeof(poll));
		assert_ok(epollctx_poll_on_busy_loop(&poll, report_nothing, &expected));
		expected.report = report_nothing;
		expected.arg = &expected;
		assert_memory_equal(&poll, &expected, sizeof(poll));
		assert_ok(epollctx_poll_on_busy_loop(&poll, NULL, &check));
		expected.report = NULL;
		expected.arg = &check;
		assert_memory_equal(&poll, &expected, sizeof(poll));
	}
	assert_ok(epollctx_poll_set_check_for_hangup(&poll, true));
	expected.check_for_hangup = true;
	assert_memory_equal(&poll, &expected, sizeof(poll));
	assert_ok(epollctx_poll_close(&poll));
}

/* Only the number is gone: what was counted can still be read. */
static void an_end_leaves_all_else(void **state)
{
	struct epollctx_poll poll = opened_poll();
	struct epollctx_poll expected;
	int number;

	(void)state;
	poll.events.count = 1;
	poll.hangups = 3;
	poll.max_hangups = 2;
	assert_ok(epollctx_poll_on_busy_loop(&poll, report_nothing, &expected));
	memcpy(&expected, &poll, sizeof(poll));
	expected.ctx.fd = -1;
	number = epollctx_poll_into_raw_fd(&poll);
	assert_memory_equal(&poll, &expected, sizeof(poll));
	poll.ctx.fd = number;
	assert_ok(epollctx_poll_close(&poll));
	assert_memory_equal(&poll, &expected, sizeof(poll));
}

/* A daemon that closed its standard input may get number 0. */
static void number_0_is_open(void **state)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	int arg = 0;

	(void)state;
	poll.ctx.fd = 0;
	poll.check_for_hangup = true;
	assert_ok(epollctx_poll_set_check_for_hangup(&poll, false));
	assert_false(poll.check_for_hangup);
	assert_ok(epollctx_poll_on_busy_loop(&poll, report_nothing, &arg));
	assert_true(poll.report == report_nothing);
	assert_ptr_equal(poll.arg, &arg);
	assert_int_equal(epollctx_poll_as_raw_fd(&poll), 0);
	assert_int_equal(epollctx_poll_into_raw_fd(&poll), 0);
	assert_int_equal(epollctx_poll_as_raw_fd(&poll), -EBADF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_opened_one_has_an_empty_buffer),
		cmocka_unit_test(its_buffer_has_its_own_slots),
		cmocka_unit_test(the_bound_counts_up_to_the_very_last),
		cmocka_unit_test(a_setter_sets_nothing_else),
		cmocka_unit_test(an_end_leaves_all_else),
		cmocka_unit_test(number_0_is_open),
		cmocka_unit_test(no_descriptor_leaked),
	};

	return cmocka_run_group_tests_name("core/poll_state", tests, remember_descriptors, NULL);
}
