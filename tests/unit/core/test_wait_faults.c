/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 clock_gettime */
/* wraps: eventfd read write close fcntl */
/* Unit tests of src/wait.c on a scripted kernel and a scripted clock. */
#include "scripted_kernel.h"

enum { EP = 12, CAPACITY = 4 };

static const struct epollctx ctx = {EP};
static const int refusals[] = {ENOSYS, EPERM, EOPNOTSUPP};

static struct epoll_event slots[CAPACITY];
static struct epollctx_events events = {slots, CAPACITY, 0};

#define CLOCK_SAYS(seconds, nanoseconds)                                   \
	{                                                                  \
		.call = CLOCK_GETTIME, .time = {(seconds), (nanoseconds) } \
	}
#define CLOCK_FAILS(error)                                \
	{                                                 \
		.call = CLOCK_GETTIME, .answer = -(error) \
	}
#define WAIT(milliseconds, result)                                                            \
	{                                                                                     \
		.call = EPOLL_WAIT, .fd = EP, .argument = (milliseconds), .answer = (result), \
		.other = CAPACITY, .events = EPOLLIN, .value = 5                              \
	}
#define PWAIT2(seconds, nanoseconds, result)                                         \
	{                                                                            \
		.call = EPOLL_PWAIT2, .fd = EP, .time = {(seconds), (nanoseconds)},  \
		.answer = (result), .other = CAPACITY, .events = EPOLLIN, .value = 5 \
	}
#define PWAIT(milliseconds, result, the_mask)                                                  \
	{                                                                                      \
		.call = EPOLL_PWAIT, .fd = EP, .argument = (milliseconds), .answer = (result), \
		.other = CAPACITY, .events = EPOLLIN, .value = 5, .mask = (the_mask)           \
	}

/* Plays the script against a wait with this timeout; a NULL timeout has no limit. */
static void assert_wait_timeout(
	const struct step *steps, size_t count, const struct timespec *timeout, int expected)
{
	int result;

	events.count = 3;
	play(steps, count);
	result = epollctx_wait_timeout(&ctx, &events, timeout);
	played();
	assert_int_equal(result, expected);
	assert_int_equal(events.count, expected < 0 ? 0 : expected);
}

#define ASSERT_WAIT_TIMEOUT(steps, expected, ...)                                 \
	do {                                                                      \
		static const struct timespec timeout = {__VA_ARGS__};             \
		assert_wait_timeout((steps), COUNT(steps), &timeout, (expected)); \
	} while (0)

static void no_limit_and_zero_need_no_clock(void **state)
{
	static const struct step unlimited[] = {WAIT(-1, 2)};
	static const struct step zero[] = {WAIT(0, 0)};

	(void)state;
	assert_wait_timeout(unlimited, 1, NULL, 2);
	assert_true(epollctx_event_token(&slots[1]) == 5);
	PLAY(unlimited);
	assert_int_equal(epollctx_wait(&ctx, &events), 2);
	played();
	ASSERT_WAIT_TIMEOUT(zero, 0, 0, 0);
}

static void whole_milliseconds_use_epoll_wait(void **state)
{
	static const struct step one[] = {CLOCK_SAYS(9, 0), WAIT(1, 1)};
	static const struct step most[] = {CLOCK_SAYS(9, 0), WAIT(INT_MAX, 1)};

	(void)state;
	ASSERT_WAIT_TIMEOUT(one, 1, 0, 1000000);
	ASSERT_WAIT_TIMEOUT(most, 1, INT_MAX / 1000, 647000000);
	ASSERT_WAIT_TIMEOUT(most, 1, INT_MAX / 1000, 648000000);
	ASSERT_WAIT_TIMEOUT(most, 1, INT64_MAX, 0);
}

static void other_times_use_epoll_pwait2_exactly(void **state)
{
	static const struct step shortest[] = {CLOCK_SAYS(9, 0), PWAIT2(0, 1, 1)};
	static const struct step odd[] = {CLOCK_SAYS(9, 0), PWAIT2(3, 999999999, 4)};
	static const struct step long_one[] = {
		CLOCK_SAYS(9, 0), PWAIT2(INT_MAX / 1000, 648000001, 1)};

	(void)state;
	ASSERT_WAIT_TIMEOUT(shortest, 1, 0, 1);
	ASSERT_WAIT_TIMEOUT(odd, 4, 3, 999999999);
	ASSERT_WAIT_TIMEOUT(long_one, 1, INT_MAX / 1000, 648000001);
}

