/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Linearizability of one object: is there an order of its operations that respects real time and
 * that the sequential specification allows? README.md names the algorithm.
 */
#include "search.h"

#include <stdlib.h>
#include <string.h>

struct moment {
	int position;
	bool is_finish;
	size_t part;
};

struct search {
	struct check_state *s;
	const struct object *o;
	const struct part *pending[CONFIG_PENDING_MAX];
	bool idle[CONFIG_PENDING_MAX]; /* whatever happens, it changes nothing */
	struct config_set now;	       /* every way in which the history may have gone so far */
	struct config_set seen; /* those that were reached from `now`, for one operation to end */
	struct config_set next;
	bool full;
};

/* ---- What one part does to one configuration: true if it may happen there ---- */

static bool fits(const struct program_answer *stated, const struct step_answer *answer)
{
	switch (stated->kind) {
	case PROGRAM_OK:
		return answer->error == 0;
	case PROGRAM_ERROR:
		return answer->error == stated->error;
	case PROGRAM_VALUE:
		return answer->error == 0 && answer->value == stated->value;
	case PROGRAM_EVENTS:
	case PROGRAM_UNSTATED:
		break;
	}
	return false;
}

static uint64_t argument_of(const struct part *part, const struct program_operation *op)
{
	return part->kind == PART_CONTROL ? part->events : op->arguments[1];
}

/* ADD, MOD, DEL, read, write: on this file. */
static bool act(struct search *x, struct config *c, const struct part *part, int file)
{
	const struct program_operation *op = operation_at(x->s, part->index);
	struct config_file *f = config_find(c, file);
	struct step_state after;
	struct step_answer answer;

	if (f == NULL)
		return false;
	answer = step(x->s->steps, &f->state, part->code, argument_of(part, op), &after);
	if (!fits(&op->stated, &answer))
		return false;
	f->state = after;
	if (part->kind == PART_CONTROL && answer.error == 0)
		f->setter = part->code == STEP_DEL ? 0 : (uint32_t)part->index + 1;
	return true;
}

static bool act_on_nothing(struct search *x, const struct part *part)
{
	static const struct step_answer closed = {.error = 9}; /* EBADF, on every architecture */

	return fits(&operation_at(x->s, part->index)->stated, &closed);
}

static bool bind_number(struct search *x, struct config *c, const struct part *part)
{
	const struct program_operation *op = operation_at(x->s, part->index);
	int before = c->bound;

	if (op->code == PROGRAM_close && before == FILE_NONE)
		return act_on_nothing(x, part);
	if (!history_succeeded(op))
		return part->file == FILE_NONE && op->code != PROGRAM_close;
	c->bound = (int16_t)part->file;
	if (before != FILE_NONE && before != part->file)
		config_drop_file(c, before, false);
	return part->file == FILE_NONE || config_find(c, part->file) != NULL;
}

/* A file comes to be; the number of the object itself comes with PART_BIND. */
static bool open_file(struct search *x, struct config *c, const struct part *part)
{
	const struct history_file *known = &x->s->h->files[part->file];
	const struct program_operation *op = operation_at(x->s, part->index);
	struct config_file *f = config_add_file(c, part->file);
	int which = x->s->h->ops[part->index].opened[0] == part->file ? 0 : 1;

	if (f == NULL) {
		x->full = true;
		return false;
	}
	f->state.kind = (uint16_t)known->kind;
	f->state.level = known->level;
	f->state.semaphore = known->semaphore;
	f->has_others = op->arguments[which] != x->o->number;
	if (!f->has_others)
		c->bound = (int16_t)part->file;
	return true;
}

static bool deliver(struct search *x, struct config *c, const struct part *part)
{
	size_t source = token_source(x->s, part->token);
	struct step_state after;
	struct step_answer answer;

	for (int i = 0; i < c->count; i++) {
		struct config_file *f = &c->files[i];
		bool exact = f->state.kind == MODEL_EVENTFD || f->state.kind == MODEL_EPOLL;

		if (f->setter != source + 1)
			continue;
		answer = step(x->s->steps, &f->state, STEP_WAIT, 0, &after);
		if (exact ? answer.events != part->events : (answer.events & part->events) == 0)
			return false;
		if (answer.events == 0)
			return false;
		f->state = after;
		return true;
	}
	return false;
}

static bool is_delivered(const struct search *x, const struct part *quiet, uint32_t setter)
{
	const struct program_operation *wait = operation_at(x->s, quiet->token);
	uint64_t token = operation_at(x->s, setter - 1)->arguments[3];

	for (size_t i = 0; i < wait->stated.count; i++)
		if (wait->stated.events[i].token == token)
			return true;
	return false;
}

bool is_due(const struct object *o, const struct config *c, const struct config_file *f)
{
	bool exempt = (f->state.events & MODEL_EXCLUSIVE) != 0 && o->exempt[f->file];
	bool has_number = f->has_others || c->bound == f->file;

	return f->state.present && f->state.deliverable && has_number && !exempt &&
	       f->state.kind != MODEL_EPOLL;
}

