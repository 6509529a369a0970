/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/lockstep/lockstep.c: whole programs, on the kernel as it is and on wrong ones.
 */
#include "wrong_kernel.h"

static struct lockstep *ls;

static int no_mistake(void **state)
{
	(void)state;
	mistake = NO_MISTAKE;
	on_create = NULL;
	on_wait = NULL;
	ls = NULL;
	return 0;
}

/* Every operation of the language, answered well and refused. */
static const char everything[] =
	"epoll ep => ok\neventfd e 2 semaphore => ok\npipe r w => ok\nsocketpair a b => ok\n"
	"timerfd t => ok\nfile f => ok\nbad n => ok\ndup e d => ok\ndup n m => EBADF\n"
	"add ep e IN 1 => ok\nadd ep e IN 1 => EEXIST\nadd ep r IN|ET 2 => ok\n"
	"add ep a IN|RDHUP|ONESHOT 3 => ok\nadd ep t IN 4 => ok\nadd ep f IN 5 => EPERM\n"
	"add ep n IN 6 => EBADF\nmod ep m IN 6 => EBADF\nadd n e IN 6 => EBADF\n"
	"write w 5 => 5\nwrite b 7 => 7\nwrite e 3 => ok\nwrite f 10 => 10\narm t => ok\n"
	"wait ep 9 => 1:IN 2:IN 3:IN 4:IN\nwait ep 0 => EINVAL\nwait n 9 => EBADF\n"
	"wait r 9 => EINVAL\nread t => 1\nread e => 1\nread r 9 => 5\nread a 9 => 7\n"
	"disarm t => ok\nshutdown b wr => ok\nshutdown r rd => ENOTSOCK\nmod ep a IN|RDHUP 8 => "
	"ok\n"
	"wait ep 9 => 1:IN 8:IN|RDHUP\ndup2 e r => ok\ndup2 e n => EBADF\ndel ep e => ok\n"
	"del ep e => ENOENT\nclose w => ok\nclose w => EBADF\nclose d => ok\n"
	"fail epoll_ctl ENOSPC 2\nadd ep e IN 1 => ENOSPC\ndel ep e => ENOSPC\nadd ep e IN 1 => "
	"ok\n";

static void a_program_that_uses_everything_is_the_same(void **state)
{
	struct lockstep_report report;

	(void)state;
	for (int flavour = 0; flavour < LOCKSTEP_FLAVOUR_COUNT; flavour++) {
		ls = create((enum lockstep_flavour)flavour);
		assert_same(ls, everything);
		assert_int_equal(run(ls, everything, &report), LOCKSTEP_SAME);
		assert_int_equal(report.index, LOCKSTEP_AT_END);
		assert_true(report.trace != 0);
		lockstep_destroy(ls);
	}
}

static void an_empty_program_is_the_same(void **state)
{
	(void)state;
	ls = create(LOCKSTEP_context);
	assert_same(ls, "");
	lockstep_destroy(ls);
}

/* --- What is stated ------------------------------------------------------------------------------
 */

struct stated {
	const char *text;
	enum lockstep_verdict verdict;
	long index;
	const char *operation, *expected, *got;
};

#define TWO_READY "epoll ep\neventfd a 1\neventfd b 1\nadd ep a IN 1\nadd ep b IN 2\n"
#define EDGE_SEEN "epoll ep\neventfd a 1\nadd ep a IN|ET 1\nwait ep 9\n"

