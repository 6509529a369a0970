/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Unit tests of fuzz/program/c_output.c, c_runtime.c and c_functions.c: the C files are compiled
 * with all warnings by $CC (cc when it is not set) and run on the kernel here.
 */
#include "support.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char directory[200];

static int make_directory(void **state)
{
	const char *parent = getenv("TMPDIR");

	(void)state;
	snprintf(directory, sizeof directory, "%s/c_output.XXXXXX",
		parent != NULL ? parent : "/tmp");
	return mkdtemp(directory) != NULL ? 0 : -1;
}

static int remove_directory(void **state)
{
	char path[300];

	(void)state;
	snprintf(path, sizeof path, "%s/program.c", directory);
	unlink(path);
	snprintf(path, sizeof path, "%s/program", directory);
	unlink(path);
	return rmdir(directory);
}

/* Runs a shell command; its output goes to `output`, its exit status is returned. */
static int run(const char *command, char *output, size_t size)
{
	FILE *pipe = popen(command, "r");
	size_t got;
	int status;

	assert_non_null(pipe);
	got = fread(output, 1, size - 1, pipe);
	output[got] = '\0';
	status = pclose(pipe);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void compile(const struct program *p, const char *flags)
{
	char command[1200];
	char path[300];
	char output[4000];
	const char *cc = getenv("CC");
	FILE *file;

	snprintf(path, sizeof path, "%s/program.c", directory);
	file = fopen(path, "w");
	assert_non_null(file);
	program_write_c(p, file);
	assert_int_equal(fclose(file), 0);
	snprintf(command, sizeof command,
		"%s -std=gnu11 -Wall -Wextra -Wpedantic -Werror %s -o %s/program %s 2>&1",
		cc != NULL && *cc != '\0' ? cc : "cc", flags, directory, path);
	if (run(command, output, sizeof output) != 0) {
		char *text = written(p, program_write_text);

		fail_msg("%s\n%s\n%s", command, output, text);
	}
}

static int compile_and_run(const char *text, char *output, size_t size)
{
	struct program p;
	char path[300];

	read_program(&p, text);
	compile(&p, "-O1");
	program_free(&p);
	snprintf(path, sizeof path, "%s/program", directory);
	return run(path, output, size);
}

static void assert_runs(const char *text, int expected_status, const char *expected_output)
{
	char output[20000];
	int status = compile_and_run(text, output, sizeof output);

	assert_string_equal(output, expected_output);
	assert_int_equal(status, expected_status);
}

static void a_scenario_is_performed_and_what_is_stated_compared(void **state)
{
	(void)state;
	assert_runs(
		"# a comment\n"
		"epoll ep\n"
		"pipe r w\n"
		"add ep r 0 7            => ok\n"
		"wait ep 8               => none\n"
		"close w                 => ok\n"
		"wait ep 8               => 7:HUP\n",
		0,
		"2: epoll ep => ok\n"
		"3: pipe r w => ok\n"
		"4: add ep r 0 7 => ok\n"
		"5: wait ep 8 => none\n"
		"6: close w => ok\n"
		"7: wait ep 8 => 7:HUP\n"
		"# 0 of 4 stated answers differ\n");
}

static void another_answer_than_stated_is_said_and_is_the_exit_status(void **state)
{
	(void)state;
	assert_runs(
		"epoll ep => ok\neventfd e 1 => EMFILE\nread e => 2\nadd ep e 0 1 => EPERM\n"
		"add ep e 0 1 => EEXIST\nwait ep 1 => 1:IN 2:OUT\nclose e\n",
		1,
		"1: epoll ep => ok\n"
		"2: eventfd e 1 => ok   # stated: EMFILE\n"
		"3: read e => 1   # stated: 2\n"
		"4: add ep e 0 1 => ok   # stated: EPERM\n"
		"5: add ep e 0 1 => EEXIST\n"
		"6: wait ep 1 => none   # stated: 1:IN 2:OUT\n"
		"7: close e => ok\n"
		"# 4 of 6 stated answers differ\n");
}

static void assert_as_stated(const char *text)
{
	char output[20000];
	int status = compile_and_run(text, output, sizeof output);

	if (status != 0)
		fail_msg("exit status %d:\n%s", status, output);
}

static void every_operation_does_what_the_language_says(void **state)
{
	(void)state;
	assert_as_stated(
		"epoll ep => ok\n"
		"eventfd s 3 semaphore => ok\nread s => 1\nread s => 1\nread s => 1\n"
		"read s => EAGAIN\nwrite s 18446744073709551614 => ok\n"
		"write s 1 => EAGAIN\nwrite s 18446744073709551615 => EINVAL\n"
		"pipe r w => ok\nwrite w 70000 => 65536\nread r 5 => 5\nread r => 1\n"
		"read r 100000 => 65530\nread r => EAGAIN\nread w => EBADF\n"
		"socketpair a b => ok\nwrite a 3 => 3\nread b 9 => 3\n"
		"shutdown a wr => ok\nwrite a 1 => EPIPE\nread b => 0\n"
		"shutdown b rd => ok\nshutdown b rdwr => ok\nshutdown r rd => ENOTSOCK\n"
		"timerfd t => ok\nread t => EAGAIN\narm t => ok\nread t 500 => 1\n"
		"arm t => ok\ndisarm t => ok\nread t => EAGAIN\nwrite t 1 => EINVAL\n"
		"arm s => EINVAL\ndisarm ep => EINVAL\n"
		"file f => ok\nwrite f 2000000 => 1048576\nwrite f 1 => EFBIG\n"
		"read f => 0\nadd ep f IN 1 => EPERM\n"
		"bad x => ok\nclose x => EBADF\nread x => EBADF\nwrite x 1 => EBADF\n"
		"arm x => EBADF\nshutdown x rd => EBADF\nadd x r IN 1 => EBADF\n"
		"add ep x IN 1 => EBADF\nread ep => EINVAL\nwrite ep 1 => EINVAL\n"
		"dup s e => ok\nread e => 1\ndup x n => EBADF\nclose n => EBADF\n"
		"dup2 t s => ok\narm s => ok\nread t => 1\n"
		"dup2 s s => ok\ndup2 x x => EBADF\ndup2 s x => EBADF\n"
		"close s => ok\ndup2 s s => EBADF\nread s => EBADF\n");
}

static void registrations_and_waits_do_what_the_language_says(void **state)
{
	(void)state;
	assert_as_stated(
		"epoll ep\neventfd a 1\neventfd b 1\nbad x\n"
		"wait ep 0 => EINVAL\nwait x 0 => EINVAL\nwait ep 2147483647 => EINVAL\n"
		"wait x 1 => EBADF\nwait a 1 => EINVAL\nwait ep 100000 => none\n"
		"add ep a IN|ET|0x4000 18446744073709551615 => ok\n"
		"add ep b IN|OUT|ONESHOT 0 => ok\nadd ep b IN 0 => EEXIST\n"
		"wait ep 16 => 18446744073709551615:IN 0:IN|OUT\nwait ep 16 => none\n"
		"mod ep b OUT 5 => ok\nwait ep 1 => 5:OUT\n"
		"mod ep x IN 5 => EBADF\nmod x b IN 5 => EBADF\nmod ep ep IN 5 => EINVAL\n"
		"del ep b => ok\ndel ep b => ENOENT\nwait ep 1 => none\n"
		"add a b IN 1 => EINVAL\ndel x x => EBADF\n");
}

/* A number means what was opened there last, however the reader of it is called. */
static void what_a_number_is_follows_reuse_and_duplicates(void **state)
{
	(void)state;
	assert_as_stated(
		"eventfd e 7\nclose e\npipe r w\nwrite w 3 => 3\nread e 2 => 2\n"
		"close r\neventfd s 9\nread e => 9\npipe q v\neventfd z 4\ndup2 z q\n"
		"read q => 4\ndup2 v z\nwrite z 3 => EPIPE\n");
}

static void failures_are_acted_out_in_order_per_call(void **state)
{
	(void)state;
	assert_runs(
		"epoll ep\neventfd e 1\nbad x\n"
		"fail epoll_ctl ENOMEM 2\nfail epoll_ctl ENOSPC\nfail read EIO\n"
		"add x e IN 1 => EBADF\nread x => EBADF\n"
		"add ep e IN 1 => ENOMEM\nread e => EIO\nmod ep e IN 1 => ENOMEM\n"
		"del ep e => ENOSPC\ndel ep e => ENOENT\nread e => 1\n"
		"fail epoll_wait EINTR 1000\nwait x 1 => EBADF\nwait ep 0 => EINVAL\n"
		"wait ep 1 => none\nfail epoll_wait EINVAL\nwait ep 1 => EINVAL\n"
		"fail epoll_create EMFILE 0\nfail epoll_create ENFILE\nepoll n => ENFILE\n"
		"close n => EBADF\nfail close EIO\nclose e => EIO\nclose e => ok\n"
		"fail pipe EMFILE\npipe r w => EMFILE\nread r => EBADF\nclose w => EBADF\n",
		0,
		"1: epoll ep => ok\n"
		"2: eventfd e 1 => ok\n"
		"3: bad x => ok\n"
		"4: fail epoll_ctl ENOMEM 2\n"
		"5: fail epoll_ctl ENOSPC\n"
		"6: fail read EIO\n"
		"7: add x e IN 1 => EBADF\n"
		"8: read x => EBADF\n"
		"9: add ep e IN 1 => ENOMEM\n"
		"10: read e => EIO\n"
		"11: mod ep e IN 1 => ENOMEM\n"
		"12: del ep e => ENOSPC\n"
		"13: del ep e => ENOENT\n"
		"14: read e => 1\n"
		"15: fail epoll_wait EINTR 1000\n"
		"16: wait x 1 => EBADF\n"
		"17: wait ep 0 => EINVAL\n"
		"18: wait ep 1 => none\n"
		"19: fail epoll_wait EINVAL\n"
		"20: wait ep 1 => EINVAL\n"
		"21: fail epoll_create1 EMFILE 0\n"
		"22: fail epoll_create1 ENFILE\n"
		"23: epoll n => ENFILE\n"
		"24: close n => EBADF\n"
		"25: fail close EIO\n"
		"26: close e => EIO\n"
		"27: close e => ok\n"
		"28: fail pipe2 EMFILE\n"
		"29: pipe r w => EMFILE\n"
		"30: read r => EBADF\n"
		"31: close w => EBADF\n"
		"# 0 of 19 stated answers differ\n");
}

static void every_call_can_be_made_to_fail(void **state)
{
	(void)state;
	assert_as_stated(
		"eventfd e\nsocketpair a b\ntimerfd t\n"
		"fail eventfd EPERM\nfail read EPERM\nfail write EPERM\nfail close EPERM\n"
		"fail fcntl EPERM\nfail pipe2 EPERM\nfail socketpair EPERM\n"
		"fail timerfd_create EPERM\nfail timerfd_settime EPERM 2\nfail memfd_create EPERM\n"
		"fail dup2 EPERM 2\nfail shutdown EPERM\nfail epoll_create1 EPERM\n"
		"eventfd x => EPERM\nread e => EPERM\nwrite e 1 => EPERM\nclose e => EPERM\n"
		"dup e x => EPERM\npipe x y => EPERM\nsocketpair x y => EPERM\ntimerfd x => EPERM\n"
		"arm t => EPERM\ndisarm t => EPERM\nfile x => EPERM\ndup2 e t => EPERM\n"
		"dup2 e e => EPERM\nshutdown a rd => EPERM\nepoll x => EPERM\n"
		"write e 2 => ok\nread e => 2\ndup e x => ok\narm t => ok\nread t => 1\n");
}

static void names_may_be_words_of_c_and_its_library(void **state)
{
	(void)state;
	assert_as_stated(
		"epoll int\neventfd set 1\nbad main\npipe errno stdin\nfile text\n"
		"epoll memory\nepoll check\nepoll do_epoll\nepoll ep\nepoll num_ep\n"
		"add int set IN 1 => ok\nwait int 1 => 1:IN\nwrite stdin 1 => 1\n"
		"read errno => 1\nclose main => EBADF\nclose num_ep => ok\n");
}

static void assert_every_operation_alone_compiles(const char *more)
{
	for (unsigned code = 0; code < PROGRAM_CODE_COUNT; code++) {
		struct program p;
		struct program_operation op = {.code = (enum program_code)code};

		read_program(&p, more);
		assert_int_equal(program_insert(&p, p.count, &op), 0);
		program_repair(&p);
		compile(&p, "-S");
		program_free(&p);
	}
}

/* No function or variable is there without use. */
static void every_operation_alone_compiles_without_a_warning(void **state)
{
	struct program empty;

	(void)state;
	assert_every_operation_alone_compiles("bad x\n");
	assert_every_operation_alone_compiles("file x\nfail read EIO\n");
	program_init(&empty);
	compile(&empty, "-S");
}

static void random_programs_compile_and_run(void **state)
{
	uint64_t random = seed_of_run();
	struct program p;
	char path[300];
	char *output = malloc(1 << 20);

	(void)state;
	assert_non_null(output);
	snprintf(path, sizeof path, "%s/program", directory);
	program_init(&p);
	for (int i = 0; i < 8; i++) {
		int status;

		random_program(&p, &random, 150);
		compile(&p, i % 2 ? "-O2" : "-O0");
		status = run(path, output, 1 << 20);
		if (status != 0 || strstr(output, "# 0 of 0 stated") == NULL)
			fail_msg("exit status %d:\n%s", status, output);
	}
	free(output);
	program_free(&p);
}

/* More operations than one function of the file holds, and more numbers than is usual. */
static void long_programs_compile_and_run(void **state)
{
	enum { OPENED = 1500 };
	struct program_answer ok = {.kind = PROGRAM_OK};
	struct program_operation op = {.code = PROGRAM_eventfd, .stated = ok};
	struct program p;
	struct rlimit limit;
	char path[300];
	char *output;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	if (limit.rlim_max < OPENED + 64) {
		print_message("skipped: the hard limit of descriptors is below %d\n", OPENED + 64);
		skip();
	}
	output = malloc(1 << 20);
	assert_non_null(output);
	program_init(&p);
	for (size_t i = 0; i < OPENED; i++)
		assert_int_equal(program_insert(&p, i, &op), 0);
	op.code = PROGRAM_write;
	op.arguments[1] = 1;
	assert_int_equal(program_insert(&p, p.count, &op), 0);
	program_repair(&p);
	compile(&p, "-O0");
	snprintf(path, sizeof path, "%s/program", directory);
	assert_int_equal(run(path, output, 1 << 20), 0);
	assert_non_null(strstr(output, "\n1501: write ev0 1 => ok\n# 0 of 1501 stated"));
	free(output);
	program_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scenario_is_performed_and_what_is_stated_compared),
		cmocka_unit_test(another_answer_than_stated_is_said_and_is_the_exit_status),
		cmocka_unit_test(every_operation_does_what_the_language_says),
		cmocka_unit_test(registrations_and_waits_do_what_the_language_says),
		cmocka_unit_test(what_a_number_is_follows_reuse_and_duplicates),
		cmocka_unit_test(failures_are_acted_out_in_order_per_call),
		cmocka_unit_test(every_call_can_be_made_to_fail),
		cmocka_unit_test(names_may_be_words_of_c_and_its_library),
		cmocka_unit_test(every_operation_alone_compiles_without_a_warning),
		cmocka_unit_test(random_programs_compile_and_run),
		cmocka_unit_test(long_programs_compile_and_run),
	};

	return cmocka_run_group_tests_name("c_output", tests, make_directory, remove_directory);
}
