/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/reader.c: which lines are operations, and which are not. */
#include "support.h"

#include <errno.h>

static void every_operation_is_read_and_written(void **state)
{
	static const char text[] =
		"epoll ep\n"
		"eventfd e\n"
		"eventfd f 4294967295\n"
		"eventfd g semaphore\n"
		"eventfd h 7 semaphore\n"
		"pipe r w\n"
		"socketpair a b\n"
		"timerfd t\n"
		"file x\n"
		"bad y\n"
		"dup e d\n"
		"dup2 e d\n"
		"close e\n"
		"write e 18446744073709551615\n"
		"read r\n"
		"read r 2147483647\n"
		"shutdown a rd\n"
		"shutdown a wr\n"
		"shutdown a rdwr\n"
		"arm t\n"
		"disarm t\n"
		"add ep r IN|ET 7\n"
		"mod ep r 0 18446744073709551615\n"
		"del ep r\n"
		"wait ep 2147483647\n"
		"fail epoll_ctl ENOMEM\n"
		"fail epoll_wait EINTR 65535\n";

	(void)state;
	assert_canonical(text, text);
}

static void every_kind_of_answer_is_read_and_written(void **state)
{
	static const char text[] =
		"epoll ep => ok\n"
		"epoll ep => EMFILE\n"
		"eventfd e => ok\n"
		"write e 1 => ok\n"
		"write e 1 => 18446744073709551615\n"
		"write e 1 => EAGAIN\n"
		"read e => 0\n"
		"wait ep 8 => none\n"
		"wait ep 8 => 7:HUP\n"
		"wait ep 8 => 7:HUP 18446744073709551615:IN|0x4000 0:0\n"
		"wait ep 8 => EBADF\n";

	(void)state;
	assert_canonical(text, text);
}