static void a_full_wait_returns_at_the_deadline(void **state)
{
	static const struct step exact[] = {
		CLOCK_SAYS(9, 999000000), WAIT(2, 0), CLOCK_SAYS(10, 1000000)};
	static const struct step late[] = {CLOCK_SAYS(9, 0), PWAIT2(0, 7, 0), CLOCK_SAYS(20, 0)};

	(void)state;
	ASSERT_WAIT_TIMEOUT(exact, 0, 0, 2000000);
	ASSERT_WAIT_TIMEOUT(late, 0, 0, 7);
}

static void a_wait_that_is_too_short_goes_on(void **state)
{
	static const struct step steps[] = {
		CLOCK_SAYS(9, 0),
		WAIT(2, 0),
		CLOCK_SAYS(9, 1999999),
		PWAIT2(0, 1, 0),
		CLOCK_SAYS(9, 2000000),
	};

	(void)state;
	ASSERT_WAIT_TIMEOUT(steps, 0, 0, 2000000);
}

static void after_signals_only_what_is_left_is_waited(void **state)
{
	static const struct step steps[] = {
		CLOCK_SAYS(9, 999999999),
		WAIT(2000, -EINTR),
		CLOCK_SAYS(10, 500000000),
		PWAIT2(1, 499999999, -EINTR),
		CLOCK_SAYS(10, 999999999),
		WAIT(1000, -EINTR),
		CLOCK_SAYS(11, 999999998),
		PWAIT2(0, 1, 1),
	};

	(void)state;
	ASSERT_WAIT_TIMEOUT(steps, 1, 2, 0);
}

static void a_signal_at_the_deadline_looks_once_more(void **state)
{
	static const struct step found[] = {
		CLOCK_SAYS(9, 0), WAIT(2, -EINTR), CLOCK_SAYS(9, 2000000), WAIT(0, 3)};
	static const struct step nothing[] = {CLOCK_SAYS(9, 0), PWAIT2(0, 5, -EINTR),
		CLOCK_SAYS(9, 6), WAIT(0, -EINTR), WAIT(0, 0)};
	static const struct step broken[] = {
		CLOCK_SAYS(9, 0), WAIT(2, -EINTR), CLOCK_SAYS(10, 0), WAIT(0, -EBADF)};

	(void)state;
	ASSERT_WAIT_TIMEOUT(found, 3, 0, 2000000);
	ASSERT_WAIT_TIMEOUT(nothing, 0, 0, 5);
	ASSERT_WAIT_TIMEOUT(broken, -EBADF, 0, 2000000);
}

static void signals_repeat_waits_without_a_clock(void **state)
{
	static const struct step unlimited[] = {WAIT(-1, -EINTR), WAIT(-1, -EINTR), WAIT(-1, 1)};
	static const struct step zero[] = {WAIT(0, -EINTR), WAIT(0, -EINTR), WAIT(0, 2)};

	(void)state;
	assert_wait_timeout(unlimited, COUNT(unlimited), NULL, 1);
	ASSERT_WAIT_TIMEOUT(zero, 2, 0, 0);
}

static void a_storm_of_signals_takes_the_time_and_no_more(void **state)
{
	enum { ROUNDS = 100000 };
	static struct step steps[2 + 2 * ROUNDS];
	struct timespec timeout = {0, 100000000};
	size_t n = 0;
	long i;

	(void)state;
	steps[n++] = (struct step)CLOCK_SAYS(50, 0);
	for (i = 0; i < ROUNDS; i++) {
		long left = 100000000 - i * 1000;

		if (left % 1000000 == 0)
			steps[n++] = (struct step)WAIT((int)(left / 1000000), -EINTR);
		else
			steps[n++] = (struct step)PWAIT2(0, left, -EINTR);
		steps[n++] = (struct step)CLOCK_SAYS(50, (i + 1) * 1000);
	}
	steps[n++] = (struct step)WAIT(0, 0);
	assert_int_equal(n, COUNT(steps));
	assert_wait_timeout(steps, n, &timeout, 0);
}

static void a_refused_epoll_pwait2_rounds_up(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(refusals); i++) {
		const struct step steps[] = {
			CLOCK_SAYS(9, 0),
			PWAIT2(0, 2000001, -refusals[i]),
			WAIT(3, -EINTR),
			CLOCK_SAYS(9, 1500000),
			/* Not asked again within this wait. */
			WAIT(1, 0),
			CLOCK_SAYS(9, 2000000),
			WAIT(1, 0),
			CLOCK_SAYS(9, 2000001),
		};

		/* But by the next one. */
		ASSERT_WAIT_TIMEOUT(steps, 0, 0, 2000001);
		ASSERT_WAIT_TIMEOUT(steps, 0, 0, 2000001);
	}
}

