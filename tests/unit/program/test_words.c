/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/words.c. */
#include "support.h"

#include "program/words.h"

#include <sys/epoll.h>

static struct word word(const char *text)
{
	return (struct word){text, strlen(text)};
}

static void every_word_of_a_table_is_found(void **state)
{
	enum program_code code;
	enum program_errno number;
	uint64_t value;

	(void)state;
	for (unsigned i = 0; i < PROGRAM_CODE_COUNT; i++) {
		assert_true(word_operation(word(program_operations[i].name), &code));
		assert_int_equal(code, i);
	}
	for (unsigned i = 0; i < PROGRAM_CALL_COUNT; i++) {
		assert_true(word_call(word(program_call_name((enum program_call)i)), &value));
		assert_int_equal(value, i);
	}
	for (unsigned i = 0; i < PROGRAM_ERRNO_COUNT; i++) {
		int n = program_errno_number((enum program_errno)i);

		assert_true(word_errno(word(program_errno_name(n)), &number));
		assert_int_equal(number, i);
	}
	for (unsigned i = 0; i < 3; i++) {
		assert_true(word_how(word(how_names[i]), &value));
		assert_int_equal(value, i);
	}
}

static void aliases_mean_the_same(void **state)
{
	static const struct {
		const char *alias;
		enum program_call call;
	} calls[] = {
		{"epoll_create", PROGRAM_CALL_epoll_create1},
		{"eventfd2", PROGRAM_CALL_eventfd},
		{"dup", PROGRAM_CALL_fcntl},
		{"pipe", PROGRAM_CALL_pipe2},
		{"dup3", PROGRAM_CALL_dup2},
	};
	enum program_errno number;
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < COUNT(calls); i++) {
		assert_true(word_call(word(calls[i].alias), &value));
		assert_int_equal(value, calls[i].call);
	}
	assert_true(word_errno(word("EWOULDBLOCK"), &number));
	assert_int_equal(number, PROGRAM_ERRNO_EAGAIN);
	assert_true(word_errno(word("ENOTSUP"), &number));
	assert_int_equal(number, PROGRAM_ERRNO_EOPNOTSUPP);
	assert_true(word_errno(word("EDEADLOCK"), &number));
	assert_int_equal(number, PROGRAM_ERRNO_EDEADLK);
}

static void other_words_are_not_found(void **state)
{
	static const char *const words[] = {"", "e", "epol", "epolls", "EPOLL", "EBAD", "EBADFD_",
		"rdw", "IN|OUT", "epoll_ct", "0"};
	enum program_code code;
	enum program_errno number;
	uint64_t value;
	uint32_t bit;

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		assert_false(word_operation(word(words[i]), &code));
		assert_false(word_errno(word(words[i]), &number));
		assert_false(word_call(word(words[i]), &value));
		assert_false(word_how(word(words[i]), &value));
		assert_false(word_event(word(words[i]), &bit));
	}
}

static void event_names_are_the_bits_of_epoll(void **state)
{
	uint32_t bit;

	(void)state;
	assert_true(word_event(word("IN"), &bit));
	assert_int_equal(bit, EPOLLIN);
	assert_true(word_event(word("RDHUP"), &bit));
	assert_int_equal(bit, 0x2000);
	assert_true(word_event(word("ET"), &bit));
	assert_int_equal(bit, 0x80000000);
}

static void numbers_are_decimal_or_hexadecimal(void **state)
{
	static const struct {
		const char *text;
		enum word_number kind;
		uint64_t value;
	} cases[] = {
		{"0", WORD_NUMBER, 0},
		{"007", WORD_NUMBER, 7},
		{"18446744073709551615", WORD_NUMBER, UINT64_MAX},
		{"0xffffffffffffffff", WORD_NUMBER, UINT64_MAX},
		{"0xAbC", WORD_NUMBER, 0xabc},
		{"0x00000000000000000000001", WORD_NUMBER, 1},
		{"18446744073709551616", WORD_ABOVE_64_BITS, 0},
		{"0x10000000000000000", WORD_ABOVE_64_BITS, 0},
		{"99999999999999999999999999999999999999999", WORD_ABOVE_64_BITS, 0},
		{"99999999999999999999999999999999999999999z", WORD_NO_NUMBER, 0},
		{"", WORD_NO_NUMBER, 0},
		{"0x", WORD_NO_NUMBER, 0},
		{"0X1", WORD_NO_NUMBER, 0},
		{"1a", WORD_NO_NUMBER, 0},
		{"-1", WORD_NO_NUMBER, 0},
		{"+1", WORD_NO_NUMBER, 0},
		{"1.0", WORD_NO_NUMBER, 0},
		{"0xg", WORD_NO_NUMBER, 0},
		{"00x1", WORD_NO_NUMBER, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t value = 0;

		assert_int_equal(word_number(word(cases[i].text), &value), cases[i].kind);
		if (cases[i].kind == WORD_NUMBER)
			assert_true(value == cases[i].value);
	}
}

static void events_are_written_by_name_and_the_rest_as_a_number(void **state)
{
	static const struct {
		uint32_t events;
		const char *text;
	} cases[] = {
		{0, "0"},
		{EPOLLIN, "IN"},
		{EPOLLIN | EPOLLET, "IN|ET"},
		{0x4000, "0x4000"},
		{EPOLLIN | 0x4000, "IN|0x4000"},
		{UINT32_MAX,
			"IN|PRI|OUT|ERR|HUP|RDNORM|RDBAND|WRNORM|WRBAND|MSG|RDHUP|EXCLUSIVE|"
			"WAKEUP|ONESHOT|ET|0xfffd820"},
	};
	char text[EVENTS_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(format_events(cases[i].events, "", "|", text, sizeof text),
			strlen(cases[i].text));
		assert_string_equal(text, cases[i].text);
	}
	format_events(EPOLLIN | EPOLLOUT, "EPOLL", " | ", text, sizeof text);
	assert_string_equal(text, "EPOLLIN | EPOLLOUT");
}

static void usage_shows_what_may_be_left_out(void **state)
{
	char text[80];

	(void)state;
	format_usage(PROGRAM_eventfd, text, sizeof text);
	assert_string_equal(text, "NAME [COUNT] [semaphore]");
	format_usage(PROGRAM_add, text, sizeof text);
	assert_string_equal(text, "NAME NAME EVENTS TOKEN");
	format_usage(PROGRAM_fail, text, sizeof text);
	assert_string_equal(text, "CALL ERRNO [TIMES]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_of_a_table_is_found),
		cmocka_unit_test(aliases_mean_the_same),
		cmocka_unit_test(other_words_are_not_found),
		cmocka_unit_test(event_names_are_the_bits_of_epoll),
		cmocka_unit_test(numbers_are_decimal_or_hexadecimal),
		cmocka_unit_test(events_are_written_by_name_and_the_rest_as_a_number),
		cmocka_unit_test(usage_shows_what_may_be_left_out),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
