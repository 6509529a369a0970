/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of the lockstep share: cmocka, scenarios from text, and what is open. */
#ifndef EPOLLCTX_TEST_LOCKSTEP_SUPPORT_H
#define EPOLLCTX_TEST_LOCKSTEP_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static inline struct lockstep *create_with(const struct lockstep_options *options)
{
	struct lockstep *ls = lockstep_create(options);

	assert_non_null(ls);
	return ls;
}

static inline struct lockstep *create(enum lockstep_flavour flavour)
{
	const struct lockstep_options options = {.flavour = flavour, .check_model = true};

	return create_with(&options);
}

/* The program of a scenario; to be freed. */
static inline struct program program_of(const char *text)
{
	struct program p;
	struct program_error error;

	program_init(&p);
	if (program_read_text(&p, text, strlen(text), &error) != 0)
		fail_msg("line %u: %s", error.line, error.reason);
	return p;
}

/* No number is open that a program can have: what every run must leave behind. */
static inline void assert_nothing_open(const struct lockstep *ls)
{
	for (int n = 0; n < ls->world.limit; n++)
		if (world_is_open(&ls->world, n))
			fail_msg("number %d was left open", n);
}

/* Runs a scenario, and checks that it leaves nothing open, whatever its verdict. */
static inline enum lockstep_verdict run(
	struct lockstep *ls, const char *text, struct lockstep_report *report)
{
	struct program p = program_of(text);
	enum lockstep_verdict verdict = lockstep_run(ls, &p, report);

	assert_int_equal(verdict, report->verdict);
	assert_nothing_open(ls);
	program_free(&p);
	return verdict;
}

static inline void assert_same(struct lockstep *ls, const char *text)
{
	struct lockstep_report report;

	if (run(ls, text, &report) != LOCKSTEP_SAME)
		fail_msg("%s: expected %s, got %s: %s", report.operation, report.expected,
			report.got, report.reason);
}

/* The text of the program with what the model predicts for it; to be freed. */
static inline char *stated_text(struct lockstep *ls, const char *text)
{
	struct program p = program_of(text);
	char *stated = NULL;
	size_t size;
	FILE *file = open_memstream(&stated, &size);

	assert_non_null(file);
	assert_int_equal(lockstep_state(ls, &p), 0);
	program_write_text(&p, file);
	fclose(file);
	program_free(&p);
	return stated;
}

/* Performs one operation as a run would do it, without a word about the model. */
static inline void do_perform(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	ls->complaint[0] = '\0';
	kernel_begin(&ls->kernel, 0);
	kernel_use(&ls->kernel);
	perform(ls, call, answer);
	kernel_use(NULL);
}

/* A lockstep between operations: settled, nothing open, no faults. */
static inline struct lockstep *create_settled(enum lockstep_flavour flavour)
{
	struct lockstep *ls = create(flavour);

	kernel_reset(&ls->kernel);
	ls->kernel.virtual_time = flavour == LOCKSTEP_deadline;
	assert_int_equal(world_settle(&ls->world), 0);
	return ls;
}

/* One operation in both worlds, which must be the same. */
static inline struct answer do_both(struct lockstep *ls, const struct call *call)
{
	struct lockstep_report report;
	struct answer got, wanted;

	if (!step(ls, call, &got, &wanted, &report))
		fail_msg("expected %s, got %s: %s", report.expected, report.got, report.reason);
	return got;
}

static inline void sweep_and_destroy(struct lockstep *ls)
{
	world_sweep(&ls->world);
	lockstep_destroy(ls);
}

#endif
