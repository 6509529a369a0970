/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Each function is called in a child that the kernel kills at any system call but those that the
 * function is known to make: no others are made. One test for each way to call a function.
 */
#include "child.h"
#include "operations.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONGEST_NS = 100000000 };

static struct scene scene;

/* The child's status is 0 when the call returned what it must. */
static int status_under_filter(const struct operation *op, uint32_t calls)
{
	struct scene *s = &scene;
	int expected;
	pid_t child;

	scene_begin(s, op);
	expected = op->predict(s);
	child = fork();
	if (child == 0) {
		int result;

		child_allow_only(calls);
		result = op->perform(s);
		_exit(result == expected ? 0 : 1);
	}
	return child_status(child);
}

static void skip_without_filters(int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == CHILD_HAS_NO_FILTERS) {
		print_message("# skipped: seccomp(2) filters cannot be installed here\n");
		skip();
	}
}

static void no_other_call_is_made(void **state)
{
	const struct operation *op = *state;
	int status = status_under_filter(op, op->calls);

	skip_without_filters(status);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* The same call without one of its system calls: the filter must be seen to kill. */
static void one_call_less_kills(void **state)
{
	const struct operation *op = *state;
	/* This one is no system call where the C library reads the time without the kernel. */
	uint32_t calls = op->calls & ~(UINT32_C(1) << PROGRAM_CALL_clock_gettime);
	int status = status_under_filter(op, op->calls & ~(calls & -calls));

	skip_without_filters(status);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSYS);
}

static void fcntl_may_duplicate_only(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (child == 0) {
		child_allow_only(UINT32_C(1) << PROGRAM_CALL_fcntl);
		fcntl(0, F_GETFD);
		_exit(0);
	}
	status = child_status(child);
	skip_without_filters(status);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSYS);
}

static int create(void **state)
{
	(void)state;
	scene_create(&scene);
	return 0;
}

static int clean_up(void **state)
{
	(void)state;
	world_sweep(&scene.ls->world);
	return 0;
}

static int destroy(void **state)
{
	(void)state;
	scene_destroy(&scene);
	return 0;
}

enum { TESTS_MAX = 128, NAME_SIZE = 96 };

int main(void)
{
	static struct CMUnitTest tests[TESTS_MAX];
	static char names[TESTS_MAX][NAME_SIZE];
	size_t n = 0;

	if (cannot_run() >= 0)
		return cannot_run();
	for (size_t i = 0; i < operation_count && n < TESTS_MAX - 2; i++) {
		const struct operation *op = &operations[i];

		/* Here, time is real and nothing is injected. */
		if (op->before.times != 0 || (op->idle && operation_limit(op) > LONGEST_NS))
			continue;
		snprintf(names[n], NAME_SIZE, "%s %s", op->function, op->variant);
		tests[n] = (struct CMUnitTest){
			names[n], no_other_call_is_made, NULL, clean_up, (void *)(uintptr_t)op};
		n++;
		snprintf(names[n], NAME_SIZE, "%s %s, one less", op->function, op->variant);
		tests[n] = (struct CMUnitTest){
			names[n], one_call_less_kills, NULL, clean_up, (void *)(uintptr_t)op};
		n++;
	}
	if (n >= TESTS_MAX - 2)
		return 1;
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(fcntl_may_duplicate_only);
	return _cmocka_run_group_tests("faults/syscalls", tests, n, create, destroy);
}