static bool be_quiet(struct search *x, struct config *c, const struct part *part)
{
	for (int i = 0; i < c->count; i++)
		if (is_due(x->o, c, &c->files[i]) && !is_delivered(x, part, c->files[i].setter))
			return false;
	return true;
}

static bool change_file(struct search *x, struct config *c, const struct part *part)
{
	struct config_file *f = config_find(c, part->file);
	struct step_state after;

	if (f == NULL)
		return true;
	if (part->kind == PART_LEFT) {
		f->has_others = 0;
		config_drop_file(c, part->file, false);
		return true;
	}
	step(x->s->steps, &f->state, STEP_HANG_UP, 0, &after);
	f->state = after;
	return true;
}

bool reap(struct config *c)
{
	for (int i = c->count - 1; i >= 0; i--)
		config_drop_file(c, c->files[i].file, true);
	return true;
}

static bool take_effect(struct search *x, struct config *c, const struct part *part, int file)
{
	switch (part->kind) {
	case PART_CONTROL:
	case PART_TRANSFER:
		return file == FILE_NONE ? act_on_nothing(x, part) : act(x, c, part, file);
	case PART_BIND:
		return bind_number(x, c, part);
	case PART_OPEN:
		return open_file(x, c, part);
	case PART_LEFT:
	case PART_HANG_UP:
		return change_file(x, c, part);
	case PART_DELIVER:
		return deliver(x, c, part);
	case PART_QUIET:
		return be_quiet(x, c, part);
	case PART_REAP:
		return reap(c);
	}
	return false;
}

/*
 * One step of the pending operation in a slot: an operation that finds its file by a number which
 * may change meanwhile takes two, and what it found stays found.
 */
static bool advance(struct search *x, struct config *c, size_t slot)
{
	const struct part *part = x->pending[slot];
	int found = c->pending[slot] - PENDING_FOUND;
	int file = part->through_number ? c->bound : part->file;

	if (found >= 0) {
		c->pending[slot] = PENDING_DONE;
		if (!act(x, c, part, found))
			return false;
		config_drop_file(c, found, false);
		return true;
	}
	if (part->in_two && file != FILE_NONE) {
		c->pending[slot] = (int16_t)(PENDING_FOUND + file);
		return true;
	}
	c->pending[slot] = PENDING_DONE;
	return take_effect(x, c, part, file);
}

/* ---- The search ---- */

/*
 * A part that never changes anything may as well happen as soon as it can: every way in which it
 * happens later is also one in which it has happened now. Without this, n level-triggered
 * deliveries at once are 2^n configurations.
 */
static void settle(struct search *x, struct config *c)
{
	for (size_t slot = 0; slot < CONFIG_PENDING_MAX; slot++) {
		struct config copy;

		if (x->pending[slot] == NULL || !x->idle[slot] ||
			c->pending[slot] != PENDING_NOTHING)
			continue;
		copy = *c;
		if (advance(x, &copy, slot))
			c->pending[slot] = PENDING_DONE;
	}
}

static bool is_idle(const struct check_state *s, const struct part *part)
{
	bool reads = part->kind == PART_TRANSFER && part->code == STEP_READ;
	size_t source;

	if (part->kind == PART_DELIVER) {
		source = token_source(s, part->token);
		return (operation_at(s, source)->arguments[2] & (MODEL_ET | MODEL_ONESHOT)) == 0;
	}
	return part->kind == PART_QUIET ||
	       ((part->kind == PART_CONTROL || reads) && !part->in_two && !is_ok(s, part->index));
}

static void add(struct search *x, struct config_set *set, const struct config *c)
{
	if (configs_add(set, c) == CONFIGS_FULL)
		x->full = true;
}

/* Everything that can be reached from `now` until the operation in the slot has taken effect. */
static void expand(struct search *x, size_t slot)
{
	configs_clear(&x->seen);
	configs_clear(&x->next);
	for (size_t i = 0; i < x->now.count; i++) {
		settle(x, &x->now.configs[i]);
		add(x, &x->seen, &x->now.configs[i]);
	}
	for (size_t i = 0; i < x->seen.count && !x->full; i++) {
		struct config c = x->seen.configs[i];

		if (c.pending[slot] == PENDING_DONE) {
			c.pending[slot] = PENDING_NOTHING;
			add(x, &x->next, &c);
			continue;
		}
		for (size_t p = 0; p < CONFIG_PENDING_MAX; p++) {
			if (x->pending[p] == NULL || c.pending[p] == PENDING_DONE)
				continue;
			if (advance(x, &c, p)) {
				settle(x, &c);
				add(x, &x->seen, &c);
			}
			c = x->seen.configs[i];
		}
	}
	x->s->counts->configurations += x->seen.count;
	if (x->seen.count > x->s->counts->widest)
		x->s->counts->widest = x->seen.count;
}

