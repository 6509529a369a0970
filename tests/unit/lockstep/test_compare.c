/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/lockstep/compare.c: one step, its report and its trace. */
/* wraps: model_check */
#include "support.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

static struct lockstep *ls;
static const char *model_is_broken;

const char *__wrap_model_check(const struct model *m);
const char *__wrap_model_check(const struct model *m)
{
	(void)m;
	return model_is_broken;
}

static const struct call make_instance = {PROGRAM_epoll, {-1, -1}, {0}};
static const struct call make_eventfd = {PROGRAM_eventfd, {-1, -1}, {5, 0, 0}};
static const struct call watch = {PROGRAM_add, {0, 1}, {EPOLLIN, 7, 0}};
static const struct call read_it = {PROGRAM_read, {1, -1}, {8, 0, 0}};
static const struct call wait_for_8 = {PROGRAM_wait, {0, -1}, {8, 0, 0}};

static void begin(enum lockstep_flavour flavour)
{
	model_is_broken = NULL;
	ls = create_settled(flavour);
	do_both(ls, &make_instance);
	do_both(ls, &make_eventfd);
	do_both(ls, &watch);
}

static int setup(void **state)
{
	(void)state;
	begin(LOCKSTEP_context);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	sweep_and_destroy(ls);
	return 0;
}

static void assert_step_differs(
	const struct call *call, const char *expected, const char *got, const char *reason)
{
	struct lockstep_report report = {.verdict = LOCKSTEP_SAME};
	struct answer one, other;

	assert_false(step(ls, call, &one, &other, &report));
	assert_string_equal(report.expected, expected);
	assert_string_equal(report.got, got);
	assert_string_equal(report.reason, reason);
}

static void equal_answers_are_no_difference(void **state)
{
	struct answer answer;

	(void)state;
	answer = do_both(ls, &wait_for_8);
	assert_int_equal(answer.said.count, 1);
	answer = do_both(ls, &read_it);
	assert_int_equal(answer.said.value, 5);
	assert_int_equal(do_both(ls, &read_it).said.error, EAGAIN);
}

static void other_values_errors_and_events_are_told(void **state)
{
	(void)state;
	assert_int_equal(eventfd_write(world_real(&ls->world, 1), 2), 0);
	assert_step_differs(&read_it, "5", "7", "the kernel and the model differ");
	assert_int_equal(eventfd_write(world_real(&ls->world, 1), 2), 0);
	assert_step_differs(&wait_for_8, "none", "7:IN", "the kernel and the model differ");
	kernel_real_close(world_real(&ls->world, 1));
	assert_step_differs(&read_it, "EAGAIN", "EBADF", "the kernel and the model differ");
	assert_step_differs(&make_eventfd, "ok, number 2", "ok, number 1",
		"another number was opened than the lowest free one");
}

/* The event is gone, and a wait without a limit (each twelfth) would not end. */
static void a_difference_does_not_hide_a_complaint(void **state)
{
	eventfd_t value;

	(void)state;
	teardown(state);
	begin(LOCKSTEP_deadline);
	assert_int_equal(eventfd_read(world_real(&ls->world, 1), &value), 0);
	ls->waits = 11;
	assert_step_differs(&wait_for_8, "7:IN", "EDEADLK",
		"the kernel and the model differ, and a wait without a limit, for an event that "
		"the kernel does not report");
}

static void a_broken_model_is_a_difference(void **state)
{
	(void)state;
	model_is_broken = "the lists have no end";
	assert_step_differs(&read_it, "5", "5", "the lists have no end");
	ls->options.check_model = false;
	assert_int_equal(do_both(ls, &read_it).said.error, EAGAIN);
}

static void long_answers_are_cut_to_the_report(void **state)
{
	static struct program_event events[400];
	const struct program_answer many = {PROGRAM_EVENTS, 0, 0, events, COUNT(events)};
	const struct program_answer none = {.kind = PROGRAM_UNSTATED};
	struct lockstep_report report;

	(void)state;
	memset(&report, 'x', sizeof report);
	report_answers(&report, &many, &none);
	assert_int_equal(strlen(report.expected), LOCKSTEP_TEXT_SIZE - 1);
	assert_memory_equal(report.expected, "0:0 0:0 0:0", 11);
	assert_string_equal(report.got, "(no answer)");
}

