/* SPDX-License-Identifier: BSD-3-Clause */
/* Which operations matter to which number in which instance. */
#include "object.h"

#include <stdlib.h>
#include <string.h>

static bool no_memory(struct check_state *s)
{
	return reject(s, CHECK_limit, s->h->program->count, "no memory");
}

static bool add_part(struct check_state *s, struct object *o, struct part part)
{
	if (part.index < s->h->program->count) {
		part.begin = s->h->ops[part.index].begin;
		/* Reaped is what the operation finds gone: before its other parts begin. */
		part.finish = part.kind == PART_REAP ? part.begin : s->h->ops[part.index].finish;
	}
	if (o->count == o->room) {
		size_t room = o->room > 0 ? 2 * o->room : 64;
		struct part *parts = realloc(o->parts, room * sizeof *parts);

		if (parts == NULL)
			return no_memory(s);
		o->parts = parts;
		o->room = room;
	}
	o->parts[o->count++] = part;
	return true;
}

static bool is_control(const struct program_operation *op)
{
	return op->code == PROGRAM_add || op->code == PROGRAM_mod || op->code == PROGRAM_del;
}

static struct object *find_object(struct check_state *s, int instance, uint32_t number)
{
	for (size_t i = 0; i < s->object_count; i++)
		if (s->objects[i].instance == instance && s->objects[i].number == number)
			return &s->objects[i];
	return NULL;
}

/* ---- Which files a number may mean ---- */

static void note_binding(struct check_state *s, struct object *o, size_t i)
{
	const struct program_operation *op = operation_at(s, i);
	const struct history_op *known = &s->h->ops[i];
	int file = FILE_NONE;

	if (!history_succeeded(op))
		return;
	for (int j = 0; j < 2; j++) {
		int at = history_bound_argument(op, j);

		if (at < 0 || op->arguments[at] != o->number)
			continue;
		if (op->code == PROGRAM_dup || op->code == PROGRAM_dup2)
			file = known->file;
		else
			file = known->opened[j];
		if (file >= 0)
			o->files[file] = true;
	}
}

static bool note_files(struct check_state *s, struct object *o)
{
	o->files = calloc((size_t)s->h->file_count + 1, sizeof *o->files);
	o->exempt = calloc((size_t)s->h->file_count + 1, sizeof *o->exempt);
	if (o->files == NULL || o->exempt == NULL)
		return no_memory(s);
	for (size_t i = 0; i < s->h->program->count; i++)
		note_binding(s, o, i);
	for (int f = 0; f < s->h->file_count; f++)
		if (o->files[f] && s->h->files[f].kind == MODEL_EPOLL)
			o->opaque = true;
	return true;
}

/* ---- Parts ---- */

static bool add_control(struct check_state *s, struct object *o, size_t i)
{
	const struct program_operation *op = operation_at(s, i);
	const struct history_number *number = &s->h->numbers[o->number];
	struct part part = {.kind = PART_CONTROL,
		.index = i,
		.code = op->code == PROGRAM_add	  ? STEP_ADD
			: op->code == PROGRAM_mod ? STEP_MOD
						  : STEP_DEL,
		.through_number = true,
		.in_two = number->is_volatile,
		.file = FILE_NONE,
		.events = (uint32_t)op->arguments[2],
		.token = op->arguments[3]};

	if (op->code == PROGRAM_add && (part.events & MODEL_EXCLUSIVE) != 0)
		o->has_exclusive = true;
	return add_part(s, o, part);
}

