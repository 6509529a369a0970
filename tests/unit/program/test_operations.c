/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/operations.c: what the rest assumes of the tables. */
#include "support.h"

static void every_operation_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PROGRAM_CODE_COUNT; i++) {
		assert_true(strlen(program_operations[i].name) > 0);
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(
				program_operations[i].name, program_operations[j].name);
	}
	assert_string_equal(program_operations[PROGRAM_epoll].name, "epoll");
	assert_string_equal(program_operations[PROGRAM_fail].name, "fail");
}

static void variables_are_first_or_second_arguments(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PROGRAM_CODE_COUNT; i++) {
		for (size_t j = 2; j < PROGRAM_ARGUMENTS_MAX; j++) {
			assert_int_not_equal(
				program_operations[i].arguments[j], PROGRAM_ARGUMENT_BIND);
			assert_int_not_equal(
				program_operations[i].arguments[j], PROGRAM_ARGUMENT_USE);
		}
	}
}

static void what_is_bound_has_a_stem_that_is_a_name_without_digits(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PROGRAM_CODE_COUNT; i++) {
		for (size_t j = 0; j < 2; j++) {
			const char *stem = program_operations[i].stems[j];
			bool binds = program_operations[i].arguments[j] == PROGRAM_ARGUMENT_BIND;

			assert_int_equal(strlen(stem) > 0, binds);
			assert_int_equal(strspn(stem, "abcdefghijklmnopqrstuvwxyz"), strlen(stem));
		}
	}
}

static void a_default_is_in_the_range_of_its_kind(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PROGRAM_CODE_COUNT; i++) {
		for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
			const struct program_argument_row *row =
				&program_arguments[program_operations[i].arguments[j]];

			assert_true(
				row->fallback == PROGRAM_NEEDED || row->fallback <= row->maximum);
		}
	}
	assert_int_equal(program_arguments[PROGRAM_ARGUMENT_BYTES].fallback, 1);
	assert_int_equal(program_arguments[PROGRAM_ARGUMENT_TIMES].fallback, 1);
	assert_int_equal(program_arguments[PROGRAM_ARGUMENT_COUNT].fallback, 0);
}

static void every_call_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PROGRAM_CALL_COUNT; i++)
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(program_call_name((enum program_call)i),
				program_call_name((enum program_call)j));
	assert_string_equal(program_call_name(PROGRAM_CALL_epoll_ctl), "epoll_ctl");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operation_has_a_name_of_its_own),
		cmocka_unit_test(variables_are_first_or_second_arguments),
		cmocka_unit_test(what_is_bound_has_a_stem_that_is_a_name_without_digits),
		cmocka_unit_test(a_default_is_in_the_range_of_its_kind),
		cmocka_unit_test(every_call_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests_name("operations", tests, NULL, NULL);
}
