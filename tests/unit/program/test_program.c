/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/program.c. */
#include "support.h"

#include <errno.h>

static void assert_text(const struct program *p, const char *expected)
{
	char *text = written(p, program_write_text);

	assert_string_equal(text, expected);
	free(text);
}

static void a_new_program_is_empty_and_may_be_freed(void **state)
{
	struct program p;

	(void)state;
	program_init(&p);
	assert_int_equal(p.count, 0);
	assert_int_equal(p.variables, 0);
	assert_true(program_well_formed(&p));
	assert_text(&p, "");
	program_free(&p);
	program_free(&p);
}

static void clear_keeps_only_the_memory(void **state)
{
	struct program p;
	struct program_operation *memory;

	(void)state;
	read_program(&p, "epoll a\nwait a 1 => 7:IN\n");
	memory = p.operations;
	program_clear(&p);
	assert_int_equal(p.count, 0);
	assert_int_equal(p.variables, 0);
	assert_null(p.names);
	assert_ptr_equal(p.operations, memory);
	assert_true(p.room >= 2);
	program_free(&p);
}

static void a_copy_is_equal_and_independent(void **state)
{
	static const char text[] = "epoll a => ok\npipe r w\nwait a 1 => 7:IN 8:OUT\n";
	struct program p, copy;

	(void)state;
	read_program(&p, text);
	program_init(&copy);
	assert_int_equal(program_copy(&copy, &p), 0);
	assert_true(program_equal(&copy, &p));
	assert_int_equal(copy.operations[2].line, 3);
	program_free(&p);
	assert_text(&copy, text);
	assert_int_equal(program_copy(&copy, &copy), 0);
	assert_text(&copy, text);
	read_program(&p, "bad b\n");
	assert_int_equal(program_copy(&copy, &p), 0);
	assert_text(&copy, "bad b\n");
	program_free(&copy);
	program_free(&p);
}

static void equality_is_of_operations_not_of_names_or_answers(void **state)
{
	struct program a, b;

	(void)state;
	read_program(&a, "epoll a\n\nwait a 1\n");
	read_program(&b, "epoll b => ok\nwait b 1 => none\n");
	assert_true(program_equal(&a, &b));
	b.operations[1].arguments[1] = 2;
	assert_false(program_equal(&a, &b));
	b.operations[1] = a.operations[1];
	assert_true(program_equal(&a, &b));
	b.operations[0].code = PROGRAM_bad;
	assert_false(program_equal(&a, &b));
	b.count = 1;
	assert_false(program_equal(&a, &b));
	program_free(&a);
	program_free(&b);
}

static void operations_are_inserted_and_removed_anywhere(void **state)
{
	struct program p;
	struct program_operation op = {.code = PROGRAM_close};

	(void)state;
	read_program(&p, "epoll a\nwait a 1 => 7:IN\n");
	assert_int_equal(program_insert(&p, 2, &op), 0);
	assert_text(&p, "epoll a\nwait a 1 => 7:IN\nclose a\n");
	assert_int_equal(program_insert(&p, 1, &op), 0);
	assert_text(&p, "epoll a\nclose a\nwait a 1 => 7:IN\nclose a\n");
	assert_int_equal(program_insert(&p, 5, &op), -EINVAL);
	program_remove(&p, 1, 1);
	assert_text(&p, "epoll a\nwait a 1 => 7:IN\nclose a\n");
	program_remove(&p, 3, 1);
	assert_int_equal(p.count, 3);
	program_remove(&p, 1, SIZE_MAX);
	assert_text(&p, "epoll a\n");
	program_free(&p);
}

/* Also while the memory of the program moves. */
static void an_operation_of_the_program_itself_is_inserted(void **state)
{
	struct program p;

	(void)state;
	read_program(&p, "epoll a\nwait a 1 => 7:IN\n");
	while (p.count < 200)
		assert_int_equal(program_insert(&p, 1, &p.operations[p.count - 1]), 0);
	for (size_t i = 1; i < p.count; i++) {
		assert_int_equal(p.operations[i].code, PROGRAM_wait);
		assert_int_equal(p.operations[i].stated.events[0].token, 7);
	}
	assert_ptr_not_equal(p.operations[1].stated.events, p.operations[2].stated.events);
	program_free(&p);
}

static void a_full_program_takes_no_more(void **state)
{
	struct program p;
	struct program_operation op = {.code = PROGRAM_bad};

	(void)state;
	program_init(&p);
	while (p.count < PROGRAM_OPERATIONS_MAX)
		assert_int_equal(program_insert(&p, p.count, &op), 0);
	assert_int_equal(program_insert(&p, 0, &op), -ENOSPC);
	assert_int_equal(p.count, PROGRAM_OPERATIONS_MAX);
	program_free(&p);
}

static void an_answer_is_stated_if_the_operation_can_give_it(void **state)
{
	static const struct program_event events[] = {{7, 1}};
	const struct program_answer ok = {.kind = PROGRAM_OK};
	const struct program_answer unnamed = {.kind = PROGRAM_ERROR, .error = 4000};
	const struct program_answer pair = {.kind = PROGRAM_EVENTS, .events = events, .count = 1};
	struct program p;

	(void)state;
	read_program(&p, "epoll a\nwait a 1 => none\nfail read EIO\n");
	assert_int_equal(program_state(&p, 0, &ok), 0);
	assert_int_equal(program_state(&p, 0, &pair), -EINVAL);
	assert_int_equal(program_state(&p, 0, &unnamed), -EINVAL);
	assert_int_equal(program_state(&p, 1, &ok), -EINVAL);
	assert_int_equal(program_state(&p, 1, &pair), 0);
	assert_int_equal(program_state(&p, 1, &p.operations[1].stated), 0);
	assert_int_equal(program_state(&p, 2, &ok), -EINVAL);
	assert_int_equal(program_state(&p, 3, &ok), -EINVAL);
	assert_text(&p, "epoll a => ok\nwait a 1 => 7:IN\nfail read EIO\n");
	program_forget_stated(&p);
	assert_text(&p, "epoll a\nwait a 1\nfail read EIO\n");
	program_free(&p);
}

static void an_answer_that_no_line_can_hold_is_not_stated(void **state)
{
	struct program_event events[PROGRAM_ANSWER_MAX / 4 + 1];
	struct program_answer answer = {
		.kind = PROGRAM_EVENTS, .events = events, .count = COUNT(events)};
	struct program p;

	(void)state;
	for (size_t i = 0; i < COUNT(events); i++)
		events[i] = (struct program_event){i % 10, 0};
	read_program(&p, "epoll a\nwait a 1 => none\n");
	assert_int_equal(program_state(&p, 1, &answer), -E2BIG);
	assert_text(&p, "epoll a\nwait a 1 => none\n");
	answer.count--;
	assert_int_equal(program_state(&p, 1, &answer), 0);
	program_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_program_is_empty_and_may_be_freed),
		cmocka_unit_test(clear_keeps_only_the_memory),
		cmocka_unit_test(a_copy_is_equal_and_independent),
		cmocka_unit_test(equality_is_of_operations_not_of_names_or_answers),
		cmocka_unit_test(operations_are_inserted_and_removed_anywhere),
		cmocka_unit_test(an_operation_of_the_program_itself_is_inserted),
		cmocka_unit_test(a_full_program_takes_no_more),
		cmocka_unit_test(an_answer_is_stated_if_the_operation_can_give_it),
		cmocka_unit_test(an_answer_that_no_line_can_hold_is_not_stated),
	};

	return cmocka_run_group_tests_name("program", tests, NULL, NULL);
}
