/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which waits must report all that is due? One with room left, while nobody else looks through the
 * same instance: Linux asks without a lock whether anything is there (ep_events_available), and may
 * find the list empty that another wait, or a poll from an instance outside, has in hand.
 */
#include "object.h"

#include <stdlib.h>

/* The operations so far that would disturb each other. */
struct lane {
	bool used;
	int finish; /* the latest end */
	size_t last;
};

static void enter(const struct check_state *s, struct lane *lane, bool *disturbed, size_t i)
{
	const struct history_op *ops = s->h->ops;

	if (lane->used && lane->finish > ops[i].begin)
		disturbed[i] = true;
	/* Whatever overlaps an operation, the next one of the lane does. */
	if (lane->used && ops[lane->last].finish > ops[i].begin)
		disturbed[lane->last] = true;
	if (!lane->used || ops[i].finish > lane->finish)
		lane->finish = ops[i].finish;
	lane->last = i;
	lane->used = true;
}

static bool is_control(const struct program_operation *op)
{
	return op->code == PROGRAM_add || op->code == PROGRAM_mod || op->code == PROGRAM_del;
}

/* Is the instance in the interest list of another one, perhaps? */
static bool is_inside(const struct check_state *s, int instance)
{
	for (size_t i = 0; i < s->object_count; i++)
		if (s->objects[i].files[instance])
			return true;
	return false;
}

static bool take_memory(struct check_state *s, struct lane **ret_lanes, bool **ret_inside)
{
	size_t files = (size_t)s->h->file_count + 1, count = s->h->program->count + 1;

	*ret_lanes = calloc(files, sizeof **ret_lanes);
	*ret_inside = calloc(count, sizeof **ret_inside);
	s->shared = calloc(count, sizeof *s->shared);
	s->disturbed = calloc(count, sizeof *s->disturbed);
	return *ret_lanes != NULL && *ret_inside != NULL && s->shared != NULL &&
	       s->disturbed != NULL;
}

bool waits_compare(struct check_state *s)
{
	struct lane *lanes, looks = {.used = false}, all = {.used = false};
	bool *inside;
	bool good = take_memory(s, &lanes, &inside);

	for (size_t i = 0; good && i < s->h->program->count; i++) {
		const struct program_operation *op = operation_at(s, i);

		enter(s, &all, s->disturbed, i);
		if (op->code == PROGRAM_wait || is_control(op))
			enter(s, &looks, inside, i);
		if (op->code == PROGRAM_wait && s->h->ops[i].file >= 0)
			enter(s, &lanes[s->h->ops[i].file], s->shared, i);
	}
	for (size_t i = 0; good && i < s->h->program->count; i++)
		if (inside[i] && operation_at(s, i)->code == PROGRAM_wait &&
			s->h->ops[i].file >= 0 && is_inside(s, s->h->ops[i].file))
			s->shared[i] = true;
	free(lanes);
	free(inside);
	return good;
}

/*
 * An eventfd counts and wakes under one lock, so that its state has no moments between. For all
 * else, and for a number that may mean several files (each looked at in its turn), nothing that
 * concerns the object may happen beside the wait.
 */
static bool is_one_eventfd(const struct check_state *s, const struct object *o)
{
	int count = 0;

	for (int f = 0; f < s->h->file_count; f++)
		if (o->files[f]) {
			if (s->h->files[f].kind != MODEL_EVENTFD)
				return false;
			count++;
		}
	return count == 1 && !s->h->numbers[o->number].is_volatile;
}

void drop_disturbed(const struct check_state *s, struct object *o)
{
	bool any = is_one_eventfd(s, o);
	int before = -1; /* the latest end of the operations above, and of all with this one */
	int latest = -1;
	size_t kept = 0;

	for (size_t i = 0; i < o->count; i++) {
		const struct part part = o->parts[i];
		size_t next = i + 1;

		if (i == 0 || o->parts[i - 1].index != part.index)
			before = latest;
		latest = part.finish > latest ? part.finish : latest;
		while (next < o->count && o->parts[next].index == part.index)
			next++;
		if (part.kind != PART_QUIET || any ||
			(before < part.begin &&
				(next == o->count || o->parts[next].begin > part.finish)))
			o->parts[kept++] = part;
	}
	o->count = kept;
}
