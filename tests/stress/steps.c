/* SPDX-License-Identifier: BSD-3-Clause */
/* Steps, by the shadow model. */
#include "steps.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_SIZE = 1 << 16, TABLE_USED_MAX = TABLE_SIZE * 3 / 4 };

struct row {
	struct step_state before;
	uint64_t argument;
	uint32_t code;
	uint32_t used;
	struct step_state after;
	struct step_answer answer;
};

struct steps {
	struct model *model;
	void *memory;
	size_t used;
	struct row rows[TABLE_SIZE];
};

/* The numbers in the model. */
struct scene {
	struct model *m;
	int ep;
	int file;
	int peer;
};

static const struct model_limits limits = {.descriptors = 8, .items = 8};

struct steps *steps_create(void)
{
	struct steps *s = calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->memory = malloc(model_size(&limits));
	s->model = s->memory != NULL ? model_create(s->memory, &limits) : NULL;
	if (s->model == NULL) {
		free(s);
		return NULL;
	}
	return s;
}

void steps_destroy(struct steps *steps)
{
	if (steps == NULL)
		return;
	free(steps->memory);
	free(steps);
}

/* The scene is made of calls that cannot fail. */
static void must(int result)
{
	if (result < 0)
		abort();
}

static void open_file(struct scene *s, const struct step_state *state)
{
	int member;

	s->peer = -1;
	switch ((enum model_kind)state->kind) {
	case MODEL_EVENTFD:
		must(model_eventfd(s->m, 0, state->semaphore != 0, &s->file));
		break;
	case MODEL_PIPE_READER:
		must(model_pipe(s->m, &s->file, &s->peer));
		break;
	case MODEL_PIPE_WRITER:
		must(model_pipe(s->m, &s->peer, &s->file));
		break;
	case MODEL_SOCKET:
		must(model_socketpair(s->m, &s->file, &s->peer));
		break;
	case MODEL_EPOLL:
		must(model_epoll(s->m, &s->file));
		must(model_eventfd(s->m, 1, false, &member));
		must(model_add(s->m, s->file, member, MODEL_IN, 0));
		break;
	case MODEL_TIMERFD:
		must(model_timerfd(s->m, &s->file));
		break;
	case MODEL_FILE:
	case MODEL_CLOSED:
		must(model_file(s->m, &s->file));
		break;
	}
}

/* So many bytes, or so much of a counter, wait in the file. */
static void fill(struct scene *s, const struct step_state *state, uint32_t level)
{
	int writer = state->kind == MODEL_EVENTFD ? s->file : s->peer;
	uint32_t written;

	if (level == 0)
		return;
	if (state->kind == MODEL_EVENTFD)
		must(model_write(s->m, writer, level, &written));
	else
		for (uint32_t i = 0; i < level; i++)
			must(model_write(s->m, writer, 1, &written));
}

static void drain(struct scene *s)
{
	uint64_t value;

	while (model_read(s->m, s->file, 1, &value) == 0 && value > 0)
		;
}

static bool can_fill(const struct step_state *state)
{
	return state->kind == MODEL_EVENTFD || state->kind == MODEL_PIPE_READER ||
	       state->kind == MODEL_SOCKET;
}

/* Lets a one-shot fire, if something that can be taken back makes it. */
static bool fire(struct scene *s, const struct step_state *state)
{
	struct model_event event;
	int count;

	if (can_fill(state))
		fill(s, state, 1);
	count = model_wait(s->m, s->ep, 1, &event);
	if (can_fill(state))
		drain(s);
	return count == 1;
}

/* Puts the model into the state. */
static struct scene set_scene(struct steps *steps, const struct step_state *state)
{
	struct scene s = {.m = steps->model};
	struct model_event event;
	bool fires, told;

	model_reset(s.m);
	must(model_epoll(s.m, &s.ep));
	open_file(&s, state);
	if (state->present)
		must(model_add(s.m, s.ep, s.file, state->events, 1));
	fires = state->present && !state->armed && !fire(&s, state);
	if (can_fill(state))
		fill(&s, state, state->level);
	if (state->hung)
		must(model_close(s.m, s.peer));
	/* An edge that was reported already; or a one-shot that only a hang-up lets fire. */
	told = state->present && state->armed && !state->deliverable;
	if (told || fires)
		must(model_wait(s.m, s.ep, 1, &event));
	return s;
}

static uint32_t level_of(const struct scene *s, const struct step_state *before)
{
	uint64_t value;
	uint32_t level = 0;

	if (before->kind != MODEL_EVENTFD)
		return can_fill(before) ? model_bytes_waiting(s->m, s->file) : 0;
	while (model_read(s->m, s->file, 8, &value) == 0)
		level += (uint32_t)value;
	return level;
}