/* The trace after one operation on a world like the others. */
static uint64_t trace_of(const struct call *call, uint64_t count)
{
	struct call make = make_eventfd;
	struct lockstep_report report = {.trace = 0};
	struct answer got, wanted;

	ls = create_settled(LOCKSTEP_context);
	make.value[0] = count;
	do_both(ls, &make_instance);
	do_both(ls, &make);
	do_both(ls, &watch);
	assert_true(step(ls, call, &got, &wanted, &report));
	sweep_and_destroy(ls);
	return report.trace;
}

static void each_part_of_an_answer_is_in_the_trace(void **state)
{
	static const struct call close_it = {PROGRAM_close, {1, -1}, {0}};
	static const struct call close_none = {PROGRAM_close, {5, -1}, {0}};
	static const struct call shut = {PROGRAM_shutdown, {1, -1}, {0}};
	uint64_t traces[7];

	teardown(state);
	model_is_broken = NULL;
	traces[0] = trace_of(&read_it, 5);
	traces[1] = trace_of(&read_it, 6);
	traces[2] = trace_of(&read_it, 0);
	traces[3] = trace_of(&close_it, 0);
	traces[4] = trace_of(&close_none, 0);
	traces[5] = trace_of(&shut, 0);
	traces[6] = trace_of(&wait_for_8, 1);
	assert_true(traces[0] == trace_of(&read_it, 5));
	for (int i = 0; i < 7; i++)
		for (int j = 0; j < i; j++)
			assert_true(traces[i] != traces[j]);
	begin(LOCKSTEP_context);
}

static bool allowed(const struct call *call, enum program_answer_kind kind,
	const struct program_event *events, size_t count)
{
	const struct program_answer answer = {kind, 0, 0, events, count};

	return answer_allowed(ls, call, &answer);
}

static void only_events_of_a_wait_can_be_inside_what_is_left_open(void **state)
{
	static const struct program_event seven = {7, EPOLLIN}, eight = {8, EPOLLIN};
	static const struct call add_other = {PROGRAM_add, {0, 2}, {EPOLLIN, 8, 0}};
	static const struct call wait_for_1 = {PROGRAM_wait, {0, -1}, {1, 0, 0}};
	const struct program_event in_order[] = {seven, eight}, reversed[] = {eight, seven};

	(void)state;
	do_both(ls, &make_eventfd);
	do_both(ls, &add_other);
	assert_true(allowed(&wait_for_8, PROGRAM_EVENTS, in_order, 2));
	assert_true(allowed(&wait_for_8, PROGRAM_EVENTS, reversed, 2));
	assert_false(allowed(&wait_for_8, PROGRAM_EVENTS, in_order, 1));
	assert_true(allowed(&wait_for_1, PROGRAM_EVENTS, reversed, 1));
	assert_false(allowed(&wait_for_8, PROGRAM_EVENTS, NULL, 0));
	assert_false(allowed(&wait_for_8, PROGRAM_ERROR, NULL, 0));
	assert_false(allowed(&wait_for_8, PROGRAM_OK, NULL, 0));
	assert_false(allowed(&wait_for_8, PROGRAM_EVENTS, in_order, LOCKSTEP_ITEMS_MAX + 1));
	assert_false(allowed(&read_it, PROGRAM_EVENTS, in_order, 2));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(equal_answers_are_no_difference),
		TEST(other_values_errors_and_events_are_told),
		TEST(a_difference_does_not_hide_a_complaint),
		TEST(a_broken_model_is_a_difference),
		TEST(long_answers_are_cut_to_the_report),
		TEST(each_part_of_an_answer_is_in_the_trace),
		TEST(only_events_of_a_wait_can_be_inside_what_is_left_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
