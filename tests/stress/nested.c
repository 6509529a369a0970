/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Instances inside others. The search of an object knows nothing of what is inside; so at some
 * moments at which nothing runs, the questions, it notes what certainly holds in every way in which
 * the history may have gone, and the answers are put together here.
 */
#include "search.h"

#include <stdlib.h>

enum { NESTED_MAX = 5 }; /* so deep instances can be */

static bool is_watcher(const struct check_state *s, int instance)
{
	for (size_t i = 0; i < s->object_count; i++)
		if (s->objects[i].instance == instance && s->objects[i].opaque)
			return true;
	return false;
}

/* A wait that nothing overlaps, with room left, on an instance that may have one inside. */
static bool is_question(const struct check_state *s, size_t i)
{
	const struct program_operation *op = operation_at(s, i);

	return op->code == PROGRAM_wait && op->stated.kind == PROGRAM_EVENTS &&
	       op->stated.count < op->arguments[1] && !s->disturbed[i] && !s->shared[i] &&
	       s->h->ops[i].file >= 0 && is_watcher(s, s->h->ops[i].file);
}

bool nested_ask(struct check_state *s)
{
	size_t files = (size_t)s->h->file_count + 1;

	s->questions = calloc(s->h->program->count + 1, sizeof *s->questions);
	if (s->questions == NULL)
		return false;
	for (size_t i = 0; i < s->h->program->count; i++)
		if (is_question(s, i))
			s->questions[s->question_count++] = i;
	s->questions[s->question_count++] = s->h->program->count;
	s->surely_ready = calloc(s->question_count * files, sizeof *s->surely_ready);
	for (size_t i = 0; i < s->object_count; i++) {
		struct object *o = &s->objects[i];

		if (!o->opaque)
			continue;
		o->watched = calloc(s->question_count, sizeof *o->watched);
		if (o->watched == NULL)
			return false;
	}
	return s->surely_ready != NULL;
}

static bool *ready_at(const struct check_state *s, size_t question, int instance)
{
	return &s->surely_ready[question * ((size_t)s->h->file_count + 1) + (size_t)instance];
}

/* The inner instance that the configuration watches for IN, or FILE_NONE. */
static struct watched watched_in(const struct config *c)
{
	for (int j = 0; j < c->count; j++) {
		const struct step_state *state = &c->files[j].state;

		if (state->kind != MODEL_EPOLL || !state->present || !state->armed ||
			(state->events & MODEL_IN) == 0 ||
			!(c->files[j].has_others || c->bound == c->files[j].file))
			continue;
		return (struct watched){c->files[j].file, (state->events & MODEL_ET) != 0};
	}
	return (struct watched){FILE_NONE, false};
}

void nested_note(
	struct check_state *s, struct object *o, size_t question, const struct config_set *now)
{
	bool surely = now->count > 0;
	struct watched watched = {FILE_NONE, false};

	for (size_t i = 0; i < now->count; i++) {
		struct config c = now->configs[i];
		struct watched this_one;
		bool due = false;

		reap(&c);
		for (int j = 0; j < c.count; j++)
			due = due || is_due(o, &c, &c.files[j]);
		surely = surely && due;
		this_one = watched_in(&c);
		if (i > 0 && this_one.instance != watched.instance)
			this_one.instance = FILE_NONE;
		watched = (struct watched){this_one.instance, watched.by_edge || this_one.by_edge};
	}
	if (surely)
		*ready_at(s, question, o->instance) = true;
	if (o->watched != NULL)
		o->watched[question] = watched;
}

/*
 * Does the write surely wake who watches the instance of the object from outside? Only where the
 * number was in its interest list for IN all the while: a one-shot may be disarmed, and the wakeup
 * of an exclusive one may be another's.
 */
static bool is_heard(const struct check_state *s, const struct object *o, const struct part *write)
{
	const struct program_operation *op = operation_at(s, write->index);
	bool registered = false;

	if (!is_write(s, write) || s->h->numbers[o->number].is_volatile || op->arguments[1] == 0)
		return false;
	if (write->code == STEP_WRITE && s->h->files[write->file].kind != MODEL_EVENTFD)
		return false;
	for (size_t i = 0; i < o->count; i++) {
		const struct part *part = &o->parts[i];
		bool never_ended = part->finish == HISTORY_NEVER;

		if (part->kind != PART_CONTROL || (!never_ended && !is_ok(s, part->index)))
			continue;
		if (part->code == STEP_DEL || never_ended || (part->events & MODEL_IN) == 0 ||
			(part->events & (MODEL_ONESHOT | MODEL_EXCLUSIVE)) != 0)
			return false;
		registered = registered || part->finish < write->begin;
	}
	return registered;
}

/* Was something inside written to, and heard, after the last report of the instance outside? */
static bool has_news(const struct check_state *s, const struct object *outer, int inner)
{
	int reported = -1;

	for (size_t i = 0; i < outer->count; i++)
		if (outer->parts[i].kind == PART_DELIVER && outer->parts[i].finish > reported)
			reported = outer->parts[i].finish;
	for (size_t i = 0; i < s->object_count; i++)
		for (size_t j = 0; s->objects[i].instance == inner && j < s->objects[i].count; j++)
			if (is_heard(s, &s->objects[i], &s->objects[i].parts[j]) &&
				s->objects[i].parts[j].begin > reported)
				return true;
	return false;
}

/* The wait on the instance that never returned, or program->count. */
static size_t blocked_wait(const struct check_state *s, int instance)
{
	size_t i = 0;

	while (i < s->h->program->count &&
		!(operation_at(s, i)->code == PROGRAM_wait && s->h->ops[i].file == instance &&
			s->h->ops[i].finish == HISTORY_NEVER))
		i++;
	return i;
}

/* The wait that should have reported the object, and did not; or program->count. */
static size_t silent_wait(const struct check_state *s, const struct object *o, size_t question)
{
	size_t wait = s->questions[question];

	if (wait == s->h->program->count)
		return blocked_wait(s, o->instance);
	if (s->h->ops[wait].file != o->instance)
		return s->h->program->count;
	for (size_t i = 0; i < o->count; i++)
		if (o->parts[i].kind == PART_DELIVER && o->parts[i].index == wait)
			return s->h->program->count;
	return wait;
}

/* One level of instances: false when one must have been reported, and was not. */
static bool answer_once(struct check_state *s, size_t question)
{
	bool at_end = s->questions[question] == s->h->program->count;

	for (size_t i = 0; i < s->object_count; i++) {
		const struct object *o = &s->objects[i];
		size_t silent;

		if (o->watched == NULL || o->watched[question].instance == FILE_NONE ||
			!*ready_at(s, question, o->watched[question].instance) ||
			(o->watched[question].by_edge &&
				!(at_end && has_news(s, o, o->watched[question].instance))))
			continue;
		*ready_at(s, question, o->instance) = true;
		silent = silent_wait(s, o, question);
		if (silent < s->h->program->count)
			return reject(
				s, CHECK_nested, silent, "it watches an instance that is ready");
	}
	return true;
}

bool check_nested(struct check_state *s)
{
	for (size_t question = 0; question < s->question_count; question++)
		for (int depth = 0; depth < NESTED_MAX; depth++)
			if (!answer_once(s, question))
				return false;
	return true;
}