static void without_epoll_pwait2_long_waits_are_cut_up(void **state)
{
	static const struct step steps[] = {
		CLOCK_SAYS(0, 0),
		PWAIT2(3000000, 1, -ENOSYS),
		WAIT(INT_MAX, 0),
		CLOCK_SAYS(2147483, 647000001),
		WAIT(852516353, 0),
		CLOCK_SAYS(3000000, 1),
	};
	static const struct step longest[] = {
		CLOCK_SAYS(9, 0),
		PWAIT2(INT64_MAX, 999999999, -EPERM),
		WAIT(INT_MAX, 0),
		CLOCK_SAYS(INT64_MAX / 2, 0),
		WAIT(INT_MAX, 0),
		CLOCK_SAYS(INT64_MAX, 999999998),
		WAIT(1, 1),
	};

	(void)state;
	ASSERT_WAIT_TIMEOUT(steps, 0, 3000000, 1);
	ASSERT_WAIT_TIMEOUT(longest, 1, INT64_MAX, 999999999);
}

static void a_deadline_beyond_time_saturates(void **state)
{
	static const struct step steps[] = {
		CLOCK_SAYS(9, 5),
		PWAIT2(INT64_MAX, 999999999, -EINTR),
		CLOCK_SAYS(20, 6),
		PWAIT2(INT64_MAX - 20, 999999993, 1),
	};

	(void)state;
	ASSERT_WAIT_TIMEOUT(steps, 1, INT64_MAX, 999999999);
}

static void a_failing_clock_ends_the_wait(void **state)
{
	static const struct step at_once[] = {CLOCK_FAILS(EFAULT)};
	static const struct step later[] = {CLOCK_SAYS(9, 0), WAIT(2, -EINTR), CLOCK_FAILS(EINVAL)};
	static const struct step at_the_end[] = {
		CLOCK_SAYS(9, 0), PWAIT2(0, 5, 0), CLOCK_FAILS(EACCES)};

	(void)state;
	ASSERT_WAIT_TIMEOUT(at_once, -EFAULT, 0, 2000000);
	ASSERT_WAIT_TIMEOUT(later, -EINVAL, 0, 2000000);
	ASSERT_WAIT_TIMEOUT(at_the_end, -EACCES, 0, 5);
}

static bool is_refusal(int error)
{
	size_t i;

	for (i = 0; i < COUNT(refusals); i++)
		if (refusals[i] == error)
			return true;
	return false;
}

static void every_other_error_is_passed_on(void **state)
{
	int error;

	(void)state;
	for (error = 1; error <= EHWPOISON; error++) {
		const struct step unlimited[] = {WAIT(-1, -error)};
		const struct step zero[] = {WAIT(0, -error)};
		const struct step whole[] = {CLOCK_SAYS(9, 0), WAIT(2, -error)};
		const struct step precise[] = {CLOCK_SAYS(9, 0), PWAIT2(0, 5, -error)};

		if (error == EINTR)
			continue;
		assert_wait_timeout(unlimited, 1, NULL, -error);
		ASSERT_WAIT_TIMEOUT(zero, -error, 0, 0);
		ASSERT_WAIT_TIMEOUT(whole, -error, 0, 2000000);
		if (!is_refusal(error))
			ASSERT_WAIT_TIMEOUT(precise, -error, 0, 5);
	}
}

static void assert_pwait(const struct step *steps, size_t count, const struct timespec *timeout,
	const sigset_t *mask, int expected)
{
	int result;

	events.count = 3;
	play(steps, count);
	result = epollctx_pwait(&ctx, &events, timeout, mask);
	played();
	assert_int_equal(result, expected);
	assert_int_equal(events.count, expected < 0 ? 0 : expected);
}

static void pwait_is_one_call_without_a_clock(void **state)
{
	static const struct timespec whole = {2, 5000000};
	static const struct timespec zero;
	static const struct timespec precise = {0, 5};
	static sigset_t mask;
	int error;

	(void)state;
	for (error = 0; error <= EHWPOISON; error++) {
		const struct step unlimited[] = {PWAIT(-1, -error, NULL)};
		const struct step nothing[] = {PWAIT(0, -error, &mask)};
		const struct step milliseconds[] = {PWAIT(2005, -error, &mask)};
		struct step exact[] = {PWAIT2(0, 5, -error)};

		exact[0].mask = &mask;
		assert_pwait(unlimited, 1, NULL, NULL, -error);
		assert_pwait(nothing, 1, &zero, &mask, -error);
		assert_pwait(milliseconds, 1, &whole, &mask, -error);
		if (!is_refusal(error))
			assert_pwait(exact, 1, &precise, &mask, -error);
	}
}

