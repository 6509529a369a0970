/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs the test of every row of errors.def: each must show what its row says. An argument is the
 * name of the tests to run; `*` stands for anything. After --without come the names, whole, of
 * tests that are not run.
 */
#include "rows.h"

#include <stdio.h>
#include <string.h>

/* What the calls of own errors are given, beside the objects. */
static const struct epollctx_watch watch = {EPOLLIN};
static const struct timespec ms = {0, 1000000};
static const struct timespec negative_time = {-1, 0};
static const struct timespec negative_nanoseconds = {0, -1};
static const struct timespec a_second_of_nanoseconds = {0, 1000000000};

static void report(void *arg)
{
	(void)arg;
}

#define PASTE2(a, b) a##b
#define PASTE(a, b)  PASTE2(a, b)

#define OWN(function, args, error, cause)                               \
	static int PASTE(refuse_, __LINE__)(struct objects * o, int fd) \
	{                                                               \
		(void)o;                                                \
		(void)fd;                                               \
		return function args;                                   \
	}
#define AFTER(...)
#define KERNEL(...)
#define HANDLED(...)
#include "errors.def"
#undef OWN
#undef AFTER
#undef KERNEL
#undef HANDLED

static struct scene scene;
static size_t rows_run;

/* A wait makes the count 0 even where it can use nothing else of its buffer. */
static void fill_unusable(struct objects *o, const char *arguments)
{
	if (strstr(arguments, "&o->no_slots") != NULL)
		o->no_slots.count = STALE_COUNT;
	if (strstr(arguments, "&o->no_room") != NULL)
		o->no_room.count = STALE_COUNT;
	if (strstr(arguments, "&o->too_large") != NULL)
		o->too_large.count = STALE_COUNT;
}

/* An own error: no system call, and no object is touched but a wait's count. */
static void refused(void **state)
{
	struct row *row = *state;
	struct scene *s = &scene;
	struct kernel *k = &s->ls->kernel;
	bool waits = strstr(row->function, "wait") != NULL;
	int result;

	scene_begin(s, NULL);
	if (waits)
		fill_unusable(&s->o, row->arguments);
	kernel_begin(k, 0);
	kernel_use(k);
	result = row->refuse(&s->o, scene_fd(s, QUIET));
	kernel_use(NULL);
	assert_int_equal(result, -row->error);
	assert_int_equal(k->calls, 0);
	if (waits && strstr(row->arguments, "&o->events") != NULL)
		s->expected.events.count = 0;
	if (waits && strstr(row->arguments, "&o->poll") != NULL)
		s->expected.poll.events.count = 0;
	if (waits && strstr(row->arguments, "&o->closed_poll") != NULL) {
		/* The buffer is put in its place by every wait, for the object may have moved. */
		s->expected.closed_poll.events.slots = s->o.closed_poll.slots;
		s->expected.closed_poll.events.capacity = EPOLLCTX_EVENTS_CAPACITY;
	}
	objects_same(s);
	assert_int_equal(descriptors_open(), s->descriptors);
	scene_still_works(s);
	scene_end(s);
	row->shown++;
}

#define OWN(function, args, error, cause)                                 \
	{#function, OWN_ERROR, PROGRAM_CALL_COUNT, error, cause, refused, \
		PASTE(refuse_, __LINE__), #args, &scene, 0},
#define ROW(function, kind, call, error, cause, test) \
	{#function, kind, PROGRAM_CALL_##call, error, cause, test, NULL, NULL, &scene, 0},
#define AFTER(function, call, error, cause, test) \
	ROW(function, AFTER_CALL, call, error, cause, test)
#define KERNEL(function, call, error, cause, test) \
	ROW(function, KERNEL_ERROR, call, error, cause, test)
#define HANDLED(function, call, error, cause, test) \
	ROW(function, HANDLED_ERROR, call, error, cause, test)
static struct row rows[] = {
#include "errors.def"
};

static int create(void **state)
{
	(void)state;
	scene_create(&scene);
	return 0;
}

static int destroy(void **state)
{
	(void)state;
	scene_destroy(&scene);
	return 0;
}

/* A test that did not show its row is none. */
static int was_shown(void **state)
{
	const struct row *row = *state;

	rows_run++;
	kernel_use(NULL);
	world_sweep(&scene.ls->world);
	if (row->shown == 0)
		print_error("%s: %s: its test has not shown this row\n", row->function, row->cause);
	return row->shown == 0 ? -1 : 0;
}

enum { NAME_SIZE = 160 };

static struct CMUnitTest tests[COUNT(rows)];
static char names[COUNT(rows)][NAME_SIZE];

static void name_tests(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *error = program_errno_name(rows[i].error);

		snprintf(names[i], NAME_SIZE, "%s: %s: %s", rows[i].function,
			error == NULL ? "ANY" : error, rows[i].cause);
		tests[i] = (struct CMUnitTest){names[i], rows[i].test, NULL, was_shown, &rows[i]};
	}
}

/* How many tests are left when those of this name are gone; the same number if there are none. */
static size_t leave_out(const char *name, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (strcmp(tests[i].name, name) != 0)
			tests[kept++] = tests[i];
	return kept;
}

int main(int argc, char **argv)
{
	size_t count = COUNT(rows);
	int failed;

	if (cannot_run() >= 0)
		return cannot_run();
	name_tests();
	if (argc > 1 && strcmp(argv[1], "--without") == 0)
		for (int i = 2; i < argc; i++) {
			size_t kept = leave_out(argv[i], count);

			if (kept == count) {
				(void)fprintf(stderr, "there is no test %s\n", argv[i]);
				return 2;
			}
			count = kept;
		}
	else if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	failed = _cmocka_run_group_tests("faults/errors", tests, count, create, destroy);
	if (rows_run == 0)
		printf("no row was tested\n");
	return failed != 0 || rows_run == 0;
}
