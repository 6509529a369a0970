/* SPDX-License-Identifier: BSD-3-Clause */
/* See report.h. */
#include "report.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

static void report_bounds(const struct exploration *e)
{
	uint64_t sum = 0;

	for (int bound = 0; bound < BOUND_COUNT; bound++)
		sum += e->beyond[bound];
	if (sum == 0)
		printf("  bounds: none is ever exceeded\n");
	else
		printf("  bounds: %llu transitions are performed, but what is behind them is not "
		       "looked at, because they exceed\n",
			(unsigned long long)sum);
	for (int bound = 0; bound < BOUND_COUNT; bound++)
		if (e->beyond[bound] > 0)
			printf("    %12llu %s\n", (unsigned long long)e->beyond[bound],
				world_bound_text((enum world_bound)bound));
}

static void report_answers(const struct exploration *e)
{
	for (int code = 0; code < PROGRAM_CODE_COUNT; code++) {
		const char *before = "  ";

		for (int answer = 0; answer < ANSWERS; answer++) {
			if (e->answers[code][answer] == 0)
				continue;
			printf("%s%s %s %llu", before, program_operations[code].name,
				answer_name(answer), (unsigned long long)e->answers[code][answer]);
			before = ", ";
		}
		if (before[0] == ',')
			putchar('\n');
	}
}

void report_exploration(const struct exploration *e, double seconds)
{
	const struct space *space = &e->space;
	uint32_t frontier = space->count - e->expanded;

	printf("%s: %u states, %llu transitions, depth %u, %d operations in %d forms, explored in "
	       "%.1f s\n",
		e->world->name, space->count, (unsigned long long)e->transitions,
		space->states[space->count - 1].depth, e->world->operation_count,
		e->world->form_count, seconds);
	if (frontier == 0)
		printf("  frontier: empty\n");
	else
		printf("  frontier: NOT EMPTY, %u states at the bound depth %u were not expanded\n",
			frontier, e->world->depth);
	printf("  folded: %s%s%s%s\n", e->world->folds == 0 ? "nothing" : "",
		e->world->folds & MODEL_FOLD_TOKENS ? "tokens " : "",
		e->world->folds & MODEL_FOLD_NUMBERS ? "numbers " : "",
		e->world->folds & MODEL_FOLD_WAKE_ORDER ? "order-of-wakeups" : "");
	report_bounds(e);
	report_answers(e);
	fflush(stdout);
}

void report_performance(struct shard shard, const struct performance *performance)
{
	double rate = performance->seconds > 0
			      ? (double)performance->performed / performance->seconds
			      : 0;

	printf("  shard %u/%u: %u states, %llu of %llu transitions performed on this kernel in "
	       "%.1f s (%.0f/s)%s\n",
		shard.index, shard.count, performance->states,
		(unsigned long long)performance->performed,
		(unsigned long long)performance->transitions, performance->seconds, rate,
		performance->finding == FINDING_NONE ? ", no difference" : "");
	fflush(stdout);
}

static bool answers_are_met(const struct exploration *e)
{
	const struct world *world = e->world;
	bool met = true;

	for (int code = 0; code < PROGRAM_CODE_COUNT; code++)
		for (int answer = 0; answer < ANSWERS; answer++) {
			bool given = e->answers[code][answer] > 0;

			if (given == world->answers[code][answer])
				continue;
			fprintf(stderr, "%s: %s %s %s\n", world->name,
				program_operations[code].name,
				given ? "also answers" : "is said to answer, but never does,",
				answer_name(answer));
			met = false;
		}
	return met;
}

bool world_is_met(const struct exploration *e)
{
	bool met = true;

	if (e->transitions == 0) {
		fprintf(stderr, "%s: no transition at all\n", e->world->name);
		met = false;
	}
	for (int form = 0; form < e->world->form_count; form++)
		if (e->world->forms[form].performed == 0) {
			fprintf(stderr, "%s: never possible in any state: %s\n", e->world->name,
				e->world->forms[form].text);
			met = false;
		}
	return answers_are_met(e) && met;
}

static const char *const what[] = {"nothing", "a difference", "a crash", "a hang"};

static void write_scenario(struct exploration *e, enum finding finding, const char *path)
{
	FILE *file = fopen(path, "we");

	if (file != NULL) {
		fprintf(file, "# %s in the world %s\n", what[finding], e->world->name);
		program_write_text(&e->path, file);
	}
	if (file == NULL || fclose(file) != 0)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
}

void report_finding(
	struct exploration *e, const struct performance *performance, const char *directory)
{
	struct lockstep_report report;
	char path[PATH_MAX];
	int r = exploration_visit(e, performance->state);

	if (r == 0)
		r = exploration_try(e, performance->operation);
	if (r == 0)
		program_repair(&e->path);
	if (r == 0)
		r = lockstep_state(e->ls, &e->path);
	if (r < 0) {
		fprintf(stderr, "%s: %s\n", e->world->name, strerror(-r));
		return;
	}
	snprintf(path, sizeof path, "%s/%s.scn", directory, e->world->name);
	write_scenario(e, performance->finding, path);
	printf("%s: %s after %zu operations: %s\n", e->world->name, what[performance->finding],
		e->path.count, path);
	program_write_text(&e->path, stdout);
	fflush(stdout);
	if (performance->finding != FINDING_DIFFERENCE)
		return;
	if (lockstep_run(e->ls, &e->path, &report) == LOCKSTEP_SAME)
		printf("the second time it did not differ: an answer depends on something else\n");
	else
		lockstep_write_report(&report, &e->path, stdout);
}
