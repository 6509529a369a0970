/* SPDX-License-Identifier: BSD-3-Clause */
/* Fresh operations that are plausible at their place. The values of arguments: arguments.c. */
#include "mutator/generate.h"

#include "mutator/relate.h"

#include <string.h>

/*
 * X(operation, weight, what argument 1 is mostly, what argument 2 is mostly): openers are few, what
 * changes readiness and what looks at it are many.
 */
#define PLAUSIBLE(X)                             \
	X(epoll, 4, 0, 0)                        \
	X(eventfd, 4, 0, 0)                      \
	X(pipe, 4, 0, 0)                         \
	X(socketpair, 4, 0, 0)                   \
	X(timerfd, 2, 0, 0)                      \
	X(file, 1, 0, 0)                         \
	X(bad, 1, 0, 0)                          \
	X(dup, 4, SCENE_ANY, 0)                  \
	X(dup2, 4, SCENE_ANY, SCENE_ANY)         \
	X(close, 6, SCENE_ANY, 0)                \
	X(write, 16, SCENE_WRITABLE, 0)          \
	X(read, 14, SCENE_READABLE, 0)           \
	X(shutdown, 4, SCENE_SOCKET, 0)          \
	X(arm, 3, SCENE_TIMERFD, 0)              \
	X(disarm, 2, SCENE_TIMERFD, 0)           \
	X(add, 20, SCENE_EPOLL, SCENE_WATCHABLE) \
	X(mod, 14, SCENE_EPOLL, SCENE_WATCHABLE) \
	X(del, 6, SCENE_EPOLL, SCENE_WATCHABLE)  \
	X(wait, 24, SCENE_EPOLL, 0)              \
	X(fail, 1, 0, 0)

void generate_weights(struct generator *g, bool faults)
{
#define X(name, weight, first, second) g->weights[PROGRAM_##name] = weight;
	PLAUSIBLE(X)
#undef X
	if (faults)
		g->weights[PROGRAM_fail] = g->weights[PROGRAM_wait];
}

unsigned generate_fitting(enum program_code code, size_t position)
{
	switch (code) {
#define X(name, weight, first, second) \
	case PROGRAM_##name:           \
		return position == 0 ? (first) : (second);
		PLAUSIBLE(X)
#undef X
	case PROGRAM_CODE_COUNT:
		break;
	}
	return 0;
}

static bool is_opener(enum program_code code)
{
	return code != PROGRAM_dup &&
	       (program_operations[code].arguments[0] == PROGRAM_ARGUMENT_BIND);
}

void generate_swarm(struct generator *g)
{
	size_t openers = 0, dice = 2 + prng_below(&g->random, 3);

	for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++) {
		if (prng_one_in(&g->random, dice))
			g->weights[code] = 0;
		g->weights[code] <<= 2 * prng_below(&g->random, 3);
		openers += is_opener((enum program_code)code) && g->weights[code] != 0;
	}
	if (openers == 0)
		g->weights[PROGRAM_epoll] = 1;
}

static bool belongs(enum program_code code, enum generate_phase phase)
{
	switch (phase) {
	case GENERATE_INSTANCES:
		return code == PROGRAM_epoll;
	case GENERATE_FILES:
		return code == PROGRAM_dup || (is_opener(code) && code != PROGRAM_epoll);
	case GENERATE_REGISTRATIONS:
		return code == PROGRAM_add;
	case GENERATE_LIFE:
		break;
	}
	return !is_opener(code);
}

void generate_phase(struct generator *g, enum generate_phase phase, bool faults)
{
	generate_weights(g, faults);
	for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++)
		if (!belongs((enum program_code)code, phase))
			g->weights[code] = 0;
}

/* By weight among all operations, or among the openers. */
static bool pick_code(struct generator *g, bool openers_only, enum program_code *ret_code)
{
	uint64_t sum = 0, wanted;

	for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++)
		if (!openers_only || is_opener((enum program_code)code))
			sum += g->weights[code];
	if (sum == 0)
		return false;
	wanted = prng_below(&g->random, (size_t)sum);
	for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++) {
		if (openers_only && !is_opener((enum program_code)code))
			continue;
		if (wanted < g->weights[code]) {
			*ret_code = (enum program_code)code;
			return true;
		}
		wanted -= g->weights[code];
	}
	return false;
}