/* Why could the event not be delivered? What comes nearest among all the ways. */
static enum check_rule why_not_delivered(const struct search *x, const struct part *part)
{
	enum check_rule rule = CHECK_token;
	uint32_t setter = (uint32_t)token_source(x->s, part->token) + 1;

	for (size_t i = 0; i < x->seen.count; i++) {
		const struct config *c = &x->seen.configs[i];

		for (int j = 0; j < c->count; j++) {
			if (c->files[j].setter != setter)
				continue;
			if (c->files[j].state.armed)
				return CHECK_events;
			rule = CHECK_oneshot;
		}
	}
	return rule;
}

/* An edge, or what a level-triggered registration would say as well? */
static enum check_rule why_not_quiet(const struct search *x, const struct part *part)
{
	for (size_t i = 0; i < x->seen.count; i++) {
		const struct config *c = &x->seen.configs[i];

		for (int j = 0; j < c->count; j++)
			if (is_due(x->o, c, &c->files[j]) &&
				!is_delivered(x, part, c->files[j].setter) &&
				(c->files[j].state.events & MODEL_ET) == 0)
				return CHECK_silence;
	}
	return CHECK_edge_lost;
}

static bool explain(struct search *x, const struct part *part)
{
	char name[PROGRAM_NAME_SIZE];
	enum check_rule rule = CHECK_answer;
	size_t index = part->index;

	program_name(x->s->h->program, x->o->number, name);
	if (x->full)
		return reject(x->s, CHECK_limit, index, "number %s: more than %d possibilities",
			name, CONFIGS_MAX);
	if (part->kind == PART_TRANSFER)
		rule = CHECK_transfer;
	else if (part->kind == PART_DELIVER)
		rule = why_not_delivered(x, part);
	else if (part->kind == PART_QUIET)
		rule = why_not_quiet(x, part);
	/* At the end: the wait that did not return shows it. */
	if (index == x->s->h->program->count)
		index = part->token;
	return reject(x->s, rule, index, "number %s", name);
}

static int compare_moments(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	return (int)x->is_finish - (int)y->is_finish;
}

static struct moment *moments_of(const struct object *o, size_t *ret_count)
{
	struct moment *moments = malloc((2 * o->count + 1) * sizeof *moments);
	size_t count = 0;

	for (size_t i = 0; moments != NULL && i < o->count; i++) {
		moments[count++] = (struct moment){o->parts[i].begin, false, i};
		moments[count++] = (struct moment){o->parts[i].finish, true, i};
	}
	if (moments != NULL)
		qsort(moments, count, sizeof *moments, compare_moments);
	*ret_count = count;
	return moments;
}

static bool start_part(struct search *x, const struct part *part)
{
	for (size_t slot = 0; slot < CONFIG_PENDING_MAX; slot++)
		if (x->pending[slot] == NULL) {
			x->pending[slot] = part;
			x->idle[slot] = is_idle(x->s, part);
			return true;
		}
	return reject(x->s, CHECK_limit, part->index, "more than %d operations at once",
		CONFIG_PENDING_MAX);
}

static bool finish_part(struct search *x, const struct part *part)
{
	struct config_set swap;
	size_t slot = 0;

	while (x->pending[slot] != part)
		slot++;
	expand(x, slot);
	if (x->next.count == 0 || x->full)
		return explain(x, part);
	x->pending[slot] = NULL;
	swap = x->now;
	x->now = x->next;
	x->next = swap;
	return true;
}

/* When is the question asked? */
static int position_of(const struct check_state *s, size_t question)
{
	size_t wait = s->questions[question];

	return wait < s->h->program->count ? s->h->ops[wait].begin : INT32_MAX;
}

bool search(struct check_state *s, struct object *o)
{
	struct search x = {.s = s, .o = o};
	struct config start;
	size_t count;
	struct moment *moments = moments_of(o, &count);
	size_t question = 0;
	bool good = true;

	if (moments == NULL)
		return reject(s, CHECK_limit, 0, "no memory");
	memset(&start, 0, sizeof start);
	start.bound = FILE_NONE;
	configs_init(&x.now);
	configs_init(&x.seen);
	configs_init(&x.next);
	add(&x, &x.now, &start);
	for (size_t i = 0; good && i < count; i++) {
		const struct part *part = &o->parts[moments[i].part];

		while (question < s->question_count &&
			position_of(s, question) <= moments[i].position)
			nested_note(s, o, question++, &x.now);
		good = moments[i].is_finish ? finish_part(&x, part) : start_part(&x, part);
	}
	while (good && question < s->question_count)
		nested_note(s, o, question++, &x.now);
	configs_free(&x.now);
	configs_free(&x.seen);
	configs_free(&x.next);
	free(moments);
	return good;
}
