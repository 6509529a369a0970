/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of the thread column: what is read, what is written, what is refused. */
#include "support.h"

#include <errno.h>

static void columns_are_read_and_written(void **state)
{
	static const char text[] =
		"epoll ep\n"
		"@1 0..0 wait ep 8 => none\n"
		"@64 1..18446744073709551615 wait ep 8 => 7:HUP\n"
		"@2 3.. wait ep 8\n"
		"wait ep 8 => none\n";

	(void)state;
	assert_canonical(text, text);
}

static void columns_are_kept_in_the_program(void **state)
{
	static const char text[] = "epoll ep\n@3 4..9 wait ep 8 => none\n@2 5.. wait ep 8\n";
	struct program_error error;
	struct program p;

	(void)state;
	program_init(&p);
	assert_int_equal(program_read_text(&p, text, strlen(text), &error), 0);
	assert_int_equal(program_first_threaded(&p), 1);
	assert_int_equal(p.operations[0].span.thread, 0);
	assert_int_equal(p.operations[1].span.thread, 3);
	assert_true(p.operations[1].span.ended);
	assert_int_equal(p.operations[1].span.start, 4);
	assert_int_equal(p.operations[1].span.end, 9);
	assert_false(p.operations[2].span.ended);
	program_remove(&p, 1, 2);
	assert_int_equal(program_first_threaded(&p), p.count);
	program_free(&p);
}

static void malformed_columns_are_refused(void **state)
{
	static const struct {
		const char *text, *reason;
	} lines[] = {
		{"@0 1..2 epoll e", "thread 0: threads are numbered from 1"},
		{"@65 1..2 epoll e", "thread 65 is above 64"},
		{"@ 1..2 epoll e", "thread '' is not a number (decimal or 0x hexadecimal)"},
		{"@x 1..2 epoll e", "thread 'x' is not a number (decimal or 0x hexadecimal)"},
		{"@1", "'' is not START..END or START.."},
		{"@1 2 epoll e", "'2' is not START..END or START.."},
		{"@1 1.2 epoll e", "'1.2' is not START..END or START.."},
		{"@1 ..2 epoll e", "start '' is not a number (decimal or 0x hexadecimal)"},
		{"@1 1..x epoll e", "end 'x' is not a number (decimal or 0x hexadecimal)"},
		{"@1 2..1 epoll e", "it ends before it starts"},
		{"@1 1..18446744073709551616 epoll e",
			"end '18446744073709551616' is above 18446744073709551615"},
		{"@1 1..2", "no operation follows the thread column"},
		{"epoll @1 1..2",
			"'@1' is no name: a lower-case letter, then letters, digits or _"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		assert_malformed(lines[i].text, strlen(lines[i].text), 1, lines[i].reason);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_read_and_written),
		cmocka_unit_test(columns_are_kept_in_the_program),
		cmocka_unit_test(malformed_columns_are_refused),
	};

	return cmocka_run_group_tests_name("span", tests, NULL, NULL);
}