static const struct stated statements[] = {
	{"eventfd e 3\nread e => 4\n", LOCKSTEP_VIOLATION, 1, "read e", "4", "3"},
	{"eventfd e => EMFILE\n", LOCKSTEP_VIOLATION, 0, "eventfd e", "EMFILE", "ok"},
	{"eventfd e\nread e => 1\n", LOCKSTEP_VIOLATION, 1, "read e", "1", "EAGAIN"},
	{"epoll ep\nbad n\nadd ep n IN 1 => ok\n", LOCKSTEP_VIOLATION, 2, "add ep n IN 1", "ok",
		"EBADF"},
	{TWO_READY "wait ep 9 => 2:IN 1:IN\n", LOCKSTEP_DEVIATION, 5, "wait ep 9", "2:IN 1:IN",
		"1:IN 2:IN"},
	{TWO_READY "wait ep 1 => 2:IN\n", LOCKSTEP_DEVIATION, 5, "wait ep 1", "2:IN", "1:IN"},
	{TWO_READY "wait ep 9 => 1:IN\n", LOCKSTEP_VIOLATION, 5, "wait ep 9", "1:IN", "1:IN 2:IN"},
	{TWO_READY "wait ep 9 => none\n", LOCKSTEP_VIOLATION, 5, "wait ep 9", "none", "1:IN 2:IN"},
	{TWO_READY "wait ep 9 => 1:IN 2:IN 2:IN\n", LOCKSTEP_VIOLATION, 5, "wait ep 9",
		"1:IN 2:IN 2:IN", "1:IN 2:IN"},
	{TWO_READY "wait ep 9 => EINVAL\n", LOCKSTEP_VIOLATION, 5, "wait ep 9", "EINVAL",
		"1:IN 2:IN"},
	{EDGE_SEEN "wait ep 9 => 1:IN\n", LOCKSTEP_DEVIATION, 4, "wait ep 9", "1:IN", "none"},
	{EDGE_SEEN "wait ep 9 => 1:OUT\n", LOCKSTEP_VIOLATION, 4, "wait ep 9", "1:OUT", "none"},
};

static void what_is_stated_wrongly_is_told_and_judged(void **state)
{
	struct lockstep_report report;

	(void)state;
	ls = create(LOCKSTEP_context);
	for (size_t i = 0; i < COUNT(statements); i++) {
		const struct stated *s = &statements[i];

		assert_int_equal(run(ls, s->text, &report), s->verdict);
		assert_int_equal(report.index, s->index);
		assert_string_equal(report.operation, s->operation);
		assert_string_equal(report.expected, s->expected);
		assert_string_equal(report.got, s->got);
		assert_string_equal(report.reason,
			"the kernel, and with it the model, differs from what is stated");
		assert_same(ls, everything);
	}
	lockstep_destroy(ls);
}

static void other_flavours_do_not_compare_what_is_stated(void **state)
{
	(void)state;
	for (int flavour = 0; flavour < LOCKSTEP_FLAVOUR_COUNT; flavour++) {
		if (flavour == LOCKSTEP_context)
			continue;
		ls = create((enum lockstep_flavour)flavour);
		for (size_t i = 0; i < COUNT(statements); i++)
			assert_same(ls, statements[i].text);
		lockstep_destroy(ls);
	}
}

static void a_report_names_line_operation_and_answers(void **state)
{
	struct program p = program_of("# first\n\neventfd e 3\nread e => 4\n");
	struct lockstep_report report;
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	ls = create(LOCKSTEP_context);
	lockstep_run(ls, &p, &report);
	lockstep_write_report(&report, &p, file);
	p.operations[1].line = 0;
	lockstep_write_report(&report, &p, file);
	fclose(file);
	assert_string_equal(text,
		"violation: the kernel, and with it the model, differs from what "
		"is stated\n  line:      4\n  operation: read e\n"
		"  expected:  4\n  got:       3\n"
		"violation: the kernel, and with it the model, differs from what "
		"is stated\n  operation number: 2\n  operation: read e\n"
		"  expected:  4\n  got:       3\n");
	free(text);
	program_free(&p);
	lockstep_destroy(ls);
}

/* --- Wrong kernels -------------------------------------------------------------------------------
 */

struct wrong {
	enum mistake mistake;
	const char *text;
	enum lockstep_verdict verdict;
	long index;
	const char *expected, *got;
};

