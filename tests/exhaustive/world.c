/* SPDX-License-Identifier: BSD-3-Clause */
/* What a world bounds, and what can be tried in a state. */
#include "world.h"

#include "program/errnos.h"

#include <stdlib.h>

const char *world_bound_text(enum world_bound bound)
{
	static const char *const texts[] = {
#define X(name, text) text,
		WORLD_BOUNDS(X)
#undef X
	};

	return texts[bound];
}

void world_free(struct world *world)
{
	free(world->operations);
	free(world->forms);
	world->operations = NULL;
	world->forms = NULL;
}

enum world_bound world_beyond(const struct world *world, const struct model *model)
{
	struct model_census census;

	model_census(model, &census);
	for (int kind = 0; kind < WORLD_KINDS; kind++)
		if (census.files[kind] > world->most[kind])
			return BOUND_most;
	if (census.numbers > world->bounds[BOUND_numbers])
		return BOUND_numbers;
	if (census.items > world->bounds[BOUND_items])
		return BOUND_items;
	if (census.count > world->bounds[BOUND_count])
		return BOUND_count;
	return census.bytes > world->bounds[BOUND_bytes] ? BOUND_bytes : BOUND_COUNT;
}

/* A number has a name in a scenario once it was opened, and no sooner. */
bool world_enabled(const struct world_operation *operation, const struct model *model)
{
	const struct program_operation_row *row = &program_operations[operation->op.code];
	int used = 0;

	for (int i = 0; i < PROGRAM_ARGUMENTS_MAX; i++) {
		int number = (int)operation->op.arguments[i];

		if (row->arguments[i] != PROGRAM_ARGUMENT_USE)
			continue;
		if (number > model_highest(model) ||
			!(operation->kinds[used++] & 1U << model_kind(model, number)))
			return false;
	}
	return true;
}

int answer_index(const struct program_answer *answer)
{
	if (answer->kind == PROGRAM_ERROR)
		return ANSWER_ERROR + (int)program_errno_index(answer->error);
	if (answer->kind == PROGRAM_EVENTS)
		return answer->count > 0 ? ANSWER_EVENTS : ANSWER_NONE;
	return ANSWER_OK;
}

const char *answer_name(int index)
{
	static const char *const names[ANSWER_ERROR] = {"ok", "events", "none"};

	if (index < ANSWER_ERROR)
		return names[index];
	return program_errno_name(program_errno_number((enum program_errno)(index - ANSWER_ERROR)));
}
