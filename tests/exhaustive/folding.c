/* SPDX-License-Identifier: BSD-3-Clause */
/* See folding.h. */
#include "folding.h"

#include "progress.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An operation and its answer, without the names of numbers and tokens. */
static uint64_t nameless(const struct program_operation *op, const struct arrival *arrival)
{
	const struct program_operation_row *row = &program_operations[op->code];
	const struct program_answer *answer = &arrival->answer;
	uint64_t hash = space_hash(1, &op->code, sizeof op->code);

	for (int i = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
		if (row->arguments[i] != PROGRAM_ARGUMENT_BIND &&
			row->arguments[i] != PROGRAM_ARGUMENT_USE &&
			row->arguments[i] != PROGRAM_ARGUMENT_TOKEN)
			hash = space_hash(hash, &op->arguments[i], sizeof op->arguments[i]);
	hash = space_hash(hash, &answer->kind, sizeof answer->kind);
	hash = space_hash(hash, &answer->error, sizeof answer->error);
	hash = space_hash(hash, &answer->value, sizeof answer->value);
	for (size_t i = 0; i < answer->count; i++)
		hash = space_hash(hash, &answer->events[i].events, sizeof answer->events[i].events);
	return space_hash(hash, arrival->bytes, arrival->size);
}

/* All that can follow the path, in no order: numbers that look alike may stand in any. */
static int sum_of_futures(struct exploration *e, uint64_t *ret_sum)
{
	struct arrival arrival;
	int r = 0;

	*ret_sum = 0;
	for (int i = 0; i < e->enabled_count && r == 0; i++) {
		r = exploration_try(e, e->enabled[i]);
		if (r == 0)
			r = exploration_arrive(e, &arrival);
		if (r == 0)
			*ret_sum += nameless(&e->world->operations[e->enabled[i]].op, &arrival);
	}
	return r;
}

static void complain(struct exploration *e, uint32_t index)
{
	fprintf(stderr, "%s: two ways to what is taken for one state have different futures:\n",
		e->world->name);
	e->path.count = e->path_length;
	program_repair(&e->path);
	program_write_text(&e->path, stderr);
	fputs("# and\n", stderr);
	if (exploration_visit(e, index) < 0)
		return;
	program_repair(&e->path);
	program_write_text(&e->path, stderr);
}

/*
 * An opener that fails binds its name to -1, so that a number would go by no name from there on.
 * It changes nothing else: no shortest path has one.
 */
static bool loses_a_name(const struct program_operation *op, const struct program_answer *answer)
{
	const enum program_argument *kinds = program_operations[op->code].arguments;
	bool opens = false;

	for (int i = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
		opens = opens || kinds[i] == PROGRAM_ARGUMENT_BIND;
	return opens && answer->kind == PROGRAM_ERROR;
}

/* The transition leads somewhere that is known: do the same things follow? */
static int check_way(struct exploration *e, uint32_t from, int operation, const uint64_t *sums,
	int64_t *compared)
{
	struct arrival arrival;
	uint32_t index;
	uint64_t sum;
	bool is_new;
	int r = exploration_try(e, operation);

	if (r == 0)
		r = exploration_arrive(e, &arrival);
	if (r != 0 || arrival.beyond != BOUND_COUNT ||
		loses_a_name(&e->world->operations[operation].op, &arrival.answer))
		return r;
	r = space_add(&e->space, arrival.bytes, arrival.size, &index, &is_new);
	if (r < 0 || is_new || index >= e->expanded)
		return r;
	if (e->space.states[index].parent == from && e->space.states[index].operation == operation)
		return 0; /* its own way */
	exploration_look(e);
	r = sum_of_futures(e, &sum);
	++*compared;
	if (r < 0 || sum == sums[index])
		return r;
	complain(e, index);
	return -EBADE;
}

int64_t check_folding(struct exploration *e)
{
	uint64_t *sums = calloc(e->expanded, sizeof *sums);
	struct progress progress;
	int64_t compared = 0;
	uint64_t done = 0;
	int r = sums == NULL ? -ENOMEM : 0;

	for (uint32_t state = 0; state < e->expanded && r == 0; state++) {
		r = exploration_visit(e, state);
		if (r == 0)
			r = sum_of_futures(e, &sums[state]);
	}
	progress_begin(&progress, e->world->name);
	for (uint32_t state = 0; state < e->expanded && r == 0; state++) {
		progress_performed(&progress, done, e->transitions);
		done += e->space.states[state].tried;
		for (int i = 0; r == 0; i++) {
			r = exploration_visit(e, state);
			if (r < 0 || i == e->enabled_count)
				break;
			r = check_way(e, state, e->enabled[i], sums, &compared);
		}
	}
	progress_end(&progress);
	free(sums);
	if (r < 0 && r != -EBADE)
		fprintf(stderr, "%s: checking the fold failed: %s\n", e->world->name, strerror(-r));
	return r < 0 ? r : compared;
}