static const struct wrong wrongs[] = {
	{CTL_SUCCEEDS, "epoll ep\neventfd e\ndel ep e\n", LOCKSTEP_VIOLATION, 2, "ENOENT", "ok"},
	{CTL_OTHER_ERRNO, "epoll ep\neventfd e\nmod ep e IN 1\n", LOCKSTEP_VIOLATION, 2, "ENOENT",
		"EEXIST"},
	{CTL_DOES_NOTHING, "epoll ep\neventfd e\nadd ep e IN 1\n", LOCKSTEP_VIOLATION,
		LOCKSTEP_AT_END, "0x1", "0x0"},
	{CTL_FORGETS_TOKEN, "epoll ep\neventfd e\nadd ep e IN 9\n", LOCKSTEP_VIOLATION,
		LOCKSTEP_AT_END, "0x9", "0x0"},
	{CTL_FORGETS_TOKEN, "epoll ep\neventfd e 1\nadd ep e IN 9\nwait ep 1\n", LOCKSTEP_VIOLATION,
		3, "9:IN", "0:IN"},
	{WAIT_REVERSED, TWO_READY "wait ep 9\n", LOCKSTEP_DEVIATION, 5, "1:IN 2:IN", "2:IN 1:IN"},
	/* The waits at the end are compared like any other. */
	{WAIT_REVERSED, TWO_READY, LOCKSTEP_DEVIATION, LOCKSTEP_AT_END, "1:IN 2:IN", "2:IN 1:IN"},
	{WAIT_LOSES_ONE, TWO_READY "wait ep 9\n", LOCKSTEP_VIOLATION, 5, "1:IN 2:IN", "1:IN"},
	{WAIT_REPEATS, EDGE_SEEN "wait ep 9\n", LOCKSTEP_DEVIATION, 4, "none", "1:IN"},
	{WAIT_REPEATS, "epoll ep\neventfd a 1\nadd ep a IN 1\nwait ep 9\nread a\nwait ep 9\n",
		LOCKSTEP_VIOLATION, 5, "none", "1:IN"},
	{WAIT_REPEATS, "epoll ep\neventfd a 1\nadd ep a IN|ONESHOT 1\nwait ep 9\nwait ep 9\n",
		LOCKSTEP_VIOLATION, 4, "none", "1:IN"},
	{WAIT_OTHER_EVENTS, TWO_READY "wait ep 9\n", LOCKSTEP_VIOLATION, 5, "1:IN 2:IN",
		"1:IN|PRI 2:IN"},
	{EVENTFD_LEAKS, "eventfd e\n", LOCKSTEP_VIOLATION, LOCKSTEP_AT_END, "0x0", "0x1"},
	{EVENTFD_LEAKS, "eventfd e\nfile f\n", LOCKSTEP_VIOLATION, 1, "ok, number 1",
		"ok, number 2"},
	{EVENTFD_SKIPS_NUMBER, "eventfd e\n", LOCKSTEP_VIOLATION, 0, "ok, number 0",
		"ok, number 1"},
	{CLOSE_KEEPS, "eventfd e\nclose e\n", LOCKSTEP_VIOLATION, LOCKSTEP_AT_END, "0x0", "0x1"},
	{CLOSE_KEEPS, "eventfd e\nclose e\neventfd d\n", LOCKSTEP_VIOLATION, 2, "ok, number 0",
		"ok, number 1"},
	{CLOSE_FAILS, "eventfd e\nclose e\n", LOCKSTEP_VIOLATION, 1, "ok", "EIO"},
	{READ_KEEPS, "eventfd e 5\nread e\n", LOCKSTEP_VIOLATION, LOCKSTEP_AT_END, "0x4", "0x5"},
	/* Faults that are left over do not hide what the reads at the end find. */
	{READ_KEEPS, "eventfd e 5\nfail read EIO 99\n", LOCKSTEP_VIOLATION, LOCKSTEP_AT_END,
		"EAGAIN", "5"},
	{READ_KEEPS, "eventfd e 5\nread e\nread e\n", LOCKSTEP_VIOLATION, 2, "EAGAIN", "5"},
};

