/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/errnos.c. */
#include "support.h"

#include <errno.h>

static void index_number_and_name_lead_to_each_other(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PROGRAM_ERRNO_COUNT; i++) {
		int number = program_errno_number((enum program_errno)i);

		assert_true(number > 0);
		assert_int_equal(program_errno_index(number), i);
		assert_non_null(program_errno_name(number));
	}
	assert_string_equal(program_errno_name(EBADF), "EBADF");
	assert_string_equal(program_errno_name(EHWPOISON), "EHWPOISON");
	assert_int_equal(program_errno_number(PROGRAM_ERRNO_ENOENT), ENOENT);
}

/* The C library knows the kernel's; no number that it names lacks a name here. */
static void every_errno_of_linux_has_a_name(void **state)
{
	int named = 0;

	(void)state;
	for (int number = 1; number < 4096; number++) {
		const char *text = strerrorname_np(number);

		if (text == NULL)
			continue;
		named++;
		assert_non_null(program_errno_name(number));
	}
	assert_true(named > 100);
}

static void other_numbers_have_no_name(void **state)
{
	static const int numbers[] = {0, -1, -EBADF, 4096, INT32_MAX, INT32_MIN};

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		assert_int_equal(program_errno_index(numbers[i]), PROGRAM_ERRNO_COUNT);
		assert_null(program_errno_name(numbers[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(index_number_and_name_lead_to_each_other),
		cmocka_unit_test(every_errno_of_linux_has_a_name),
		cmocka_unit_test(other_numbers_have_no_name),
	};

	return cmocka_run_group_tests_name("errnos", tests, NULL, NULL);
}
