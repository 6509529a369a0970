/* SPDX-License-Identifier: BSD-3-Clause */
/* What the fuzz targets share: one lockstep and one program for the whole process. */
#include "targets/target.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct lockstep *lockstep;
static struct program program;

static bool is_on(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' && strcmp(value, "0") != 0;
}

void target_fail(const char *format, ...)
{
	va_list more;

	(void)fputs("epollctx target: ", stderr);
	va_start(more, format);
	(void)vfprintf(stderr, format, more);
	va_end(more);
	(void)fputc('\n', stderr);
	(void)fflush(stderr);
	abort();
}

/*
 * Makes the program as large as it can become, so that no later input sees it grow: an input must
 * do the same whatever came before it.
 */
static void make_room(void)
{
	static const uint8_t records[PROGRAM_OPERATIONS_MAX * PROGRAM_RECORD_SIZE];
	int error = program_decode(&program, records, sizeof(records));

	if (error != 0)
		target_fail("no room for a program: %s", strerror(-error));
	program_clear(&program);
}

void target_open(enum lockstep_flavour flavour)
{
	struct lockstep_options options = {
		.flavour = flavour,
		.check_model = is_on("EPOLLCTX_CHECK_MODEL"),
		.twice = is_on("EPOLLCTX_TWICE"),
		.trace = is_on("EPOLLCTX_TRACE") ? stderr : NULL,
	};

	lockstep = lockstep_create(&options);
	if (lockstep == NULL) {
		(void)fprintf(stderr, "epollctx target: cannot prepare the process: %s\n",
			strerror(errno));
		exit(EXIT_FAILURE);
	}
	program_init(&program);
	make_room();
}

/* The program as a scenario that states what is predicted: it fails where the target failed. */
static void write_scenario(FILE *file)
{
	struct program stated;

	program_init(&stated);
	if (program_copy(&stated, &program) != 0 || lockstep_state(lockstep, &stated) != 0)
		(void)fputs("# (the predicted answers are missing)\n", file);
	program_write_text(stated.count != 0 ? &stated : &program, file);
	program_free(&stated);
}

int target_run(const uint8_t *data, size_t size)
{
	static struct lockstep_report report;
	int error = program_decode(&program, data, size);

	if (error == -EPROTONOSUPPORT)
		return 0;
	if (error != 0)
		target_fail("cannot decode the input: %s", strerror(-error));
	if (lockstep_run(lockstep, &program, &report) == LOCKSTEP_SAME) {
		/* Not when the next one comes: what that does would depend on this one. */
		program_clear(&program);
		return 0;
	}
	lockstep_write_report(&report, &program, stderr);
	(void)fputs("--- scenario\n", stderr);
	write_scenario(stderr);
	(void)fputs("---\n", stderr);
	target_fail("%s", lockstep_verdict_name(report.verdict));
}