static void each_wrong_kernel_is_told_and_judged(void **state)
{
	struct lockstep_report report;

	(void)state;
	ls = create(LOCKSTEP_context);
	for (size_t i = 0; i < COUNT(wrongs); i++) {
		const struct wrong *w = &wrongs[i];

		mistake = NO_MISTAKE;
		assert_same(ls, w->text);
		mistake = w->mistake;
		run(ls, w->text, &report);
		mistake = NO_MISTAKE;
		if (report.verdict != w->verdict || report.index != w->index ||
			strcmp(report.expected, w->expected) != 0 ||
			strcmp(report.got, w->got) != 0)
			fail_msg("row %zu: %s at %ld, expected %s, got %s: %s", i,
				lockstep_verdict_name(report.verdict), report.index,
				report.expected, report.got, report.reason);
		assert_same(ls, everything);
	}
	lockstep_destroy(ls);
}

static void a_difference_at_the_end_says_of_what(void **state)
{
	struct lockstep_report report;

	(void)state;
	ls = create(LOCKSTEP_context);
	mistake = EVENTFD_LEAKS;
	run(ls, "eventfd e\n", &report);
	assert_string_equal(report.operation, "at the end: being open of number 1");
	assert_string_equal(report.reason, "the state after the program differs");
	mistake = WAIT_REVERSED;
	run(ls, TWO_READY, &report);
	assert_string_equal(report.operation, "at the end: wait of number 0");
	assert_string_equal(report.reason, "the kernel and the model differ");
	mistake = EVENTFD_SKIPS_NUMBER;
	run(ls, "eventfd e\n", &report);
	assert_string_equal(report.reason, "another number was opened than the lowest free one");
	lockstep_destroy(ls);
}

static void break_a_promise(void)
{
	complain(ls, "a promise");
}

static void a_broken_promise_is_a_violation_whatever_the_answer(void **state)
{
	struct lockstep_report report;

	(void)state;
	ls = create(LOCKSTEP_context);
	on_wait = break_a_promise;
	assert_int_equal(run(ls, TWO_READY "wait ep 9\n", &report), LOCKSTEP_VIOLATION);
	assert_int_equal(report.index, 5);
	assert_string_equal(report.reason, "a promise");
	assert_string_equal(report.expected, "1:IN 2:IN");
	assert_string_equal(report.got, "1:IN 2:IN");
	mistake = WAIT_REVERSED;
	assert_int_equal(run(ls, TWO_READY "wait ep 9\n", &report), LOCKSTEP_VIOLATION);
	lockstep_destroy(ls);
}

/* --- Repetition ----------------------------------------------------------------------------------
 */

static void the_same_program_gives_the_same_trace(void **state)
{
	struct lockstep_report first, second;

	(void)state;
	for (int flavour = 0; flavour < LOCKSTEP_FLAVOUR_COUNT; flavour++) {
		const struct lockstep_options options = {
			.flavour = (enum lockstep_flavour)flavour, .twice = true};

		ls = create_with(&options);
		assert_int_equal(run(ls, everything, &first), LOCKSTEP_SAME);
		assert_int_equal(run(ls, everything, &second), LOCKSTEP_SAME);
		assert_true(first.trace == second.trace);
		assert_int_equal(run(ls, TWO_READY, &second), LOCKSTEP_SAME);
		assert_true(first.trace != second.trace);
		lockstep_destroy(ls);
	}
}

/* Every second run starts with another time limit, as a core that is not deterministic might. */
static unsigned creations;

static void take_another_limit(void)
{
	if (creations++ % 2 != 0)
		ls->waits += 2;
}