static void other_ways_to_write_it_become_the_canonical_one(void **state)
{
	static const struct {
		const char *text;
		const char *canonical;
	} cases[] = {
		{"", ""},
		{"\n\n", ""},
		{"  \t \n# only a comment\n#\n \t#", ""},
		{"epoll ep", "epoll ep\n"},
		{"\t epoll \t ep \t", "epoll ep\n"},
		{"epoll ep#comment => EBADF", "epoll ep\n"},
		{"epoll ep #\r \x01\xff comments hold any bytes", "epoll ep\n"},
		{"epoll ep =>\tok#", "epoll ep => ok\n"},
		{"eventfd e 0", "eventfd e\n"},
		{"eventfd e 0x10 semaphore", "eventfd e 16 semaphore\n"},
		{"eventfd e 0 semaphore", "eventfd e semaphore\n"},
		{"eventfd semaphore", "eventfd semaphore\n"},
		{"eventfd semaphore semaphore", "eventfd semaphore semaphore\n"},
		{"bad rd\nshutdown rd rd", "bad rd\nshutdown rd rd\n"},
		{"bad ok\nclose ok => ok", "bad ok\nclose ok => ok\n"},
		{"eventfd e\nread e 1", "eventfd e\nread e\n"},
		{"eventfd e\nread e 0", "eventfd e\nread e 0\n"},
		{"fail dup3 EWOULDBLOCK 1", "fail dup2 EAGAIN\n"},
		{"epoll a\nadd a a ET|IN|IN|0x1|2|0 0x7", "epoll a\nadd a a IN|PRI|ET 7\n"},
		{"epoll a\nadd a a 0xFFFFFFFF 1",
			"epoll a\nadd a a IN|PRI|OUT|ERR|HUP|RDNORM|RDBAND|WRNORM|WRBAND|MSG|"
			"RDHUP|EXCLUSIVE|WAKEUP|ONESHOT|ET|0xfffd820 1\n"},
		{"epoll a\nwait a 1 => 0x7:1|ET 8:0x0", "epoll a\nwait a 1 => 7:IN|ET 8:0\n"},
		{"epoll a => ENOTSUP", "epoll a => EOPNOTSUPP\n"},
		{"pipe r r\nclose r", "pipe r r\nclose r\n"},
		{"epoll a\ndup a a", "epoll a\ndup a a\n"},
		{"epoll a\nepoll a\nepoll b", "epoll a\nepoll a\nepoll b\n"},
		{"epoll abcdefghijklmnopqrstuvwxyz01234",
			"epoll abcdefghijklmnopqrstuvwxyz01234\n"},
		{"epoll a_0__", "epoll a_0__\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_canonical(cases[i].text, cases[i].canonical);
		assert_canonical(cases[i].canonical, cases[i].canonical);
	}
}

static void operations_know_their_lines_and_variables(void **state)
{
	struct program p;
	char name[PROGRAM_NAME_SIZE];

	(void)state;
	read_program(&p, "# one\n\npipe r w\npipe r s # r again\n\nclose s\n");
	assert_int_equal(p.count, 3);
	assert_int_equal(p.operations[0].line, 3);
	assert_int_equal(p.operations[1].line, 4);
	assert_int_equal(p.operations[2].line, 6);
	assert_int_equal(p.variables, 3);
	assert_int_equal(p.operations[1].arguments[0], 0);
	assert_int_equal(p.operations[1].arguments[1], 2);
	assert_int_equal(p.operations[2].arguments[0], 2);
	program_name(&p, 2, name);
	assert_string_equal(name, "s");
	program_free(&p);
}

#define NAME32 "abcdefghijklmnopqrstuvwxyz012345"
static const struct {
	const char *text;
	unsigned line;
	const char *reason;
} malformed_lines[] = {
	{"adds a", 1, "unknown operation 'adds'"},
	{"\n#\nEPOLL a", 3, "unknown operation 'EPOLL'"},
	{"=> ok", 1, "unknown operation '=>'"},
	{"epoll", 1, "name missing: epoll takes NAME"},
	{"epoll => ok", 1, "name missing: epoll takes NAME"},
	{"epoll #ep", 1, "name missing: epoll takes NAME"},
	{"epoll a b", 1, "unexpected 'b': epoll takes NAME"},
	{"epoll a =>ok", 1, "unexpected '=>ok': epoll takes NAME"},
	{"epoll Ep", 1, "'Ep' is no name: a lower-case letter, then letters, digits or _"},
	{"epoll 1", 1, "'1' is no name: a lower-case letter, then letters, digits or _"},
	{"epoll a-b", 1, "'a-b' is no name: a lower-case letter, then letters, digits or _"},
	{"epoll aB", 1, "'aB' is no name: a lower-case letter, then letters, digits or _"},
	{"epoll " NAME32, 1, "name '" NAME32 "' is longer than 31 characters"},
	{"pipe r", 1, "name missing: pipe takes NAME NAME"},
	{"eventfd e x", 1, "unexpected 'x': eventfd takes NAME [COUNT] [semaphore]"},
	{"eventfd e semaphore 1", 1, "unexpected '1': eventfd takes NAME [COUNT] [semaphore]"},
	{"eventfd e 1 2", 1, "unexpected '2': eventfd takes NAME [COUNT] [semaphore]"},
	{"eventfd e 1x", 1, "count '1x' is not a number (decimal or 0x hexadecimal)"},
	{"eventfd e -1", 1, "unexpected '-1': eventfd takes NAME [COUNT] [semaphore]"},
	{"eventfd e 4294967296", 1, "count 4294967296 is above 4294967295"},
	{"epoll a\nwait a", 2, "capacity missing: wait takes NAME CAPACITY"},
	{"epoll a\nwait a 4294967296", 2, "capacity 4294967296 is above 2147483647"},
	{"epoll a\nwait a 2147483648", 2, "capacity 2147483648 is above 2147483647"},
	{"epoll a\nwait a -1", 2, "capacity '-1' is not a number (decimal or 0x hexadecimal)"},
	{"epoll a\nwait a 0x", 2, "capacity '0x' is not a number (decimal or 0x hexadecimal)"},
	{"bad a\nwrite a", 2, "amount missing: write takes NAME N"},
	{"bad a\nwrite a 18446744073709551616", 2,
		"amount '18446744073709551616' is above 18446744073709551615"},
	{"bad a\nread a 2147483648", 2, "byte count 2147483648 is above 2147483647"},
	{"bad a\nread a one", 2, "unexpected 'one': read takes NAME [N]"},
	{"bad a\nshutdown a", 2, "direction missing: shutdown takes NAME rd|wr|rdwr"},
	{"bad a\nshutdown a r", 2, "unknown direction 'r'"},
	{"close x", 1, "'x' is not bound yet"},
	{"dup x x", 1, "'x' is not bound yet"},
	{"bad a\ndup2 a b", 2, "'b' is not bound yet"},
	{"epoll a\nadd a", 2, "name missing: add takes NAME NAME EVENTS TOKEN"},
	{"epoll a\nadd a a", 2, "events missing: add takes NAME NAME EVENTS TOKEN"},
	{"epoll a\nadd a a IN", 2, "token missing: add takes NAME NAME EVENTS TOKEN"},
	{"epoll a\nadd a a IN 7 8", 2, "unexpected '8': add takes NAME NAME EVENTS TOKEN"},
	{"epoll a\nadd a a in 7", 2, "unknown event 'in'"},
	{"epoll a\nadd a a IN|FOO 7", 2, "unknown event 'FOO'"},
	{"epoll a\nadd a a EPOLLIN 7", 2, "unknown event 'EPOLLIN'"},
	{"epoll a\nadd a a |IN 7", 2, "an empty part in events '|IN'"},
	{"epoll a\nadd a a IN| 7", 2, "an empty part in events 'IN|'"},
	{"epoll a\nadd a a IN||ET 7", 2, "an empty part in events 'IN||ET'"},
	{"epoll a\nadd a a IN | ET 7", 2, "token '|' is not a number (decimal or 0x hexadecimal)"},
	{"epoll a\nadd a a 0x100000000 7", 2, "event 4294967296 is above 4294967295"},
	{"epoll a\nadd a a 1z 7", 2, "event '1z' is not a number (decimal or 0x hexadecimal)"},
	{"epoll a\nadd a a IN 18446744073709551616", 2,
		"token '18446744073709551616' is above 18446744073709551615"},
	{"epoll a\nadd a a IN 7=> ok", 2,
		"token '7=>' is not a number (decimal or 0x hexadecimal)"},
	{"fail", 1, "system call missing: fail takes CALL ERRNO [TIMES]"},
	{"fail poll EIO", 1, "unknown system call 'poll'"},
	{"fail read", 1, "errno name missing: fail takes CALL ERRNO [TIMES]"},
	{"fail read EFOO", 1, "unknown errno name 'EFOO'"},
	{"fail read 5", 1, "unknown errno name '5'"},
	{"fail read EIO 65536", 1, "times 65536 is above 65535"},
	{"fail read EIO => ok", 1, "fail has no answer, and so no '=>'"},
	{"fail read EIO =>", 1, "fail has no answer, and so no '=>'"},
	{"epoll a =>", 1, "nothing follows '=>': epoll answers ok or an errno name"},
	{"epoll a => # ok", 1, "nothing follows '=>': epoll answers ok or an errno name"},
	{"epoll a => none", 1, "epoll cannot answer 'none': it answers ok or an errno name"},
	{"epoll a => 0", 1, "epoll cannot answer '0': it answers ok or an errno name"},
	{"epoll a => 7:IN", 1, "epoll cannot answer '7:IN': it answers ok or an errno name"},
	{"epoll a => EFOO", 1, "epoll cannot answer 'EFOO': it answers ok or an errno name"},
	{"epoll a => OK", 1, "epoll cannot answer 'OK': it answers ok or an errno name"},
	{"epoll a => ok ok", 1, "unexpected 'ok' after the answer"},
	{"epoll a => => ok", 1, "epoll cannot answer '=>': it answers ok or an errno name"},
	{"epoll a => EBADF 7", 1, "unexpected '7' after the answer"},
	{"bad a\nread a => none", 2,
		"read cannot answer 'none': it answers ok, a number or an errno name"},
	{"bad a\nread a => 18446744073709551616", 2,
		"answer '18446744073709551616' is above 18446744073709551615"},
	{"bad a\nread a => 1x", 2, "answer '1x' is not a number (decimal or 0x hexadecimal)"},
	{"epoll a\nwait a 1 => ok", 2,
		"wait cannot answer 'ok': it answers none, TOKEN:EVENTS pairs or an errno name"},
	{"epoll a\nwait a 1 => 7", 2,
		"wait cannot answer '7': it answers none, TOKEN:EVENTS pairs or an errno name"},
	{"epoll a\nwait a 1 => 7:", 2, "an empty part in events ''"},
	{"epoll a\nwait a 1 => :IN", 2, "token '' is not a number (decimal or 0x hexadecimal)"},
	{"epoll a\nwait a 1 => 7:IN:ET", 2, "unknown event 'IN:ET'"},
	{"epoll a\nwait a 1 => 7:IN none", 2, "'none' is not TOKEN:EVENTS"},
	{"epoll a\nwait a 1 => none 7:IN", 2, "unexpected '7:IN' after the answer"},
	{"epoll a\r\n", 1, "carriage return in 'a\\x0d': a line ends in a newline alone"},
	{"epoll a\n\r\nclose a", 2, "carriage return in '\\x0d': a line ends in a newline alone"},
	{"epoll a\v", 1, "byte 0x0b in 'a\\x0b': a word is printable ASCII"},
	{"epoll \xc3\xa9", 1, "byte 0xc3 in '\\xc3\\xa9': a word is printable ASCII"},
	{"\x7f", 1, "byte 0x7f in '\\x7f': a word is printable ASCII"},
	{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1,
		"unknown operation 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...'"},
};

static void malformed_lines_are_refused_with_line_and_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(malformed_lines); i++)
		assert_malformed(malformed_lines[i].text, strlen(malformed_lines[i].text),
			malformed_lines[i].line, malformed_lines[i].reason);
}

