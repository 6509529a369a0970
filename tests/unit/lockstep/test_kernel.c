/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/lockstep/kernel.c: faults, the log, the rules of order, virtual time. */
#include "support.h"

#include "wrappers.h"

#define MS  INT64_C(1000000)
#define SEC INT64_C(1000000000)

static const char AFTER_FAILURE[] = "a system call followed one that had failed";
static const char AFTER_ANSWER[] = "a system call followed a wait that was answered";
static const char NO_LIMIT[] = "a wait with a deadline asked the kernel for no limit";
static const char TOO_LONG[] = "a wait asked the kernel for more time than is left";
static const char TOO_SHORT[] = "a wait asked the kernel for less time than is left";

static struct kernel k;

static int fresh(void **state)
{
	(void)state;
	kernel_reset(&k);
	k.virtual_time = true;
	return 0;
}

static void a_reset_kernel_has_no_faults_and_an_empty_log(void **state)
{
	(void)state;
	kernel_add_fault(&k, PROGRAM_CALL_read, EIO, 3);
	kernel_enter(&k, PROGRAM_CALL_read, 0);
	k.would_hang = true;
	k.storms = 5;
	k.now = 77;
	kernel_reset(&k);
	for (int call = 0; call < PROGRAM_CALL_COUNT; call++)
		assert_int_equal(kernel_take_fault(&k, (enum program_call)call), 0);
	assert_null(kernel_last(&k));
	assert_null(k.broken);
	assert_false(k.would_hang);
	assert_int_equal(k.now, SEC);
	assert_int_equal(k.storms, 0);
	assert_true(k.deadline == INT64_MAX);
}

static void faults_are_taken_in_their_order_each_call_its_own(void **state)
{
	(void)state;
	kernel_add_fault(&k, PROGRAM_CALL_read, EIO, 1);
	kernel_add_fault(&k, PROGRAM_CALL_write, EPIPE, 1);
	kernel_add_fault(&k, PROGRAM_CALL_read, EINVAL, 2);
	kernel_add_fault(&k, PROGRAM_CALL_read, EAGAIN, 1);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_close), 0);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), EIO);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), EINVAL);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), EINVAL);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), EAGAIN);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), 0);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_write), EPIPE);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_write), 0);
}

static void a_fault_can_follow_one_that_is_used_up(void **state)
{
	(void)state;
	kernel_add_fault(&k, PROGRAM_CALL_read, EIO, 1);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), EIO);
	kernel_add_fault(&k, PROGRAM_CALL_read, EINVAL, 1);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), EINVAL);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), 0);
}

static void a_fault_of_no_times_is_none(void **state)
{
	(void)state;
	kernel_add_fault(&k, PROGRAM_CALL_read, EIO, 0);
	kernel_add_fault(&k, PROGRAM_CALL_read, EINVAL, 1);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), EINVAL);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), 0);
}

static void forgotten_faults_do_not_happen(void **state)
{
	(void)state;
	kernel_add_fault(&k, PROGRAM_CALL_read, EIO, 9);
	kernel_forget_faults(&k);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), 0);
	kernel_add_fault(&k, PROGRAM_CALL_read, EPERM, 1);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), EPERM);
}

static void there_is_room_for_the_faults_of_the_longest_program(void **state)
{
	(void)state;
	for (int i = 0; i < PROGRAM_OPERATIONS_MAX; i++)
		kernel_add_fault(&k, PROGRAM_CALL_read, i % 2 ? EIO : EPERM, 1);
	kernel_add_fault(&k, PROGRAM_CALL_read, EINVAL, 1);
	for (int i = 0; i < PROGRAM_OPERATIONS_MAX; i++)
		assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), i % 2 ? EIO : EPERM);
	assert_int_equal(kernel_take_fault(&k, PROGRAM_CALL_read), 0);
}

static void a_due_fault_sets_errno_and_the_entry(void **state)
{
	struct kernel_entry *entry;

	(void)state;
	kernel_add_fault(&k, PROGRAM_CALL_epoll_ctl, ENOSPC, 1);
	entry = kernel_enter(&k, PROGRAM_CALL_epoll_ctl, 0);
	errno = 0;
	assert_true(kernel_fails(&k, entry));
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(entry->error, ENOSPC);
	assert_int_equal(entry->result, -1);
	assert_true(entry->injected);
	kernel_begin(&k, 0);
	entry = kernel_enter(&k, PROGRAM_CALL_epoll_ctl, 0);
	errno = 0;
	assert_false(kernel_fails(&k, entry));
	assert_int_equal(errno, 0);
	assert_int_equal(entry->error, 0);
	assert_false(entry->injected);
}