static bool add_transfer(struct check_state *s, struct object *o, size_t i)
{
	const struct program_operation *op = operation_at(s, i);
	bool writes = op->code == PROGRAM_write;
	struct part part = {
		.kind = PART_TRANSFER, .index = i, .code = writes ? STEP_WRITE : STEP_READ};
	int file = s->h->ops[i].file;

	part.file = file;
	if (op->arguments[0] == o->number) {
		part.through_number = true;
		part.in_two = s->h->numbers[o->number].is_volatile;
		return add_part(s, o, part);
	}
	if (file == FILE_VOLATILE) {
		for (int f = 0; f < s->h->file_count; f++)
			if (o->files[f] && s->h->files[f].volatile_number == (int)op->arguments[0])
				return reject(s, CHECK_history, i,
					"which file it reached depends on the order, and matters "
					"to another number");
		return true;
	}
	if (file < 0)
		return true;
	if (o->files[file])
		return add_part(s, o, part);
	if (s->h->files[file].peer < 0 || !o->files[s->h->files[file].peer])
		return true;
	part.code = writes ? STEP_PEER_WRITE : STEP_PEER_READ;
	part.file = s->h->files[file].peer;
	return add_part(s, o, part);
}

/* Openers, dup, dup2, close. */
static bool add_binding(struct check_state *s, struct object *o, size_t i)
{
	const struct program_operation *op = operation_at(s, i);
	const struct history_op *known = &s->h->ops[i];
	bool duplicates = op->code == PROGRAM_dup || op->code == PROGRAM_dup2;
	int last = known->last_close;
	bool good = true;

	for (int j = 0; good && j < 2; j++) {
		int at = history_bound_argument(op, j);
		bool mine = at >= 0 && op->arguments[at] == o->number;
		int file = duplicates ? known->file : known->opened[j];

		if (at < 0)
			break;
		if (!duplicates && file >= 0 && o->files[file] && history_succeeded(op))
			good = add_part(
				s, o, (struct part){.kind = PART_OPEN, .index = i, .file = file});
		if (good && mine)
			good = add_part(
				s, o, (struct part){.kind = PART_BIND, .index = i, .file = file});
	}
	if (good && last >= 0 && o->files[last])
		good = add_part(s, o, (struct part){.kind = PART_LEFT, .index = i, .file = last});
	if (good && last >= 0 && s->h->files[last].peer >= 0 && o->files[s->h->files[last].peer] &&
		s->h->files[last].volatile_number < 0)
		good = add_part(s, o,
			(struct part){
				.kind = PART_HANG_UP, .index = i, .file = s->h->files[last].peer});
	return good;
}

/* Is this the token of an ADD or MOD of the object? */
static bool is_token_of(const struct check_state *s, const struct object *o, uint64_t token)
{
	size_t source = token_source(s, token);

	return source < s->h->program->count && s->h->ops[source].file == o->instance &&
	       operation_at(s, source)->arguments[1] == o->number;
}

static bool add_wait(struct check_state *s, struct object *o, size_t i)
{
	const struct program_operation *op = operation_at(s, i);
	bool returned = s->h->ops[i].finish != HISTORY_NEVER;

	if (s->h->ops[i].file != o->instance || (returned && op->stated.kind != PROGRAM_EVENTS))
		return true;
	if (!returned)
		return add_part(s, o,
			(struct part){.kind = PART_QUIET,
				.index = s->h->program->count,
				.begin = s->h->end,
				.finish = s->h->end + 1,
				.token = i});
	for (size_t e = 0; e < op->stated.count; e++)
		if (is_token_of(s, o, op->stated.events[e].token) &&
			!add_part(s, o,
				(struct part){.kind = PART_DELIVER,
					.index = i,
					.token = op->stated.events[e].token,
					.events = op->stated.events[e].events}))
			return false;
	if (s->shared[i] || op->stated.count >= op->arguments[1])
		return true;
	return add_part(s, o, (struct part){.kind = PART_QUIET, .index = i, .token = i});
}

static bool add_reap(struct check_state *s, struct object *o, size_t i)
{
	bool first = s->h->ops[i].alone && i > 0 && !s->h->ops[i - 1].alone;

	return !first || add_part(s, o, (struct part){.kind = PART_REAP, .index = i});
}