/* An operation that opens one of these kinds and is not switched off. */
static bool opener_of(struct generator *g, unsigned kinds, enum program_code *ret_code)
{
	static const struct {
		unsigned opens;
		enum program_code code;
	} openers[] = {
		{SCENE_EPOLL, PROGRAM_epoll},
		{SCENE_EVENTFD, PROGRAM_eventfd},
		{SCENE_PIPE_READER | SCENE_PIPE_WRITER, PROGRAM_pipe},
		{SCENE_SOCKET, PROGRAM_socketpair},
		{SCENE_TIMERFD, PROGRAM_timerfd},
		{SCENE_FILE, PROGRAM_file},
		{SCENE_BAD, PROGRAM_bad},
	};
	size_t count = sizeof(openers) / sizeof(openers[0]);
	size_t start = prng_below(&g->random, count);

	for (size_t i = 0; i < count; i++) {
		size_t at = (start + i) % count;

		if ((openers[at].opens & kinds) == 0 || g->weights[openers[at].code] == 0)
			continue;
		*ret_code = openers[at].code;
		return true;
	}
	return false;
}

static bool any_of(const struct scene *s, unsigned kinds)
{
	for (uint32_t v = 0; v < s->variables; v++)
		if ((s->kinds[v] & kinds) != 0)
			return true;
	return false;
}

/* What has to be opened first comes instead of an operation that has nothing to work on yet. */
static bool settle_code(struct generator *g, enum program_code *code)
{
	const struct program_operation_row *row = &program_operations[*code];

	for (size_t i = 0; i < 2; i++) {
		unsigned kinds = generate_fitting(*code, i);

		if (row->arguments[i] != PROGRAM_ARGUMENT_USE || any_of(&g->scene, kinds))
			continue;
		if (opener_of(g, kinds, code) || g->scene.variables != 0)
			return true;
		return pick_code(g, true, code);
	}
	return true;
}

bool generate_operation(struct generator *g, uint32_t unused, struct program_operation *ret_op)
{
	struct program_operation op;
	const struct program_operation_row *row;
	uint32_t bound = 0;

	memset(&op, 0, sizeof(op));
	if (!pick_code(g, false, &op.code) || !settle_code(g, &op.code))
		return false;
	row = &program_operations[op.code];
	for (size_t i = 0; i < PROGRAM_ARGUMENTS_MAX; i++) {
		op.arguments[i] = generate_argument(g, &op, i, unused + bound);
		bound += row->arguments[i] == PROGRAM_ARGUMENT_BIND;
	}
	relate_operation(g, scene_registered(&g->scene, &g->random), &op);
	*ret_op = op;
	return true;
}

/* What an instance reports comes from one of its own registrations. */
static const struct scene_registration *member_of(
	struct generator *g, const struct scene_registration *known)
{
	enum { TRIES = 6 };

	for (size_t i = 0; i < TRIES && g->scene.kinds[known->file] == SCENE_EPOLL; i++) {
		const struct scene_registration *member = scene_registered(&g->scene, &g->random);

		if (g->scene.files[member->instance] == g->scene.files[known->file])
			known = member;
	}
	return known;
}

bool generate_stimulus(struct generator *g, const struct scene_registration *known,
	struct program_operation *ret_op)
{
	static const enum program_code stimuli[] = {PROGRAM_write, PROGRAM_write, PROGRAM_read,
		PROGRAM_mod, PROGRAM_mod, PROGRAM_add, PROGRAM_del, PROGRAM_del, PROGRAM_shutdown,
		PROGRAM_arm, PROGRAM_disarm, PROGRAM_close, PROGRAM_wait};
	enum { STIMULI = sizeof(stimuli) / sizeof(stimuli[0]), TRIES = 8 };
	struct program_operation op;

	for (size_t i = 0; i < TRIES; i++) {
		memset(&op, 0, sizeof(op));
		op.code = stimuli[prng_below(&g->random, STIMULI)];
		if (g->weights[op.code] == 0)
			continue;
		for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++)
			op.arguments[j] = generate_argument(g, &op, j, 0);
		if (!relate_surely(g, op.code == PROGRAM_close ? known : member_of(g, known), &op))
			continue;
		*ret_op = op;
		return true;
	}
	return false;
}