static void the_log_begins_anew_with_each_operation(void **state)
{
	(void)state;
	assert_null(kernel_last(&k));
	kernel_enter(&k, PROGRAM_CALL_read, 0)->result = 4;
	kernel_enter(&k, PROGRAM_CALL_write, 0)->result = 5;
	assert_int_equal(k.calls, 2);
	assert_int_equal(k.log[0].call, PROGRAM_CALL_read);
	assert_int_equal(kernel_last(&k)->call, PROGRAM_CALL_write);
	assert_int_equal(kernel_last(&k)->result, 5);
	k.broken = "something";
	k.would_hang = true;
	kernel_begin(&k, 0);
	assert_int_equal(k.calls, 0);
	assert_null(kernel_last(&k));
	assert_null(k.broken);
	assert_false(k.would_hang);
}

static void a_log_that_is_full_keeps_the_last_call_and_counts_all(void **state)
{
	(void)state;
	for (int i = 0; i < KERNEL_LOG_MAX + 10; i++)
		kernel_enter(&k, PROGRAM_CALL_read, 0)->result = i;
	assert_int_equal(k.calls, KERNEL_LOG_MAX + 10);
	assert_int_equal(k.log[KERNEL_LOG_MAX - 2].result, KERNEL_LOG_MAX - 2);
	assert_int_equal(kernel_last(&k)->result, KERNEL_LOG_MAX + 9);
	assert_ptr_equal(kernel_last(&k), &k.log[KERNEL_LOG_MAX - 1]);
}

static void three_calls_are_waits(void **state)
{
	int waits = 0;

	(void)state;
	for (int call = 0; call < PROGRAM_CALL_COUNT; call++)
		waits += kernel_is_wait((enum program_call)call);
	assert_int_equal(waits, 3);
	assert_true(kernel_is_wait(PROGRAM_CALL_epoll_wait));
	assert_true(kernel_is_wait(PROGRAM_CALL_epoll_pwait));
	assert_true(kernel_is_wait(PROGRAM_CALL_epoll_pwait2));
}

/* What follows what: NULL where it may. */
struct follow {
	enum program_call before;
	int error;
	long result;
	int64_t limit;
	enum program_call call;
	const char *broken;
};
#define CALL(name) PROGRAM_CALL_##name

static const struct follow follows[] = {
	{CALL(epoll_wait), EINTR, -1, 0, CALL(epoll_wait), NULL},
	{CALL(epoll_pwait2), EINTR, -1, SEC, CALL(clock_gettime), NULL},
	{CALL(epoll_pwait), EINTR, -1, SEC, CALL(epoll_wait), NULL},
	{CALL(epoll_pwait2), ENOSYS, -1, SEC, CALL(epoll_wait), NULL},
	{CALL(epoll_pwait2), EPERM, -1, SEC, CALL(epoll_wait), NULL},
	{CALL(epoll_pwait2), EOPNOTSUPP, -1, SEC, CALL(epoll_wait), NULL},
	{CALL(epoll_pwait2), EINVAL, -1, SEC, CALL(epoll_wait), AFTER_FAILURE},
	{CALL(epoll_wait), ENOSYS, -1, SEC, CALL(epoll_wait), AFTER_FAILURE},
	{CALL(epoll_wait), EPERM, -1, SEC, CALL(epoll_pwait2), AFTER_FAILURE},
	{CALL(epoll_pwait), EOPNOTSUPP, -1, SEC, CALL(epoll_wait), AFTER_FAILURE},
	{CALL(epoll_ctl), EEXIST, -1, 0, CALL(epoll_ctl), AFTER_FAILURE},
	{CALL(read), EINTR, -1, 0, CALL(read), AFTER_FAILURE},
	{CALL(close), EINTR, -1, 0, CALL(close), AFTER_FAILURE},
	{CALL(clock_gettime), EINVAL, -1, SEC, CALL(epoll_wait), AFTER_FAILURE},
	{CALL(clock_gettime), 0, 0, SEC, CALL(epoll_wait), NULL},
	{CALL(epoll_wait), 0, 0, SEC, CALL(epoll_wait), NULL},
	{CALL(epoll_wait), 0, 0, SEC, CALL(clock_gettime), NULL},
	{CALL(epoll_wait), 0, 0, 0, CALL(clock_gettime), NULL},
	{CALL(epoll_wait), 0, 0, 0, CALL(epoll_wait), AFTER_ANSWER},
	{CALL(epoll_wait), 0, 2, SEC, CALL(clock_gettime), AFTER_ANSWER},
	{CALL(epoll_pwait2), 0, 1, SEC, CALL(epoll_pwait2), AFTER_ANSWER},
	{CALL(epoll_pwait), 0, 1, -1, CALL(epoll_wait), AFTER_ANSWER},
};

