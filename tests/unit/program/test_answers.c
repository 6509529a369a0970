/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/answers.c. */
#include "support.h"

#include "program/answers.h"

#include <errno.h>

static const struct program_event two_events[] = {{1, 0x10}, {2, 1}};
static const struct program_answer unstated = {.kind = PROGRAM_UNSTATED};
static const struct program_answer ok = {.kind = PROGRAM_OK};
static const struct program_answer seven = {.kind = PROGRAM_VALUE, .value = 7};
static const struct program_answer bad_number = {.kind = PROGRAM_ERROR, .error = EBADF};
static const struct program_answer none = {.kind = PROGRAM_EVENTS};
static const struct program_answer events = {
	.kind = PROGRAM_EVENTS, .events = two_events, .count = 2};

static void each_operation_gives_answers_of_its_kind(void **state)
{
	static const struct {
		enum program_code code;
		bool takes_ok, takes_value, takes_error, takes_events;
	} cases[] = {
		{PROGRAM_add, true, false, true, false},
		{PROGRAM_bad, true, false, true, false},
		{PROGRAM_write, true, true, true, false},
		{PROGRAM_read, true, true, true, false},
		{PROGRAM_wait, false, false, true, true},
		{PROGRAM_fail, false, false, false, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(answer_fits(cases[i].code, &unstated));
		assert_int_equal(answer_fits(cases[i].code, &ok), cases[i].takes_ok);
		assert_int_equal(answer_fits(cases[i].code, &seven), cases[i].takes_value);
		assert_int_equal(answer_fits(cases[i].code, &bad_number), cases[i].takes_error);
		assert_int_equal(answer_fits(cases[i].code, &none), cases[i].takes_events);
		assert_int_equal(answer_fits(cases[i].code, &events), cases[i].takes_events);
	}
}

static void an_error_needs_a_name(void **state)
{
	static const int errors[] = {0, -EBADF, 4096};

	(void)state;
	for (size_t i = 0; i < COUNT(errors); i++) {
		struct program_answer answer = {.kind = PROGRAM_ERROR, .error = errors[i]};

		assert_false(answer_fits(PROGRAM_add, &answer));
	}
}

static void the_size_of_an_answer_is_that_of_its_text(void **state)
{
	uint64_t random = seed_of_run();

	(void)state;
	for (int i = 0; i < 2000; i++) {
		enum program_code code =
			(enum program_code)random_below(&random, PROGRAM_CODE_COUNT);
		struct program_event room[8];
		struct program_answer answer = random_answer(&random, code, room);
		char *text = NULL;
		size_t size = 0;
		FILE *file = open_memstream(&text, &size);

		assert_non_null(file);
		program_write_answer(&answer, file);
		assert_int_equal(fclose(file), 0);
		assert_int_equal(answer_text_size(&answer), size);
		free(text);
	}
}

static void answers_are_equal_when_all_that_counts_is(void **state)
{
	static const struct program_event other_token[] = {{1, 0x10}, {3, 1}};
	static const struct program_event other_events[] = {{1, 0x10}, {2, 4}};
	static const struct program_event same_events[] = {{1, 0x10}, {2, 1}};
	const struct program_answer different[] = {
		unstated,
		ok,
		seven,
		{.kind = PROGRAM_VALUE, .value = 8},
		bad_number,
		{.kind = PROGRAM_ERROR, .error = EINVAL},
		none,
		events,
		{.kind = PROGRAM_EVENTS, .events = two_events, .count = 1},
		{.kind = PROGRAM_EVENTS, .events = other_token, .count = 2},
		{.kind = PROGRAM_EVENTS, .events = other_events, .count = 2},
	};
	const struct program_answer same = {
		.kind = PROGRAM_EVENTS, .events = same_events, .count = 2};
	const struct program_answer ok_and_rest = {.kind = PROGRAM_OK, .error = 3, .value = 4};

	(void)state;
	for (size_t i = 0; i < COUNT(different); i++)
		for (size_t j = 0; j < COUNT(different); j++)
			assert_int_equal(
				program_answer_equal(&different[i], &different[j]), i == j);
	assert_true(program_answer_equal(&events, &same));
	assert_true(program_answer_equal(&ok, &ok_and_rest));
}

static void a_copy_has_events_of_its_own(void **state)
{
	struct program_answer copy;

	(void)state;
	assert_int_equal(answer_copy(&copy, &events), 0);
	assert_true(program_answer_equal(&copy, &events));
	assert_ptr_not_equal(copy.events, events.events);
	answer_forget(&copy);
	assert_int_equal(copy.kind, PROGRAM_UNSTATED);
	answer_forget(&copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_operation_gives_answers_of_its_kind),
		cmocka_unit_test(an_error_needs_a_name),
		cmocka_unit_test(the_size_of_an_answer_is_that_of_its_text),
		cmocka_unit_test(answers_are_equal_when_all_that_counts_is),
		cmocka_unit_test(a_copy_has_events_of_its_own),
	};

	return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
