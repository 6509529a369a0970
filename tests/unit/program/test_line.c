/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/line.c: words, and complaints about them. */
#include "support.h"

#include "program/line.h"

#include <errno.h>

static struct word word(const char *text)
{
	return (struct word){text, strlen(text)};
}

static void a_quoted_word_prints_and_is_short(void **state)
{
	static const struct {
		const char *word;
		const char *quoted;
	} cases[] = {
		{"", "''"},
		{"a", "'a'"},
		{"~!'\\", "'~!'\\'"},
		{"\x01\x7f\xff", "'\\x01\\x7f\\xff'"},
		{"123456789 123456789", "'123456789\\x20123456789'"},
	};
	char text[QUOTED_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(quoted(word(cases[i].word), text), cases[i].quoted);
}

static void a_quoted_word_of_any_length_fits(void **state)
{
	char text[QUOTED_SIZE + 1];
	char letters[100];
	char escaped[100];

	(void)state;
	memset(letters, 'a', sizeof letters);
	memset(escaped, '\xff', sizeof escaped);
	for (size_t size = 0; size <= sizeof letters; size++) {
		struct word of_letters = {letters, size};
		struct word of_bytes = {escaped, size};

		text[QUOTED_SIZE] = '!';
		quoted(of_letters, text);
		if (strstr(text, "...'") == NULL)
			assert_int_equal(strlen(text), size + 2);
		else
			assert_true(size > PROGRAM_NAME_SIZE);
		quoted(of_bytes, text);
		assert_int_equal(text[QUOTED_SIZE], '!');
	}
}

static void words_are_separated_by_spaces_and_tabs(void **state)
{
	static const char line[] = " one\ttwo \t three# four";
	static const char *const words[] = {"one", "two", "three"};
	struct program_error error;
	struct reader r = {.error = &error};

	(void)state;
	assert_int_equal(line_start(&r, line, strlen(line)), 0);
	assert_int_equal(r.line, 1);
	for (size_t i = 0; i < COUNT(words); i++) {
		assert_false(line_ended(&r));
		assert_true(word_is(r.word, words[i]));
		assert_int_equal(line_next(&r), 0);
	}
	assert_true(line_ended(&r));
	assert_int_equal(line_next(&r), 0);
	assert_true(line_ended(&r));
}

static void a_complaint_carries_the_line(void **state)
{
	struct program_error error = {0, ""};
	struct reader r = {.error = &error, .line = 6};
	char words[300];

	(void)state;
	assert_int_equal(line_start(&r, "\x02", 1), -EINVAL);
	assert_int_equal(error.line, 7);
	assert_string_equal(error.reason, "byte 0x02 in '\\x02': a word is printable ASCII");
	memset(words, 'x', sizeof words - 1);
	words[sizeof words - 1] = '\0';
	assert_int_equal(malformed(&r, "%s", words), -EINVAL);
	assert_int_equal(strlen(error.reason), sizeof error.reason - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quoted_word_prints_and_is_short),
		cmocka_unit_test(a_quoted_word_of_any_length_fits),
		cmocka_unit_test(words_are_separated_by_spaces_and_tabs),
		cmocka_unit_test(a_complaint_carries_the_line),
	};

	return cmocka_run_group_tests_name("line", tests, NULL, NULL);
}