static void another_trace_the_second_time_is_a_violation(void **state)
{
	static const char text[] = "epoll ep\nfail epoll_pwait2 EINVAL\nwait ep 1\n";
	const struct lockstep_options once = {.flavour = LOCKSTEP_deadline};
	const struct lockstep_options twice = {.flavour = LOCKSTEP_deadline, .twice = true};
	struct lockstep_report report;

	(void)state;
	creations = 0;
	on_create = take_another_limit;
	ls = create_with(&once);
	assert_same(ls, text);
	assert_same(ls, text);
	lockstep_destroy(ls);
	ls = create_with(&twice);
	assert_int_equal(run(ls, text, &report), LOCKSTEP_VIOLATION);
	assert_string_equal(report.reason, "the same program gave another trace the second time");
	on_create = NULL;
	assert_same(ls, text);
	lockstep_destroy(ls);
}

/* --- Predicting ----------------------------------------------------------------------------------
 */

static const char *const predictable[] = {
	TWO_READY "wait ep 9\n",
	EDGE_SEEN "wait ep 9\n",
	"epoll ep\neventfd e\nfail epoll_ctl ENOMEM\nadd ep e IN 1\nadd ep e IN 1\n",
	"fail epoll_create1 EMFILE 2\nepoll a\nepoll b\nepoll c\nadd a b IN 1\nadd c c IN 1\n",
	"eventfd e 1\nfail read EIO\nfail write EINTR 2\nread e\nread e\nwrite e 1\nwrite e 1\n",
	"eventfd e\nfail fcntl EMFILE\ndup e d\ndup e c\nclose d\nclose c\nfail close EIO\nclose "
	"e\n",
	"fail eventfd ENFILE\neventfd e\nread e\nfail pipe2 EMFILE\npipe r w\nwrite w 1\n",
	"fail socketpair ENOMEM\nsocketpair a b\nfail timerfd_create EMFILE\ntimerfd t\narm t\n",
	"timerfd t\nfail timerfd_settime EINVAL\narm t\ndisarm t\nfail memfd_create EMFILE\nfile "
	"f\n",
	"socketpair a b\nfail shutdown ENOTCONN\nshutdown a wr\nfail dup2 EBUSY\ndup2 a b\n",
	"epoll ep\nfail epoll_wait EINTR 5\nwait ep 1\nfail epoll_wait EFAULT\nwait ep 1\nwait ep "
	"0\n",
	"epoll ep\nfail epoll_wait EINTR\nfail epoll_wait EBADF\nwait ep 0\nwait ep 1\nwait ep 1\n",
	"bad n\nfail close EIO\nclose n\nepoll ep\nclose ep\n",
};

static void what_is_predicted_is_what_a_run_gets(void **state)
{
	(void)state;
	ls = create(LOCKSTEP_context);
	for (size_t i = 0; i < COUNT(predictable); i++) {
		char *text = stated_text(ls, predictable[i]);

		assert_non_null(strstr(text, "=>"));
		assert_nothing_open(ls);
		assert_same(ls, text);
		free(text);
	}
	lockstep_destroy(ls);
}

static void a_prediction_states_each_answer(void **state)
{
	char *text;

	(void)state;
	ls = create(LOCKSTEP_context);
	text = stated_text(ls,
		"fail epoll_ctl ENOMEM\nepoll ep\neventfd e 1\nadd ep e IN 7 => ok\n"
		"add ep e IN 7\nwait ep 1\nread e => 5\nclose ep\n");
	assert_string_equal(text,
		"fail epoll_ctl ENOMEM\nepoll ep => ok\neventfd e 1 => ok\n"
		"add ep e IN 7 => ENOMEM\nadd ep e IN 7 => ok\nwait ep 1 => 7:IN\n"
		"read e => 1\nclose ep => ok\n");
	free(text);
	lockstep_destroy(ls);
}

/* --- The rest ------------------------------------------------------------------------------------
 */

