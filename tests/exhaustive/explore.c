/* SPDX-License-Identifier: BSD-3-Clause */
/* Breadth first, so that the way on which a state is met first is a shortest one: see explore.h. */
#include "explore.h"

#include "progress.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void exploration_free(struct exploration *e)
{
	space_free(&e->space);
	program_free(&e->path);
	free(e->enabled);
}

/* The numbers that the operation opens take the places of its variables. */
static int append(struct exploration *e, int operation, const int opened[2])
{
	struct program_operation op = e->world->operations[operation].op;
	const struct program_operation_row *row = &program_operations[op.code];
	int bound = 0;

	for (int i = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
		if (row->arguments[i] == PROGRAM_ARGUMENT_BIND && bound < 2)
			op.arguments[i] = (uint64_t)opened[bound++];
	return program_insert(&e->path, e->path.count, &op);
}

static int append_way_to(struct exploration *e, uint32_t index)
{
	uint32_t way[UINT8_MAX];
	const struct state *states = e->space.states;
	int length = states[index].depth;
	int r = 0;

	if (length > UINT8_MAX)
		return -E2BIG;
	for (int i = length; i > 0; i--) {
		way[i - 1] = index;
		index = states[index].parent;
	}
	for (int i = 0; i < length && r == 0; i++) {
		const struct state *state = &states[way[i]];

		r = append(e, state->operation, (const int[]){state->opened[0], state->opened[1]});
	}
	return r;
}

void exploration_look(struct exploration *e)
{
	struct program_answer answer;
	const struct model *model = lockstep_predict(e->ls, &e->path, &answer);
	int found = 0;

	e->path_length = e->path.count;
	for (int number = 0; found < 2; number++)
		if (model_kind(model, number) == MODEL_CLOSED)
			e->free[found++] = number;
	e->enabled_count = 0;
	for (int i = 0; i < e->world->operation_count; i++)
		if (world_enabled(&e->world->operations[i], model))
			e->enabled[e->enabled_count++] = i;
}

int exploration_visit(struct exploration *e, uint32_t state)
{
	int r;

	program_clear(&e->path);
	r = append_way_to(e, state);
	if (r == 0)
		exploration_look(e);
	return r;
}

int exploration_try(struct exploration *e, int operation)
{
	e->path.count = e->path_length;
	return append(e, operation, e->free);
}

int exploration_arrive(struct exploration *e, struct arrival *arrival)
{
	const struct model *model = lockstep_predict(e->ls, &e->path, &arrival->answer);
	int size = model_canonical(model, e->world->folds, arrival->bytes);

	if (size < 0)
		return size;
	/* Which numbers have a name decides which operations there are. */
	if (e->world->names_closed)
		arrival->bytes[size++] = (unsigned char)model_highest(model);
	arrival->size = (size_t)size;
	arrival->beyond = world_beyond(e->world, model);
	return 0;
}

static int follow(struct exploration *e, uint32_t from, int operation)
{
	struct program_operation *op = &e->world->operations[operation].op;
	struct arrival arrival;
	uint32_t index;
	bool is_new;
	int r = exploration_try(e, operation);

	if (r == 0)
		r = exploration_arrive(e, &arrival);
	if (r != 0)
		return r;
	e->transitions++;
	e->world->forms[e->world->operations[operation].form].performed++;
	e->answers[op->code][answer_index(&arrival.answer)]++;
	if (arrival.beyond != BOUND_COUNT) {
		e->beyond[arrival.beyond]++;
		return 0;
	}
	r = space_add(&e->space, arrival.bytes, arrival.size, &index, &is_new);
	if (r < 0 || !is_new)
		return r;
	e->space.states[index].parent = from;
	e->space.states[index].operation = (uint16_t)operation;
	e->space.states[index].depth = (uint16_t)(e->space.states[from].depth + 1);
	for (int i = 0; i < 2; i++)
		e->space.states[index].opened[i] = (uint8_t)e->free[i];
	return 0;
}

static int expand(struct exploration *e, uint32_t index)
{
	int r = exploration_visit(e, index);

	e->space.states[index].tried = (uint16_t)e->enabled_count;
	for (int i = 0; i < e->enabled_count && r == 0; i++)
		r = follow(e, index, e->enabled[i]);
	return r;
}

static int add_empty_state(struct exploration *e)
{
	struct arrival arrival;
	uint32_t index;
	bool is_new;
	int r = exploration_arrive(e, &arrival);

	return r < 0 ? r : space_add(&e->space, arrival.bytes, arrival.size, &index, &is_new);
}

int explore(struct exploration *e, struct world *world, struct lockstep *ls)
{
	struct progress progress;
	int r;

	*e = (struct exploration){.world = world, .ls = ls};
	program_init(&e->path);
	e->enabled = calloc((size_t)world->operation_count, sizeof *e->enabled);
	r = space_init(&e->space);
	if (r == 0 && e->enabled == NULL)
		r = -ENOMEM;
	if (r == 0)
		r = add_empty_state(e);
	progress_begin(&progress, world->name);
	for (; r == 0 && e->expanded < e->space.count; e->expanded++) {
		if (e->space.states[e->expanded].depth >= world->depth)
			break;
		progress_explored(&progress, e->expanded, e->space.count, e->transitions);
		r = expand(e, e->expanded);
	}
	progress_end(&progress);
	if (r < 0)
		fprintf(stderr, "%s: exploring failed: %s\n", world->name, strerror(-r));
	return r;
}