static void a_refused_epoll_pwait2_rounds_pwait_up(void **state)
{
	static const struct timespec precise = {0, 2000001};
	static const struct timespec longest = {INT64_MAX, 0};
	static sigset_t mask;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(refusals); i++) {
		struct step steps[] = {PWAIT2(0, 2000001, -refusals[i]), PWAIT(3, -EINTR, &mask)};
		struct step capped[] = {
			PWAIT2(INT64_MAX, 0, -refusals[i]), PWAIT(INT_MAX, 0, &mask)};

		steps[0].mask = &mask;
		capped[0].mask = &mask;
		assert_pwait(steps, 2, &precise, &mask, -EINTR);
		assert_pwait(capped, 2, &longest, &mask, 0);
	}
}

static void what_is_refused_makes_no_call(void **state)
{
	static const struct timespec malformed[] = {{0, -1}, {0, 1000000000}, {-1, 0}, {-1, 5}};
	static const struct timespec limit = {0, 5};
	struct epollctx closed = EPOLLCTX_INIT;
	struct epollctx_events none = {NULL, CAPACITY, 0};
	size_t i;

	(void)state;
	play_nothing();
	for (i = 0; i < COUNT(malformed); i++) {
		assert_int_equal(epollctx_wait_timeout(&ctx, &events, &malformed[i]), -EINVAL);
		assert_int_equal(epollctx_pwait(&ctx, &events, &malformed[i], NULL), -EINVAL);
	}
	assert_int_equal(epollctx_wait(NULL, &events), -EINVAL);
	assert_int_equal(epollctx_wait(&ctx, NULL), -EINVAL);
	assert_int_equal(epollctx_wait(&ctx, &none), -EINVAL);
	assert_int_equal(epollctx_wait_timeout(&ctx, &none, &limit), -EINVAL);
	assert_int_equal(epollctx_pwait(&ctx, &none, &limit, NULL), -EINVAL);
	assert_int_equal(epollctx_wait(&closed, &events), -EBADF);
	assert_int_equal(epollctx_wait_timeout(&closed, &events, &limit), -EBADF);
	assert_int_equal(epollctx_pwait(&closed, &events, &limit, NULL), -EBADF);
	played();
}

/* A kernel that claims more than it was given room for is believed, but not followed. */
static void a_count_above_the_capacity_shows_no_event(void **state)
{
	static const struct step steps[] = {WAIT(-1, CAPACITY + 1)};
	struct epollctx_iter iter;

	(void)state;
	assert_wait_timeout(steps, 1, NULL, CAPACITY + 1);
	iter = epollctx_iter(&events);
	assert_null(epollctx_iter_next(&iter));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_limit_and_zero_need_no_clock),
		cmocka_unit_test(whole_milliseconds_use_epoll_wait),
		cmocka_unit_test(other_times_use_epoll_pwait2_exactly),
		cmocka_unit_test(a_full_wait_returns_at_the_deadline),
		cmocka_unit_test(a_wait_that_is_too_short_goes_on),
		cmocka_unit_test(after_signals_only_what_is_left_is_waited),
		cmocka_unit_test(a_signal_at_the_deadline_looks_once_more),
		cmocka_unit_test(signals_repeat_waits_without_a_clock),
		cmocka_unit_test(a_storm_of_signals_takes_the_time_and_no_more),
		cmocka_unit_test(a_refused_epoll_pwait2_rounds_up),
		cmocka_unit_test(without_epoll_pwait2_long_waits_are_cut_up),
		cmocka_unit_test(a_deadline_beyond_time_saturates),
		cmocka_unit_test(a_failing_clock_ends_the_wait),
		cmocka_unit_test(every_other_error_is_passed_on),
		cmocka_unit_test(pwait_is_one_call_without_a_clock),
		cmocka_unit_test(a_refused_epoll_pwait2_rounds_pwait_up),
		cmocka_unit_test(what_is_refused_makes_no_call),
		cmocka_unit_test(a_count_above_the_capacity_shows_no_event),
	};

	return cmocka_run_group_tests_name("core/wait_faults", tests, NULL, NULL);
}