static void a_zero_byte_is_malformed_like_any_other(void **state)
{
	(void)state;
	assert_malformed("epoll a\0b", 9, 1, "byte 0x00 in 'a\\x00b': a word is printable ASCII");
	assert_malformed("\0", 1, 1, "byte 0x00 in '\\x00': a word is printable ASCII");
}

static void a_malformed_text_leaves_nothing_of_it_or_of_before(void **state)
{
	static const char text[] = "epoll a\nwait a 1 => 7:IN\nclose b\n";
	struct program_error error;
	struct program p;

	(void)state;
	read_program(&p, "pipe r w\nclose r => ok\n");
	assert_int_equal(program_read_text(&p, text, strlen(text), &error), -EINVAL);
	assert_int_equal(error.line, 3);
	assert_int_equal(p.count, 0);
	assert_int_equal(p.variables, 0);
	assert_null(p.names);
	program_free(&p);
}

/* `start` lines of "NAME" from a format, and what comes after them. */
static char *many_lines(size_t count, const char *format, const char *after)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	for (size_t i = 0; i < count; i++) {
		fprintf(file, format, i);
		putc('\n', file);
	}
	fputs(after, file);
	assert_int_equal(fclose(file), 0);
	return text;
}

static void names_and_operations_are_limited(void **state)
{
	char *text;
	struct program p;

	(void)state;
	text = many_lines(PROGRAM_VARIABLES_MAX, "epoll e%zu", "close e4095\nepoll e0\n");
	read_program(&p, text);
	assert_int_equal(p.variables, PROGRAM_VARIABLES_MAX);
	assert_int_equal(p.operations[PROGRAM_VARIABLES_MAX].arguments[0], 4095);
	program_free(&p);
	free(text);

	text = many_lines(PROGRAM_VARIABLES_MAX, "epoll e%zu", "epoll one_more\n");
	assert_malformed(text, strlen(text), PROGRAM_VARIABLES_MAX + 1, "more than 4096 names");
	free(text);

	text = many_lines(PROGRAM_OPERATIONS_MAX, "epoll e # %zu", "\n# full\n");
	read_program(&p, text);
	assert_int_equal(p.count, PROGRAM_OPERATIONS_MAX);
	program_free(&p);
	free(text);

	text = many_lines(PROGRAM_OPERATIONS_MAX, "epoll e # %zu", "close e");
	assert_malformed(
		text, strlen(text), PROGRAM_OPERATIONS_MAX + 1, "more than 65536 operations");
	free(text);
}

