/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The sweep: for each function and each system call that it makes, the Nth of those calls fails
 * with each errno, N rising until no fault fires, once and for ever. After each, what the function
 * returned and left behind is compared. One test for each way to call a function; its name, given
 * as the argument (`*` stands for anything), runs it alone.
 */
#include "inject.h"
#include "mutator/call_errnos.h"

#include <stdio.h>
#include <string.h>

static struct scene scene;
static struct fault trying;
static unsigned long tried;

/* One call with one fault; a failure can say which. */
static bool try(const struct operation *op, const struct fault *fault)
{
	bool fired;

	trying = *fault;
	fired = inject(&scene, op, fault);
	tried += fired;
	return fired;
}

/* Errnos of the call's manual page, and then all others: a sandbox answers what it likes. */
static size_t errnos_for(enum program_call call, int errnos[PROGRAM_ERRNO_COUNT])
{
	size_t page_count;
	const enum program_errno *page = call_errnos(call, &page_count);
	bool listed[PROGRAM_ERRNO_COUNT] = {false};
	size_t count = 0;

	assert_true(page_count > 0);
	for (size_t i = 0; i < page_count; i++) {
		errnos[count++] = program_errno_number(page[i]);
		listed[page[i]] = true;
	}
	for (size_t i = 0; i < PROGRAM_ERRNO_COUNT; i++)
		if (!listed[i])
			errnos[count++] = program_errno_number((enum program_errno)i);
	return count;
}

/* Every errno of the Nth call of a kind; false when there is no such call. */
static bool try_nth(const struct operation *op, enum program_call call, unsigned nth)
{
	int errnos[PROGRAM_ERRNO_COUNT];
	size_t count = errnos_for(call, errnos);

	for (size_t i = 0; i < count; i++) {
		const struct fault once = {call, nth, errnos[i], 1};
		const struct fault for_ever = {call, nth, errnos[i], FOR_EVER};
		bool fired = try(op, &once);

		if (i > 0 && !fired)
			fail_msg("the fault was not met, but that with another errno was");
		if (!fired)
			return false;
		assert_true(try(op, &for_ever));
	}
	return true;
}

/* Without a fault: exactly the system calls that it is known to make. */
static void try_without(const struct operation *op)
{
	const struct kernel *k = &scene.ls->kernel;
	uint32_t made = 0;
	int result;

	trying = (struct fault){0};
	scene_begin(&scene, op);
	if (op->before.times != 0)
		kernel_add_fault(
			&scene.ls->kernel, op->before.call, op->before.error, op->before.times);
	result = scene_perform(&scene);
	assert_true(k->calls <= KERNEL_LOG_MAX);
	for (uint64_t i = 0; i < k->calls; i++)
		made |= UINT32_C(1) << k->log[i].call;
	assert_int_equal(made, op->calls);
	scene_succeeded(&scene, result);
	scene_still_works(&scene);
	scene_end(&scene);
}

static void every_fault(void **state)
{
	const struct operation *op = *state;
	uint32_t failed = 0;

	try_without(op);
	for (int call = 0; call < PROGRAM_CALL_COUNT; call++)
		for (unsigned nth = 1; try_nth(op, (enum program_call)call, nth); nth++)
			failed |= UINT32_C(1) << call;
	if (op->before.times != UINT64_MAX)
		assert_int_equal(failed & op->calls, op->calls);
	trying = (struct fault){0};
}

/* A failure says which fault it was. */
static int clean_up(void **state)
{
	(void)state;
	kernel_use(NULL);
	if (trying.nth != 0)
		print_message("# the last fault: number %u of %s: %s, %s\n", trying.nth,
			program_call_name(trying.call), program_errno_name(trying.error),
			trying.times == 1 ? "once" : "for ever");
	world_sweep(&scene.ls->world);
	return 0;
}

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
	print_message("# %lu faults injected\n", tried);
	return 0;
}

enum { OPERATIONS_MAX = 64, NAME_SIZE = 80 };

int main(int argc, char **argv)
{
	static struct CMUnitTest tests[OPERATIONS_MAX];
	static char names[OPERATIONS_MAX][NAME_SIZE];
	int failed;

	if (cannot_run() >= 0)
		return cannot_run();
	if (operation_count > OPERATIONS_MAX)
		return 1;
	for (size_t i = 0; i < operation_count; i++) {
		const struct operation *op = &operations[i];

		snprintf(names[i], NAME_SIZE, "%s%s%s", op->function, *op->variant ? ": " : "",
			op->variant);
		tests[i] = (struct CMUnitTest){
			names[i], every_fault, NULL, clean_up, (void *)(uintptr_t)op};
	}
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	failed = _cmocka_run_group_tests("faults/sweep", tests, operation_count, create, destroy);
	if (tried == 0)
		printf("no fault was injected\n");
	return failed != 0 || tried == 0;
}
