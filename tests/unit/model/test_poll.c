/* SPDX-License-Identifier: BSD-3-Clause */
/* poll.c: when a busy loop around hung-up descriptors is reported. */
#include "world.h"

static void a_loop_is_reported_once(void **state)
{
	(void)state;
	struct model_poll poll = {0, 0};
	model_poll_added(&poll);
	model_poll_added(&poll);
	assert_false(model_poll_waited(&poll, 1));
	assert_false(model_poll_waited(&poll, 1));
	assert_true(model_poll_waited(&poll, 1));
	assert_false(model_poll_waited(&poll, 1));
	assert_false(model_poll_waited(&poll, 100));
}

static void waits_without_hangups_count_nothing(void **state)
{
	(void)state;
	struct model_poll poll = {0, 0};
	for (int i = 0; i < 10; i++)
		assert_false(model_poll_waited(&poll, 0));
	assert_true(model_poll_waited(&poll, 1));
}

static void one_wait_may_exceed_the_bound(void **state)
{
	(void)state;
	struct model_poll poll = {0, 0};
	model_poll_added(&poll);
	assert_true(model_poll_waited(&poll, 2));
}

static void add_and_delete_begin_again(void **state)
{
	(void)state;
	struct model_poll poll = {0, 0};
	model_poll_added(&poll);
	assert_false(model_poll_waited(&poll, 1));
	model_poll_added(&poll);
	assert_false(model_poll_waited(&poll, 2));
	model_poll_deleted(&poll);
	assert_false(model_poll_waited(&poll, 1));
	assert_true(model_poll_waited(&poll, 1));
	model_poll_deleted(&poll);
	assert_true(model_poll_waited(&poll, 1));
	is(0, poll.max_hangups);
}

static void the_counts_saturate(void **state)
{
	(void)state;
	struct model_poll poll = {0, 0};
	model_poll_deleted(&poll);
	is(0, poll.max_hangups);
	assert_true(model_poll_waited(&poll, UINT64_MAX));
	assert_false(model_poll_waited(&poll, UINT64_MAX));
	assert_true(poll.hangups == UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_loop_is_reported_once),
		cmocka_unit_test(waits_without_hangups_count_nothing),
		cmocka_unit_test(one_wait_may_exceed_the_bound),
		cmocka_unit_test(add_and_delete_begin_again),
		cmocka_unit_test(the_counts_saturate),
	};
	return world_run(tests);
}
