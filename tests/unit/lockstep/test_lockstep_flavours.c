/* SPDX-License-Identifier: BSD-3-Clause */
/* What fuzz/lockstep/lockstep.c makes of the flavours `poll` and `deadline`: whole programs. */
#include "wrong_kernel.h"

static struct lockstep *ls;

static int no_mistake(void **state)
{
	(void)state;
	mistake = NO_MISTAKE;
	on_wait = NULL;
	ls = NULL;
	return 0;
}

/* --- Busy loops ----------------------------------------------------------------------------------
 */

/* The writer's close hangs the reader up; the second wait reports that again: a busy loop. */
#define HUNG_UP "epoll ep\npipe r w\nadd ep r IN 1\nclose w\nwait ep 16\nwait ep 16\n"

static void a_busy_loop_is_predicted(void **state)
{
	(void)state;
	ls = create(LOCKSTEP_poll);
	assert_same(ls, HUNG_UP);
	assert_same(
		ls, HUNG_UP "wait ep 16\nadd ep w IN 2\nmod ep r OUT 3\nwait ep 16\nwait ep 16\n");
	assert_same(ls, HUNG_UP "del ep r\nwait ep 16\nadd ep r IN 1\nwait ep 16\nwait ep 16\n");
	assert_same(ls, HUNG_UP "close ep\nepoll ep\nadd ep r IN 1\nwait ep 16\nwait ep 16\n");
	lockstep_destroy(ls);
}

static void lose_the_report(void)
{
	ls->files[0].poll.report = NULL;
}

static void a_busy_loop_that_is_not_reported_is_a_violation(void **state)
{
	struct lockstep_report report;

	(void)state;
	ls = create(LOCKSTEP_poll);
	on_wait = lose_the_report;
	run(ls, HUNG_UP, &report);
	assert_int_equal(report.index, 5);
	assert_string_equal(report.expected, "one busy loop reported");
	assert_string_equal(report.got, "0 reported");
	assert_string_equal(report.reason, "the busy-loop detection and the model differ");
	assert_int_equal(report.verdict, LOCKSTEP_VIOLATION);
	lockstep_destroy(ls);
}

static void lower_the_bound(void)
{
	ls->files[0].poll.max_hangups = 0;
}

static void a_busy_loop_that_is_none_is_a_violation(void **state)
{
	struct lockstep_report report;

	(void)state;
	ls = create(LOCKSTEP_poll);
	on_wait = lower_the_bound;
	run(ls, HUNG_UP, &report);
	assert_int_equal(report.index, 4);
	assert_string_equal(report.expected, "no busy loop reported");
	assert_string_equal(report.got, "1 reported");
	assert_int_equal(report.verdict, LOCKSTEP_VIOLATION);
	lockstep_destroy(ls);
}

/* --- Waits with a deadline -----------------------------------------------------------------------
 */

/* A fault, and behind it a wait for nothing or for something, for every time limit. */
static void assert_deadlines_hold(const char *fault, const char *first)
{
	char text[8192];
	int length = snprintf(text, sizeof text, "epoll ep\neventfd e %s\nadd ep e IN 1\n", first);

	for (int i = 0; i < 26; i++)
		length += snprintf(
			text + length, sizeof text - (size_t)length, "%s\nwait ep 4\n", fault);
	assert_true((size_t)length < sizeof text);
	assert_same(ls, text);
}

static void waits_with_a_deadline_pass_faults_on_or_live_with_them(void **state)
{
	static const char *const faults[] = {"", "fail epoll_pwait2 ENOSYS",
		"fail epoll_pwait2 EPERM", "fail epoll_pwait2 EOPNOTSUPP",
		"fail epoll_pwait2 EINVAL", "fail epoll_pwait2 ENOSYS 30",
		"fail epoll_pwait2 EINTR", "fail epoll_pwait2 EINTR 7",
		"fail epoll_pwait2 EINTR 300", "fail epoll_wait EINTR", "fail epoll_wait EINTR 7",
		"fail epoll_wait EINTR 300", "fail epoll_wait EFAULT", "fail epoll_wait ENOSYS",
		"fail epoll_wait EPERM", "fail clock_gettime EINVAL", "fail clock_gettime EPERM 3",
		"fail epoll_pwait2 EINTR 3\nfail epoll_pwait2 ENOSYS\nfail epoll_wait EINTR 9",
		"fail epoll_pwait2 EINTR 5\nfail epoll_wait EFAULT",
		"fail epoll_pwait2 ENOSYS\nfail epoll_wait EBADF"};

	(void)state;
	ls = create(LOCKSTEP_deadline);
	for (size_t i = 0; i < COUNT(faults); i++) {
		assert_deadlines_hold(faults[i], "0");
		assert_deadlines_hold(faults[i], "1");
	}
	lockstep_destroy(ls);
}

/* As if the zero wait, the second of a program's, had come back a nanosecond too soon. */
static void turn_the_clock_back(void)
{
	ls->kernel.now--;
}

static void a_wait_that_returns_too_soon_is_a_violation(void **state)
{
	static const char text[] = "epoll ep\nwait ep 1\nwait ep 1\n";
	struct lockstep_report report;

	(void)state;
	ls = create(LOCKSTEP_deadline);
	assert_same(ls, text);
	on_wait = turn_the_clock_back;
	assert_int_equal(run(ls, text, &report), LOCKSTEP_VIOLATION);
	assert_int_equal(report.index, 2);
	assert_string_equal(report.reason, "the wait returned before its time limit");
	lockstep_destroy(ls);
}

#define TEST(name) cmocka_unit_test_setup(name, no_mistake)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_busy_loop_is_predicted),
		TEST(a_busy_loop_that_is_not_reported_is_a_violation),
		TEST(a_busy_loop_that_is_none_is_a_violation),
		TEST(a_wait_that_returns_too_soon_is_a_violation),
		TEST(waits_with_a_deadline_pass_faults_on_or_live_with_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