static void a_line_is_at_most_4096_bytes(void **state)
{
	char text[PROGRAM_LINE_MAX + 2];
	struct program p;

	(void)state;
	memset(text, '#', sizeof text);
	memcpy(text, "epoll a ", 8);
	text[PROGRAM_LINE_MAX] = '\n';
	text[PROGRAM_LINE_MAX + 1] = '\0';
	read_program(&p, text);
	assert_int_equal(p.count, 1);
	program_free(&p);
	text[PROGRAM_LINE_MAX] = '#';
	assert_malformed(text, PROGRAM_LINE_MAX + 1, 1, "the line is above 4096 bytes");
}

/* Short to read, 52 bytes to write. */
#define LONG_EVENT " 1:0x7df"

/* What is short to read and long to write cannot make a line that is not read again. */
static void an_answer_whose_text_is_too_long_is_refused(void **state)
{
	char text[PROGRAM_LINE_MAX];
	size_t at = (size_t)sprintf(text, "epoll a\nwait a 1 =>");
	struct program p;
	char *again;

	(void)state;
	for (int i = 0; i < 75; i++)
		at += (size_t)sprintf(text + at, LONG_EVENT);
	sprintf(text + at, " 1844674407370955161:IN|ET");
	read_program(&p, text);
	again = written(&p, program_write_text);
	assert_int_equal(strlen(again), strlen("epoll a\nwait a 1 => \n") + PROGRAM_ANSWER_MAX);
	assert_canonical(again, again);
	free(again);
	program_free(&p);
	at += (size_t)sprintf(text + at, " 18446744073709551615:IN|ET");
	assert_malformed(text, at, 2, "the answer takes 4001 bytes when it is written, above 4000");
}