static void assert_text(const char *got, const char *expected, size_t row)
{
	if (got == NULL || expected == NULL ? got != expected : strcmp(got, expected) != 0)
		fail_msg("row %zu: expected %s, got %s", row, expected ? expected : "nothing",
			got ? got : "nothing");
}

static void each_row_of_what_may_follow_what(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(follows); i++) {
		struct kernel_entry *entry;

		kernel_reset(&k);
		kernel_begin(&k, follows[i].limit);
		entry = kernel_enter(&k, follows[i].before, 0);
		assert_null(k.broken);
		entry->error = follows[i].error;
		entry->result = follows[i].result;
		kernel_enter(&k, follows[i].call, 0);
		assert_text(k.broken, follows[i].broken, i);
	}
}

static void the_first_broken_rule_is_kept(void **state)
{
	struct kernel_entry *entry;

	(void)state;
	kernel_begin(&k, 0);
	kernel_enter(&k, CALL(epoll_ctl), 0)->error = ENOENT;
	entry = kernel_enter(&k, CALL(epoll_wait), 0);
	assert_string_equal(k.broken, AFTER_FAILURE);
	entry->result = 1;
	kernel_enter(&k, CALL(epoll_wait), 0);
	assert_string_equal(k.broken, AFTER_FAILURE);
}

/* With `limit` ns, `passed` ns after the start, a wait asks for `timeout` ns. */
struct asked {
	int64_t limit;
	int64_t passed;
	int64_t timeout;
	bool refused; /* epoll_pwait2 was, before */
	const char *broken;
};

#define NOT_EXACT "a wait did not ask for the time that is left to the nanosecond"

static const struct asked asks[] = {
	{5 * MS, 0, 5 * MS, false, NULL},
	{5 * MS + 1, 0, 5 * MS + 1, false, NULL},
	{5 * MS + 1, 0, 6 * MS, false, NOT_EXACT},
	{5 * MS + 1, 0, 6 * MS, true, NULL},
	{5 * MS + 1, 0, 5 * MS, true, TOO_SHORT},
	{5 * MS + 1, 0, 7 * MS, true, TOO_LONG},
	{5 * MS + 1, 0, 5 * MS + 2, false, TOO_LONG},
	{5 * MS, 0, 6 * MS, false, TOO_LONG},
	{5 * MS, 0, 5 * MS - 1, false, TOO_SHORT},
	{5 * MS, 0, 0, false, TOO_SHORT},
	{5 * MS, 0, -1, false, NO_LIMIT},
	{5 * MS, 2 * MS, 3 * MS, false, NULL},
	{5 * MS, 2 * MS, 5 * MS, false, TOO_LONG},
	{5 * MS, 9 * MS, 0, false, NULL},
	{5 * MS, 9 * MS, MS, false, TOO_LONG},
	{0, 0, 0, false, NULL},
	{0, 0, MS, false, TOO_LONG},
	{0, 0, -1, false, NO_LIMIT},
	{3000000 * SEC, 0, INT32_MAX *MS, false, NULL},
	{3000000 * SEC, 0, (INT32_MAX - 1) * MS, false, TOO_SHORT},
	{3000000 * SEC, 0, 3000000 * SEC, false, TOO_LONG},
	{3000000 * SEC + 1, 0, 3000000 * SEC + 1, false, NULL},
	{-1, 0, -1, false, NULL},
	{-1, 0, 7 * MS, false, NULL},
};

static struct kernel_entry *ask(const struct asked *row)
{
	bool whole = row->timeout < 0 || row->timeout % MS == 0;

	kernel_begin(&k, row->limit);
	k.now += row->passed;
	k.refused = row->refused;
	return kernel_enter(&k, whole ? CALL(epoll_wait) : CALL(epoll_pwait2), row->timeout);
}

static void each_row_of_what_a_wait_may_ask_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(asks); i++) {
		fresh(state);
		assert_true(kernel_takes_no_time(&k, ask(&asks[i])));
		assert_text(k.broken, asks[i].broken, i);
	}
}

static void a_wait_that_a_fault_ends_is_checked_just_so(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(asks); i++) {
		struct kernel_entry *entry;

		fresh(state);
		entry = ask(&asks[i]);
		entry->error = ENOSYS;
		kernel_interrupted(&k, entry);
		assert_text(k.broken, asks[i].broken, i);
		assert_int_equal(k.now, SEC + asks[i].passed);
	}
}

