/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/reader_words.c: the values of arguments and answers. */
#include "support.h"

#include "program/line.h"

#include <errno.h>
#include <sys/epoll.h>

static void names_are_bound_once_and_rebound_to_the_same_variable(void **state)
{
	struct program p;

	(void)state;
	read_program(&p, "pipe r w\neventfd r\npipe x r\ndup r w\n");
	assert_int_equal(p.variables, 3);
	assert_int_equal(p.operations[1].arguments[0], 0);
	assert_int_equal(p.operations[2].arguments[0], 2);
	assert_int_equal(p.operations[2].arguments[1], 0);
	assert_int_equal(p.operations[3].arguments[0], 0);
	assert_int_equal(p.operations[3].arguments[1], 1);
	program_free(&p);
}

static void arguments_have_their_values(void **state)
{
	struct program p;
	const struct program_operation *ops;

	(void)state;
	read_program(&p,
		"eventfd e 5 semaphore\nread e\nread e 9\nshutdown e rdwr\n"
		"add e e OUT|ONESHOT|0x800 0xffffffffffffffff\nwait e 3\n"
		"fail eventfd2 EDEADLOCK 65535\nfail close EIO\n");
	ops = p.operations;
	assert_int_equal(ops[0].arguments[1], 5);
	assert_int_equal(ops[0].arguments[2], 1);
	assert_int_equal(ops[1].arguments[1], 1);
	assert_int_equal(ops[2].arguments[1], 9);
	assert_int_equal(ops[3].arguments[1], 2);
	assert_int_equal(ops[4].arguments[2], EPOLLOUT | EPOLLONESHOT | 0x800);
	assert_true(ops[4].arguments[3] == UINT64_MAX);
	assert_int_equal(ops[5].arguments[1], 3);
	assert_int_equal(ops[6].arguments[0], PROGRAM_CALL_eventfd);
	assert_int_equal(ops[6].arguments[1], PROGRAM_ERRNO_EDEADLK);
	assert_int_equal(ops[6].arguments[2], 65535);
	assert_int_equal(ops[7].arguments[2], 1);
	program_free(&p);
}

static void answers_have_their_values(void **state)
{
	struct program p;
	const struct program_operation *ops;

	(void)state;
	read_program(&p,
		"epoll a => EWOULDBLOCK\nepoll a => ok\nread a => 0x10\nepoll a\n"
		"wait a 1 => none\nwait a 1 => 7:HUP 8:0\n");
	ops = p.operations;
	assert_int_equal(ops[0].stated.kind, PROGRAM_ERROR);
	assert_int_equal(ops[0].stated.error, EAGAIN);
	assert_int_equal(ops[1].stated.kind, PROGRAM_OK);
	assert_int_equal(ops[2].stated.kind, PROGRAM_VALUE);
	assert_int_equal(ops[2].stated.value, 16);
	assert_int_equal(ops[3].stated.kind, PROGRAM_UNSTATED);
	assert_int_equal(ops[4].stated.kind, PROGRAM_EVENTS);
	assert_int_equal(ops[4].stated.count, 0);
	assert_int_equal(ops[5].stated.kind, PROGRAM_EVENTS);
	assert_int_equal(ops[5].stated.count, 2);
	assert_int_equal(ops[5].stated.events[0].token, 7);
	assert_int_equal(ops[5].stated.events[0].events, EPOLLHUP);
	assert_int_equal(ops[5].stated.events[1].token, 8);
	assert_int_equal(ops[5].stated.events[1].events, 0);
	program_free(&p);
}

static void as_many_events_as_a_line_holds_are_read(void **state)
{
	char text[PROGRAM_LINE_MAX + 16];
	size_t at = (size_t)sprintf(text, "epoll a\nwait a 1 =>");
	size_t pairs = 0;
	struct program p;

	(void)state;
	while (at - strlen("epoll a\n") + strlen(" 1:0") <= PROGRAM_ANSWER_MAX) {
		at += (size_t)sprintf(text + at, " 1:0");
		pairs++;
	}
	read_program(&p, text);
	assert_int_equal(p.operations[1].stated.count, pairs);
	program_free(&p);
}

static void single_words_of_events_are_read_without_a_line(void **state)
{
	struct program_error error = {0, ""};
	struct reader r = {.error = &error, .line = 3};
	uint32_t events = 0;

	(void)state;
	assert_int_equal(read_events(&r, (struct word){"IN|0x10000|ET---", 13}, &events), 0);
	assert_int_equal(events, EPOLLIN | EPOLLET | 0x10000);
	assert_int_equal(read_events(&r, (struct word){"IN|", 3}, &events), -EINVAL);
	assert_int_equal(error.line, 3);
	assert_int_equal(read_events(&r, (struct word){"", 0}, &events), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_bound_once_and_rebound_to_the_same_variable),
		cmocka_unit_test(arguments_have_their_values),
		cmocka_unit_test(answers_have_their_values),
		cmocka_unit_test(as_many_events_as_a_line_holds_are_read),
		cmocka_unit_test(single_words_of_events_are_read_without_a_line),
	};

	return cmocka_run_group_tests_name("reader_words", tests, NULL, NULL);
}
