/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/writer.c, and of the way from program to text and back. */
#include "support.h"

#include <errno.h>

static void assert_answer_text(struct program_answer answer, const char *expected)
{
	char text[200] = "";
	FILE *file = fmemopen(text, sizeof text, "w");

	assert_non_null(file);
	program_write_answer(&answer, file);
	assert_int_equal(fclose(file), 0);
	assert_string_equal(text, expected);
}

static void answers_are_written(void **state)
{
	static const struct program_event events[] = {{7, 0x10}, {UINT64_MAX, 0}};

	(void)state;
	assert_answer_text((struct program_answer){.kind = PROGRAM_UNSTATED}, "");
	assert_answer_text((struct program_answer){.kind = PROGRAM_OK}, "ok");
	assert_answer_text((struct program_answer){.kind = PROGRAM_VALUE, .value = 12}, "12");
	assert_answer_text((struct program_answer){.kind = PROGRAM_ERROR, .error = EBADF}, "EBADF");
	assert_answer_text(
		(struct program_answer){.kind = PROGRAM_ERROR, .error = 5000}, "errno 5000");
	assert_answer_text((struct program_answer){.kind = PROGRAM_EVENTS}, "none");
	assert_answer_text(
		(struct program_answer){.kind = PROGRAM_EVENTS, .events = events, .count = 2},
		"7:HUP 18446744073709551615:0");
}

static void one_operation_is_written_without_its_answer(void **state)
{
	struct program p;
	char text[100] = "";
	FILE *file = fmemopen(text, sizeof text, "w");

	(void)state;
	assert_non_null(file);
	read_program(&p, "epoll ep\npipe r w\nadd ep r ET|IN 7 => ok\n");
	program_write_operation(&p, 2, file);
	assert_int_equal(fclose(file), 0);
	assert_string_equal(text, "add ep r IN|ET 7");
	program_free(&p);
}

static void variables_without_names_are_written_by_stem_and_number(void **state)
{
	struct program p;
	char *text;

	(void)state;
	read_program(&p, "epoll x\npipe y z\npipe y q\ndup z s\nadd x s 0 1\n");
	free(p.names);
	p.names = NULL;
	text = written(&p, program_write_text);
	assert_string_equal(text, "epoll ep0\npipe r1 w2\npipe r1 w3\ndup w2 d4\nadd ep0 d4 0 1\n");
	free(text);
	program_free(&p);
}

/* Names, variables, arguments and answers come back; without names, the stems become names. */
static void random_programs_come_back_through_text(void **state)
{
	uint64_t random = seed_of_run();
	struct program p, again;

	(void)state;
	program_init(&p);
	for (int i = 0; i < 1000; i++) {
		char *text, *second;

		random_program(&p, &random, random_below(&random, 60));
		state_random_answers(&p, &random);
		text = written(&p, program_write_text);
		read_program(&again, text);
		assert_true(program_equal(&p, &again));
		assert_int_equal(p.variables, again.variables);
		assert_same_stated(&p, &again);
		for (uint32_t v = 0; v < p.variables; v++) {
			char a[PROGRAM_NAME_SIZE], b[PROGRAM_NAME_SIZE];

			program_name(&p, v, a);
			program_name(&again, v, b);
			assert_string_equal(a, b);
		}
		second = written(&again, program_write_text);
		assert_string_equal(text, second);
		free(text);
		free(second);
		program_free(&again);
	}
	program_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_written),
		cmocka_unit_test(one_operation_is_written_without_its_answer),
		cmocka_unit_test(variables_without_names_are_written_by_stem_and_number),
		cmocka_unit_test(random_programs_come_back_through_text),
	};

	return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
