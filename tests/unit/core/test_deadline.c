/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of src/deadline.c. */
#include "deadline.h"
#include "support.h"

#define TIME_MAX ((time_t)INT64_MAX)

static struct timespec time_of(time_t seconds, long nanoseconds)
{
	struct timespec t = {seconds, nanoseconds};

	return t;
}

static void assert_time_equal(struct timespec got, time_t seconds, long nanoseconds)
{
	assert_true(got.tv_sec == seconds);
	assert_int_equal(got.tv_nsec, nanoseconds);
}

static void time_t_has_64_bits_here(void **state)
{
	(void)state;
	assert_int_equal(sizeof(time_t), 8);
}

static void only_times_from_zero_up_are_timeouts(void **state)
{
	static const struct {
		struct timespec timeout;
		bool valid;
	} cases[] = {
		{{0, 0}, true},
		{{0, 1}, true},
		{{0, 999999999}, true},
		{{INT64_MAX, 999999999}, true},
		{{0, 1000000000}, false},
		{{0, LONG_MAX}, false},
		{{0, -1}, false},
		{{0, LONG_MIN}, false},
		{{-1, 0}, false},
		{{-1, 999999999}, false},
		{{INT64_MIN, 0}, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(epollctx_timeout_is_valid(&cases[i].timeout), cases[i].valid);
}

static void zero_is_zero_in_both_fields(void **state)
{
	struct timespec zero = {0, 0};
	struct timespec nanosecond = {0, 1};
	struct timespec second = {1, 0};

	(void)state;
	assert_true(epollctx_timeout_is_zero(&zero));
	assert_false(epollctx_timeout_is_zero(&nanosecond));
	assert_false(epollctx_timeout_is_zero(&second));
}

static void milliseconds_round_up_and_stop_at_int_max(void **state)
{
	static const struct {
		struct timespec timeout;
		int milliseconds;
		bool fits;
	} cases[] = {
		{{0, 0}, 0, true},
		{{0, 1}, 1, false},
		{{0, 999999}, 1, false},
		{{0, 1000000}, 1, true},
		{{0, 1000001}, 2, false},
		{{0, 999000000}, 999, true},
		{{0, 999999999}, 1000, false},
		{{1, 0}, 1000, true},
		{{2147483, 646000000}, INT_MAX - 1, true},
		{{2147483, 646000001}, INT_MAX, false},
		{{2147483, 647000000}, INT_MAX, true},
		{{2147483, 647000001}, INT_MAX, false},
		{{2147483, 648000000}, INT_MAX, false},
		{{2147484, 0}, INT_MAX, false},
		{{4294968, 0}, INT_MAX, false},
		{{INT64_MAX / 1000, 0}, INT_MAX, false},
		{{INT64_MAX / 1000 + 1, 0}, INT_MAX, false},
		{{INT64_MAX, 999999999}, INT_MAX, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(
			epollctx_timeout_in_milliseconds(&cases[i].timeout), cases[i].milliseconds);
		assert_int_equal(
			epollctx_timeout_fits_milliseconds(&cases[i].timeout), cases[i].fits);
	}
}

static void a_deadline_carries_nanoseconds(void **state)
{
	(void)state;
	assert_time_equal(epollctx_deadline_after(time_of(5, 1), time_of(7, 2)), 12, 3);
	assert_time_equal(
		epollctx_deadline_after(time_of(5, 999999999), time_of(7, 0)), 12, 999999999);
	assert_time_equal(epollctx_deadline_after(time_of(5, 999999999), time_of(7, 1)), 13, 0);
	assert_time_equal(epollctx_deadline_after(time_of(0, 999999999), time_of(0, 999999999)), 1,
		999999998);
}

static void a_deadline_saturates(void **state)
{
	(void)state;
	assert_time_equal(
		epollctx_deadline_after(time_of(1, 0), time_of(TIME_MAX, 0)), TIME_MAX, 999999999);
	assert_time_equal(epollctx_deadline_after(time_of(TIME_MAX, 1), time_of(TIME_MAX, 1)),
		TIME_MAX, 999999999);
	assert_time_equal(
		epollctx_deadline_after(time_of(1, 5), time_of(TIME_MAX - 1, 6)), TIME_MAX, 11);
	assert_time_equal(epollctx_deadline_after(time_of(1, 999999999), time_of(TIME_MAX - 1, 1)),
		TIME_MAX, 999999999);
	assert_time_equal(epollctx_deadline_after(time_of(1, 999999999), time_of(TIME_MAX - 2, 1)),
		TIME_MAX, 0);
	assert_time_equal(epollctx_deadline_after(time_of(0, 999999999), time_of(TIME_MAX, 1)),
		TIME_MAX, 999999999);
}

static void what_is_left_is_never_negative(void **state)
{
	(void)state;
	assert_time_equal(epollctx_deadline_left(time_of(5, 10), time_of(5, 9)), 0, 1);
	assert_time_equal(epollctx_deadline_left(time_of(5, 10), time_of(5, 10)), 0, 0);
	assert_time_equal(epollctx_deadline_left(time_of(5, 10), time_of(5, 11)), 0, 0);
	assert_time_equal(epollctx_deadline_left(time_of(5, 10), time_of(4, 11)), 0, 999999999);
	assert_time_equal(epollctx_deadline_left(time_of(5, 10), time_of(6, 9)), 0, 0);
	assert_time_equal(epollctx_deadline_left(time_of(5, 10), time_of(6, 11)), 0, 0);
	assert_time_equal(epollctx_deadline_left(time_of(5, 0), time_of(0, 1)), 4, 999999999);
	assert_time_equal(epollctx_deadline_left(time_of(5, 9), time_of(0, 9)), 5, 0);
	assert_time_equal(
		epollctx_deadline_left(time_of(0, 0), time_of(TIME_MAX, 999999999)), 0, 0);
	assert_time_equal(epollctx_deadline_left(time_of(TIME_MAX, 999999999), time_of(0, 0)),
		TIME_MAX, 999999999);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_t_has_64_bits_here),
		cmocka_unit_test(only_times_from_zero_up_are_timeouts),
		cmocka_unit_test(zero_is_zero_in_both_fields),
		cmocka_unit_test(milliseconds_round_up_and_stop_at_int_max),
		cmocka_unit_test(a_deadline_carries_nanoseconds),
		cmocka_unit_test(a_deadline_saturates),
		cmocka_unit_test(what_is_left_is_never_negative),
	};

	return cmocka_run_group_tests_name("core/deadline", tests, NULL, NULL);
}