static bool add_parts(struct check_state *s, struct object *o)
{
	for (size_t i = 0; i < s->h->program->count; i++) {
		const struct program_operation *op = operation_at(s, i);
		bool good = add_reap(s, o, i);

		if (good && is_control(op) && s->h->ops[i].file == o->instance &&
			op->arguments[1] == o->number)
			good = add_control(s, o, i);
		else if (good && (op->code == PROGRAM_read || op->code == PROGRAM_write))
			good = add_transfer(s, o, i);
		else if (good && op->code == PROGRAM_wait)
			good = add_wait(s, o, i);
		else if (good && !is_control(op))
			good = add_binding(s, o, i);
		if (!good)
			return false;
	}
	return true;
}

/* Only what overlaps a change of the number's meaning needs two steps. */
static void narrow_steps(struct object *o)
{
	for (size_t i = 0; i < o->count; i++) {
		struct part *part = &o->parts[i];
		bool overlaps = false;

		for (size_t j = 0; part->in_two && !overlaps && j < o->count; j++)
			overlaps = o->parts[j].kind == PART_BIND &&
				   o->parts[j].begin < part->finish &&
				   part->begin < o->parts[j].finish;
		part->in_two = overlaps;
	}
}

/* ---- Objects ---- */

static bool is_judged(enum model_kind kind)
{
	return kind == MODEL_EVENTFD || kind == MODEL_PIPE_READER || kind == MODEL_SOCKET ||
	       kind == MODEL_EPOLL || kind == MODEL_FILE;
}

static bool check_kinds(struct check_state *s, const struct object *o)
{
	for (int f = 0; f < s->h->file_count; f++)
		if (o->files[f] && !is_judged(s->h->files[f].kind))
			return reject(s, CHECK_history, s->h->program->count,
				"only eventfds, readers of pipes, sockets, instances and regular "
				"files "
				"can be judged in an interest list");
	return true;
}

static bool collect(struct check_state *s)
{
	for (size_t i = 0; i < s->h->program->count; i++) {
		const struct program_operation *op = operation_at(s, i);
		int instance = s->h->ops[i].file;

		if (op->code == PROGRAM_wait && instance == FILE_VOLATILE)
			return reject(s, CHECK_history, i, "its instance depends on the order");
		if (!is_control(op))
			continue;
		if (instance < 0 || s->h->files[instance].kind != MODEL_EPOLL)
			return reject(s, CHECK_history, i,
				"its first number must be one instance, whatever the order");
		if (find_object(s, instance, (uint32_t)op->arguments[1]) != NULL)
			continue;
		s->objects[s->object_count++] =
			(struct object){.instance = instance, .number = (uint32_t)op->arguments[1]};
	}
	return true;
}

/* EPOLLEXCLUSIVE: a wakeup may have gone to another registration of the same file. */
static void note_exempt(struct check_state *s)
{
	for (size_t i = 0; i < s->object_count; i++)
		for (size_t j = 0; j < s->object_count; j++) {
			const struct object *other = &s->objects[j];

			if (i == j || !other->has_exclusive)
				continue;
			for (int f = 0; f < s->h->file_count; f++)
				if (other->files[f])
					s->objects[i].exempt[f] = true;
		}
}

bool objects_build(struct check_state *s)
{
	s->objects = calloc(s->h->program->count + 1, sizeof *s->objects);
	if (s->objects == NULL)
		return no_memory(s);
	if (!collect(s))
		return false;
	for (size_t i = 0; i < s->object_count; i++)
		if (!note_files(s, &s->objects[i]) || !check_kinds(s, &s->objects[i]))
			return false;
	if (!waits_compare(s) || !nested_ask(s))
		return no_memory(s);
	for (size_t i = 0; i < s->object_count; i++) {
		if (!add_parts(s, &s->objects[i]))
			return false;
		narrow_steps(&s->objects[i]);
		drop_disturbed(s, &s->objects[i]);
	}
	note_exempt(s);
	return true;
}

void objects_free(struct check_state *s)
{
	for (size_t i = 0; s->objects != NULL && i < s->object_count; i++) {
		free(s->objects[i].parts);
		free(s->objects[i].files);
		free(s->objects[i].exempt);
		free(s->objects[i].watched);
	}
	free(s->objects);
	free(s->shared);
	free(s->questions);
	free(s->surely_ready);
	free(s->disturbed);
}
