/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of src/watch.c. */
#include "support.h"

static void empty_asks_for_nothing(void **state)
{
	(void)state;
	assert_int_equal(epollctx_watch_get_raw(epollctx_watch_empty()), 0);
}

static void new_keeps_every_bit(void **state)
{
	unsigned bit;

	(void)state;
	for (bit = 0; bit < 32; bit++) {
		uint32_t raw = UINT32_C(1) << bit;

		assert_int_equal(epollctx_watch_get_raw(epollctx_watch_new(raw)), raw);
		assert_int_equal(epollctx_watch_get_raw(epollctx_watch_new(~raw)), ~raw);
	}
}

static const struct {
	struct epollctx_watch (*set)(struct epollctx_watch watch);
	uint32_t bit;
} setters[] = {
	{epollctx_watch_set_read, EPOLLIN},
	{epollctx_watch_set_write, EPOLLOUT},
	{epollctx_watch_set_read_hangup, EPOLLRDHUP},
	{epollctx_watch_set_priority, EPOLLPRI},
	{epollctx_watch_set_edge_triggered, EPOLLET},
	{epollctx_watch_set_oneshot, EPOLLONESHOT},
	{epollctx_watch_set_exclusive, EPOLLEXCLUSIVE},
};

static void each_setter_sets_its_bit_and_no_other(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(setters); i++) {
		struct epollctx_watch before = epollctx_watch_empty();
		struct epollctx_watch others = epollctx_watch_new(~setters[i].bit);

		assert_int_equal(setters[i].set(before).raw, setters[i].bit);
		assert_int_equal(before.raw, 0);
		assert_int_equal(setters[i].set(others).raw, UINT32_MAX);
	}
}

static void setters_can_be_chained(void **state)
{
	struct epollctx_watch watch =
		epollctx_watch_set_oneshot(epollctx_watch_set_write(epollctx_watch_set_read(
			epollctx_watch_set_edge_triggered(epollctx_watch_empty()))));

	(void)state;
	assert_int_equal(watch.raw, EPOLLIN | EPOLLOUT | EPOLLET | EPOLLONESHOT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_asks_for_nothing),
		cmocka_unit_test(new_keeps_every_bit),
		cmocka_unit_test(each_setter_sets_its_bit_and_no_other),
		cmocka_unit_test(setters_can_be_chained),
	};

	return cmocka_run_group_tests_name("core/watch", tests, NULL, NULL);
}