static void in_real_time_nothing_is_checked_or_advanced(void **state)
{
	struct kernel_entry *entry;

	(void)state;
	k.virtual_time = false;
	kernel_begin(&k, 5 * MS);
	entry = kernel_enter(&k, CALL(epoll_wait), 9 * MS);
	assert_false(kernel_takes_no_time(&k, entry));
	assert_int_equal(kernel_waited(&k, entry, 0), 0);
	entry->error = EINTR;
	kernel_interrupted(&k, entry);
	entry->timeout = -1;
	assert_false(kernel_takes_no_time(&k, entry));
	assert_int_equal(kernel_waited(&k, entry, 0), 0);
	assert_null(k.broken);
	assert_false(k.would_hang);
	assert_int_equal(k.now, SEC);
}

static void a_wait_in_vain_passes_its_whole_time_at_once(void **state)
{
	struct kernel_entry *entry;

	(void)state;
	kernel_begin(&k, 5 * MS);
	entry = kernel_enter(&k, CALL(epoll_wait), 5 * MS);
	assert_int_equal(kernel_waited(&k, entry, 0), 0);
	assert_int_equal(k.now, SEC + 5 * MS);
	assert_int_equal(kernel_waited(&k, entry, 3), 3);
	errno = EBADF;
	assert_int_equal(kernel_waited(&k, entry, -1), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(k.now, SEC + 5 * MS);
	entry->timeout = INT64_MAX;
	kernel_waited(&k, entry, 0);
	assert_true(k.now == INT64_MAX);
}

static void a_wait_without_a_limit_in_vain_would_hang(void **state)
{
	struct kernel_entry *entry;

	(void)state;
	kernel_begin(&k, -1);
	entry = kernel_enter(&k, CALL(epoll_wait), -1);
	assert_int_equal(kernel_waited(&k, entry, 1), 1);
	assert_false(k.would_hang);
	assert_int_equal(kernel_waited(&k, entry, 0), -1);
	assert_int_equal(errno, EDEADLK);
	assert_true(k.would_hang);
}

static void a_deadline_too_far_away_is_none(void **state)
{
	(void)state;
	kernel_begin(&k, INT64_MAX);
	assert_true(k.deadline == INT64_MAX);
	kernel_begin(&k, INT64_MAX - SEC);
	assert_true(k.deadline == INT64_MAX);
	kernel_begin(&k, INT64_MAX - SEC - 1);
	assert_true(k.deadline == INT64_MAX - 1);
	kernel_begin(&k, -1);
	assert_true(k.deadline == INT64_MAX);
}

/* The time that passes in each of the next interrupted waits. */
static int64_t interrupted(int64_t timeout)
{
	int64_t before = k.now;
	struct kernel_entry *entry;

	kernel_begin(&k, timeout);
	entry = kernel_enter(&k, CALL(epoll_wait), timeout);
	entry->error = EINTR;
	kernel_interrupted(&k, entry);
	assert_null(k.broken);
	return k.now - before;
}

static void interrupted_waits_have_slept_different_parts_of_their_time(void **state)
{
	static const int64_t parts[] = {0, 3 * MS, 1, 9 * MS - 1, 9 * MS, 14 * MS};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(parts); i++)
		assert_int_equal(interrupted(9 * MS), parts[i % COUNT(parts)]);
	for (size_t i = 0; i < COUNT(parts); i++)
		assert_in_range(interrupted(2 * SEC), 0, 2 * SEC);
	for (size_t i = 0; i < COUNT(parts); i++)
		assert_in_range(interrupted(-1), 0, SEC);
	for (size_t i = 0; i < COUNT(parts); i++)
		assert_in_range(interrupted(0), 0, 5 * MS);
}

#define TEST(name) cmocka_unit_test_setup(name, fresh)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_reset_kernel_has_no_faults_and_an_empty_log),
		TEST(faults_are_taken_in_their_order_each_call_its_own),
		TEST(a_fault_can_follow_one_that_is_used_up),
		TEST(a_fault_of_no_times_is_none),
		TEST(forgotten_faults_do_not_happen),
		TEST(there_is_room_for_the_faults_of_the_longest_program),
		TEST(a_due_fault_sets_errno_and_the_entry),
		TEST(the_log_begins_anew_with_each_operation),
		TEST(a_log_that_is_full_keeps_the_last_call_and_counts_all),
		TEST(three_calls_are_waits),
		TEST(each_row_of_what_may_follow_what),
		TEST(the_first_broken_rule_is_kept),
		TEST(each_row_of_what_a_wait_may_ask_for),
		TEST(a_wait_that_a_fault_ends_is_checked_just_so),
		TEST(in_real_time_nothing_is_checked_or_advanced),
		TEST(a_wait_in_vain_passes_its_whole_time_at_once),
		TEST(a_wait_without_a_limit_in_vain_would_hang),
		TEST(a_deadline_too_far_away_is_none),
		TEST(interrupted_waits_have_slept_different_parts_of_their_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