static void performing_alone_makes_the_calls_and_no_faults(void **state)
{
	struct program p = program_of(
		"epoll ep\neventfd e\nfail epoll_ctl EIO 9\nadd ep e IN 1\nmod ep e OUT 2\n"
		"del ep e\nwait ep 4 => EBADF\n");

	(void)state;
	ls = create(LOCKSTEP_context);
	ctl_calls = 0;
	lockstep_perform(ls, &p);
	assert_int_equal(ctl_calls, 3);
	assert_nothing_open(ls);
	assert_same(ls, everything);
	program_free(&p);
	lockstep_destroy(ls);
}

static void names_and_texts_are_those_of_the_table(void **state)
{
	(void)state;
	assert_string_equal(lockstep_flavour_name(LOCKSTEP_context), "context");
	assert_string_equal(lockstep_flavour_name(LOCKSTEP_poll), "poll");
	assert_string_equal(lockstep_flavour_name(LOCKSTEP_deadline), "deadline");
	for (int i = 0; i < LOCKSTEP_FLAVOUR_COUNT; i++)
		assert_true(strlen(lockstep_flavour_text((enum lockstep_flavour)i)) > 10);
	assert_string_equal(lockstep_verdict_name(LOCKSTEP_SAME), "same");
	assert_string_equal(lockstep_verdict_name(LOCKSTEP_DEVIATION), "deviation");
	assert_string_equal(lockstep_verdict_name(LOCKSTEP_VIOLATION), "violation");
	lockstep_destroy(NULL);
}

static void rules_are_counted_over_all_runs(void **state)
{
	uint64_t once;

	(void)state;
	ls = create(LOCKSTEP_context);
	assert_int_equal(lockstep_rule_hits(ls, MODEL_RULE_close_not_open), 0);
	assert_same(ls, "eventfd e\nclose e\nclose e => EBADF\n");
	once = lockstep_rule_hits(ls, MODEL_RULE_close_not_open);
	assert_int_equal(once, 1);
	assert_same(ls, "eventfd e\nclose e\nclose e => EBADF\n");
	assert_int_equal(lockstep_rule_hits(ls, MODEL_RULE_close_not_open), 2);
	lockstep_destroy(ls);
}

static void a_trace_has_each_operation_and_its_answer(void **state)
{
	struct lockstep_options options = {.flavour = LOCKSTEP_context};
	struct lockstep_report report;
	char *text = NULL;
	size_t size;

	(void)state;
	options.trace = open_memstream(&text, &size);
	assert_non_null(options.trace);
	ls = create_with(&options);
	run(ls,
		"epoll ep\neventfd e 1\nfail read EIO\nadd ep e IN 7\nwait ep 1\nread e => 1\n"
		"close ep\n",
		&report);
	fclose(options.trace);
	assert_string_equal(text,
		"epoll ep => ok\neventfd e 1 => ok\nfail read EIO => \n"
		"add ep e IN 7 => ok\nwait ep 1 => 7:IN\nread e => EIO\n");
	free(text);
	lockstep_destroy(ls);
}

#define TEST(name) cmocka_unit_test_setup(name, no_mistake)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_program_that_uses_everything_is_the_same),
		TEST(an_empty_program_is_the_same),
		TEST(what_is_stated_wrongly_is_told_and_judged),
		TEST(other_flavours_do_not_compare_what_is_stated),
		TEST(a_report_names_line_operation_and_answers),
		TEST(each_wrong_kernel_is_told_and_judged),
		TEST(a_difference_at_the_end_says_of_what),
		TEST(a_broken_promise_is_a_violation_whatever_the_answer),
		TEST(the_same_program_gives_the_same_trace),
		TEST(another_trace_the_second_time_is_a_violation),
		TEST(what_is_predicted_is_what_a_run_gets),
		TEST(a_prediction_states_each_answer),
		TEST(performing_alone_makes_the_calls_and_no_faults),
		TEST(names_and_texts_are_those_of_the_table),
		TEST(rules_are_counted_over_all_runs),
		TEST(a_trace_has_each_operation_and_its_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