static void any_bytes_are_read_or_refused_with_a_reason(void **state)
{
	uint64_t random = seed_of_run();
	struct program_error error;
	struct program p;
	unsigned read = 0, refused = 0;

	(void)state;
	program_init(&p);
	for (size_t size = 0; size <= 200; size++) {
		for (int i = 0; i < 50; i++) {
			char *text = malloc(size + 1);

			assert_non_null(text);
			for (size_t j = 0; j < size; j++)
				text[j] = (char)random_below(&random, i % 2 ? 256 : 48);
			error.line = 0;
			if (program_read_text(&p, text, size, &error) == 0) {
				read++;
			} else {
				refused++;
				assert_true(error.line > 0);
				assert_true(strlen(error.reason) > 0);
				assert_int_equal(p.count, 0);
			}
			free(text);
		}
	}
	program_free(&p);
	assert_true(read > 0 && refused > 0);
}

/* Texts of scenarios with some bytes changed: much of a line is still right. */
static void changed_texts_are_read_or_refused_with_a_reason(void **state)
{
	uint64_t random = seed_of_run();
	struct program p, changed;
	struct program_error error;
	unsigned read = 0, refused = 0;

	(void)state;
	program_init(&p);
	program_init(&changed);
	for (int i = 0; i < 2000; i++) {
		char *text;
		size_t size;

		random_program(&p, &random, 1 + random_below(&random, 10));
		state_random_answers(&p, &random);
		text = written(&p, program_write_text);
		size = strlen(text);
		for (int j = 0; j < 2 && size > 0; j++)
			text[random_below(&random, size)] =
				"\n\t #=>|:0129afx_\r\0zIN"[random_below(&random, 21)];
		if (program_read_text(&changed, text, size, &error) == 0) {
			read++;
			assert_true(program_well_formed(&changed));
		} else {
			refused++;
			assert_true(error.line > 0 && strlen(error.reason) > 0);
		}
		free(text);
	}
	program_free(&p);
	program_free(&changed);
	assert_true(read > 100 && refused > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operation_is_read_and_written),
		cmocka_unit_test(every_kind_of_answer_is_read_and_written),
		cmocka_unit_test(other_ways_to_write_it_become_the_canonical_one),
		cmocka_unit_test(operations_know_their_lines_and_variables),
		cmocka_unit_test(malformed_lines_are_refused_with_line_and_reason),
		cmocka_unit_test(a_zero_byte_is_malformed_like_any_other),
		cmocka_unit_test(a_malformed_text_leaves_nothing_of_it_or_of_before),
		cmocka_unit_test(names_and_operations_are_limited),
		cmocka_unit_test(a_line_is_at_most_4096_bytes),
		cmocka_unit_test(an_answer_whose_text_is_too_long_is_refused),
		cmocka_unit_test(any_bytes_are_read_or_refused_with_a_reason),
		cmocka_unit_test(changed_texts_are_read_or_refused_with_a_reason),
	};

	return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
