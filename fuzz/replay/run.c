/* SPDX-License-Identifier: BSD-3-Clause */
/* `run`: one TAP test for each file. */
#include "replay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Loads every file before any is run; NULL when one is unusable. */
static struct program *load_all(char *const paths[], int count)
{
	struct program *programs = calloc((size_t)count, sizeof *programs);
	bool good = true;

	if (programs == NULL)
		return NULL;
	for (int i = 0; i < count; i++) {
		program_init(&programs[i]);
		good = replay_load(&programs[i], paths[i], REPLAY_ANY_FORM) && good;
	}
	if (good)
		return programs;
	for (int i = 0; i < count; i++)
		program_free(&programs[i]);
	free(programs);
	return NULL;
}

static void free_all(struct program *programs, int count)
{
	for (int i = 0; i < count; i++)
		program_free(&programs[i]);
	free(programs);
}

/* A YAML block as TAP 13 wants it: every value a string in double quotes. */
static void print_field(const char *key, const char *value)
{
	printf("  %s: \"", key);
	for (; *value != '\0'; value++) {
		if (*value == '"' || *value == '\\')
			putchar('\\');
		putchar(*value);
	}
	printf("\"\n");
}

/* In a TAP description '#' begins a directive, and a newline ends it. */
static void print_result(bool same, int number, const char *path)
{
	printf("%s %d - ", same ? "ok" : "not ok", number);
	for (; *path != '\0'; path++) {
		if (*path == '#' || *path == '\\')
			putchar('\\');
		putchar(*path == '\n' ? '?' : *path);
	}
	putchar('\n');
}

static void print_difference(
	const char *path, const struct program *program, const struct lockstep_report *report)
{
	printf("  ---\n");
	print_field("file", path);
	if (report->index >= 0 && (size_t)report->index < program->count) {
		if (program->operations[report->index].line != 0)
			printf("  line: %u\n", program->operations[report->index].line);
		else
			printf("  operation_number: %ld\n", report->index + 1);
	}
	print_field("operation", report->operation);
	print_field("expected", report->expected);
	print_field("got", report->got);
	print_field("verdict", lockstep_verdict_name(report->verdict));
	print_field("reason", report->reason);
	printf("  ...\n");
}

/* The programs of some files, and what performs them. */
struct session {
	struct program *programs;
	int count;
	struct lockstep *ls;
};

static void close_session(struct session *s)
{
	lockstep_destroy(s->ls);
	free_all(s->programs, s->count);
}

static bool open_session(
	struct session *s, const struct lockstep_options *options, char *const paths[], int count)
{
	*s = (struct session){.programs = load_all(paths, count), .count = count};
	if (s->programs == NULL)
		return false;
	s->ls = lockstep_create(options);
	if (s->ls != NULL)
		return true;
	fprintf(stderr, "epollctx-replay: cannot prepare this process: %s\n", strerror(errno));
	close_session(s);
	return false;
}

int replay_run(const struct lockstep_options *options, char *const paths[], int count)
{
	struct lockstep_report report;
	struct session s;
	int failed = 0;

	if (!open_session(&s, options, paths, count))
		return REPLAY_UNUSABLE;
	printf("TAP version 13\n1..%d\n", count);
	for (int i = 0; i < count; i++) {
		bool same = lockstep_run(s.ls, &s.programs[i], &report) == LOCKSTEP_SAME;

		print_result(same, i + 1, paths[i]);
		if (!same)
			print_difference(paths[i], &s.programs[i], &report);
		failed += !same;
		fflush(stdout);
	}
	printf("# %d passed, %d failed\n", count - failed, failed);
	close_session(&s);
	return failed ? REPLAY_DIFFERENT : REPLAY_SAME;
}

int replay_rules(const struct lockstep_options *options, char *const paths[], int count)
{
	struct lockstep_report report;
	struct session s;
	int failed = 0;

	if (!open_session(&s, options, paths, count))
		return REPLAY_UNUSABLE;
	for (int i = 0; i < count; i++) {
		if (lockstep_run(s.ls, &s.programs[i], &report) == LOCKSTEP_SAME)
			continue;
		fprintf(stderr, "%s: ", paths[i]);
		lockstep_write_report(&report, &s.programs[i], stderr);
		failed++;
	}
	for (int rule = 0; rule < MODEL_RULE_COUNT; rule++)
		printf("%12llu %s: %s\n",
			(unsigned long long)lockstep_rule_hits(s.ls, (enum model_rule)rule),
			model_rule_name((enum model_rule)rule),
			model_rule_text((enum model_rule)rule));
	close_session(&s);
	return failed ? REPLAY_DIFFERENT : REPLAY_SAME;
}