/* What the state is now; uses the scene up. */
static struct step_state read_scene(struct scene *s, const struct step_state *before, bool hung)
{
	struct step_state after = *before;
	struct model_item item;
	struct model_event event;

	after.hung = hung;
	after.present = model_items(s->m, s->ep, &item, 1) == 1;
	after.armed =
		after.present &&
		(item.events & ~(MODEL_EXCLUSIVE | MODEL_WAKEUP | MODEL_ONESHOT | MODEL_ET)) != 0;
	after.deliverable = model_wait(s->m, s->ep, 1, &event) == 1;
	after.level = level_of(s, before);
	return after;
}

static int transfer(struct scene *s, enum step_code code, uint64_t amount, uint64_t *ret_value)
{
	int number = code == STEP_PEER_WRITE || code == STEP_PEER_READ ? s->peer : s->file;
	uint32_t written = 0;
	int r;

	if (code == STEP_READ || code == STEP_PEER_READ)
		return model_read(s->m, number, (uint32_t)amount, ret_value);
	r = model_write(s->m, number, amount, &written);
	*ret_value = written;
	return r;
}

static struct step_answer perform(struct scene *s, enum step_code code, uint64_t argument)
{
	struct step_answer answer = {0, 0, 0};
	struct model_event event;
	int r = 0;

	switch (code) {
	case STEP_ADD:
		r = model_add(s->m, s->ep, s->file, (uint32_t)argument, 1);
		break;
	case STEP_MOD:
		r = model_mod(s->m, s->ep, s->file, (uint32_t)argument, 1);
		break;
	case STEP_DEL:
		r = model_del(s->m, s->ep, s->file);
		break;
	case STEP_WRITE:
	case STEP_READ:
	case STEP_PEER_WRITE:
	case STEP_PEER_READ:
		r = transfer(s, code, argument, &answer.value);
		break;
	case STEP_HANG_UP:
		r = model_close(s->m, s->peer);
		break;
	case STEP_WAIT:
		r = model_wait(s->m, s->ep, 1, &event);
		if (r == 1)
			answer.events = event.events;
		break;
	}
	answer.error = r < 0 ? -r : 0;
	return answer;
}

static void compute(struct steps *steps, struct row *row)
{
	struct step_state start = row->before;
	enum step_code code = (enum step_code)row->code;
	struct scene s;

	if (code == STEP_WAIT && start.present && start.armed)
		start.deliverable = 1;
	s = set_scene(steps, &start);
	row->answer = perform(&s, code, row->argument);
	row->after = read_scene(&s, &row->before, row->before.hung || code == STEP_HANG_UP);
	if (code == STEP_ADD || code == STEP_MOD)
		row->after.events =
			row->answer.error == 0 ? (uint32_t)row->argument : row->before.events;
	if (!row->after.present)
		row->after.events = 0;
}

static uint64_t hash(const struct row *row)
{
	const struct step_state *b = &row->before;
	uint64_t h = row->argument * UINT64_C(0x9e3779b97f4a7c15) + row->code;

	h = (h ^ b->events) * UINT64_C(0xff51afd7ed558ccd);
	h = (h ^ ((uint64_t)b->level << 32 | (uint64_t)b->kind << 16 | b->semaphore)) *
	    UINT64_C(0xc4ceb9fe1a85ec53);
	h = (h ^ (uint64_t)(b->hung | b->present << 1 | b->armed << 2 | b->deliverable << 3)) *
	    UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static bool is_same(const struct row *a, const struct row *b)
{
	return a->code == b->code && a->argument == b->argument &&
	       memcmp(&a->before, &b->before, sizeof a->before) == 0;
}

struct step_answer step(struct steps *steps, const struct step_state *before, enum step_code code,
	uint64_t argument, struct step_state *ret_after)
{
	struct row wanted = {.before = *before, .argument = argument, .code = code};
	size_t at;

	if (steps->used > TABLE_USED_MAX) {
		memset(steps->rows, 0, sizeof steps->rows);
		steps->used = 0;
	}
	at = hash(&wanted) % TABLE_SIZE;
	while (steps->rows[at].used && !is_same(&steps->rows[at], &wanted))
		at = (at + 1) % TABLE_SIZE;
	if (!steps->rows[at].used) {
		compute(steps, &wanted);
		wanted.used = 1;
		steps->rows[at] = wanted;
		steps->used++;
	}
	*ret_after = steps->rows[at].after;
	return steps->rows[at].answer;
}
