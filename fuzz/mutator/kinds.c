/* SPDX-License-Identifier: BSD-3-Clause */
/* The kinds of mutation. */
#include "mutator/kinds.h"

#include <string.h>

enum {
	BURST_MAX = 5,
	RANGE_USUAL = 12,
	RANGE_MAX = 256,
	SWARM_GROWTH = 16,
	TRIES = 8,
	STIMULI_MAX = 2
};

static struct prng *dice(struct mutator *m)
{
	return &m->generator.random;
}

static bool is_variable(enum program_argument kind)
{
	return kind == PROGRAM_ARGUMENT_BIND || kind == PROGRAM_ARGUMENT_USE;
}

bool kinds_insert_copy(
	struct program *p, size_t at, const struct program_operation *op, uint64_t shift)
{
	struct program_operation copy = *op;

	for (size_t i = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
		if (is_variable(program_operations[op->code].arguments[i]))
			copy.arguments[i] = (copy.arguments[i] + shift) % PROGRAM_VARIABLES_MAX;
	return program_insert(p, at, &copy) == 0;
}

static bool insert_fresh(struct mutator *m, struct program *p, size_t at)
{
	struct program_operation op;

	scene_at(&m->generator.scene, p, at);
	if (!generate_operation(&m->generator, p->variables, &op) ||
		program_insert(p, at, &op) != 0)
		return false;
	program_repair(p);
	return true;
}

bool kind_insert(struct mutator *m, struct program *p)
{
	size_t burst = prng_one_in(dice(m), 4) ? 2 + prng_below(dice(m), BURST_MAX - 1) : 1;
	size_t at, done = 0;

	if (p->count >= m->room)
		return false;
	at = prng_one_in(dice(m), 3) ? p->count : prng_below(dice(m), p->count + 1);
	for (; done < burst && p->count < m->room; done++)
		if (!insert_fresh(m, p, at + done))
			break;
	return done != 0;
}

bool kind_delete(struct mutator *m, struct program *p)
{
	if (p->count == 0)
		return false;
	program_remove(p, prng_below(dice(m), p->count), 1);
	return true;
}

/* Mostly a few, rarely up to RANGE_MAX, at most `count`, which is not 0. */
static size_t range_length(struct mutator *m, size_t count)
{
	size_t most = prng_one_in(dice(m), 8) ? RANGE_MAX : RANGE_USUAL;

	return 1 + prng_below(dice(m), most < count ? most : count);
}

bool kind_delete_range(struct mutator *m, struct program *p)
{
	size_t length;

	if (p->count < 2)
		return false;
	length = range_length(m, p->count - 1);
	program_remove(p, prng_below(dice(m), p->count - length + 1), length);
	return true;
}

static bool mentions(const struct program_operation *op, uint32_t variable)
{
	for (size_t i = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
		if (is_variable(program_operations[op->code].arguments[i]) &&
			op->arguments[i] == variable)
			return true;
	return false;
}

bool kind_delete_variable(struct mutator *m, struct program *p)
{
	uint32_t variable;

	if (p->variables == 0)
		return false;
	variable = (uint32_t)prng_below(dice(m), p->variables);
	for (size_t i = p->count; i-- != 0;)
		if (mentions(&p->operations[i], variable))
			program_remove(p, i, 1);
	return true;
}

bool kind_replace(struct mutator *m, struct program *p)
{
	struct program_operation op;
	size_t at;

	if (p->count == 0)
		return false;
	at = prng_below(dice(m), p->count);
	scene_at(&m->generator.scene, p, at);
	if (!generate_operation(&m->generator, p->variables, &op) ||
		program_insert(p, at, &op) != 0)
		return false;
	program_remove(p, at + 1, 1);
	return true;
}

bool kind_duplicate(struct mutator *m, struct program *p)
{
	size_t from, at;

	if (p->count == 0 || p->count >= m->room)
		return false;
	from = prng_below(dice(m), p->count);
	at = prng_one_in(dice(m), 2) ? from + 1 : from + 1 + prng_below(dice(m), p->count - from);
	return kinds_insert_copy(p, at, &p->operations[from], 0);
}

/* Copies `count` operations of another program (not p) into one place. */
static bool insert_range(struct program *p, size_t at, const struct program *from, size_t first,
	size_t count, uint64_t shift)
{
	for (size_t i = 0; i < count; i++)
		if (!kinds_insert_copy(p, at + i, &from->operations[first + i], shift))
			return i != 0;
	return count != 0;
}

bool kind_duplicate_range(struct mutator *m, struct program *p)
{
	struct program copy;
	size_t length, first, at;
	bool done = false;

	if (p->count < 2 || p->count + 2 > m->room)
		return false;
	length = range_length(m, p->count);
	if (length > m->room - p->count)
		length = m->room - p->count;
	first = prng_below(dice(m), p->count - length + 1);
	at = first + length;
	if (prng_one_in(dice(m), 2))
		at += prng_below(dice(m), p->count - at + 1);
	program_init(&copy);
	if (program_copy(&copy, p) == 0)
		done = insert_range(p, at, &copy, first, length, 0);
	program_free(&copy);
	return done;
}

bool kind_swap(struct mutator *m, struct program *p)
{
	struct program_operation kept;
	size_t a, b;

	if (p->count < 2)
		return false;
	a = prng_below(dice(m), p->count);
	b = (a + 1 + prng_below(dice(m), p->count - 1)) % p->count;
	kept = p->operations[a];
	p->operations[a] = p->operations[b];
	p->operations[b] = kept;
	return true;
}

bool kind_move(struct mutator *m, struct program *p)
{
	struct program_operation kept;
	size_t from, to;

	if (p->count < 2)
		return false;
	from = prng_below(dice(m), p->count);
	to = (from + 1 + prng_below(dice(m), p->count - 1)) % p->count;
	kept = p->operations[from];
	if (from < to)
		memmove(&p->operations[from], &p->operations[from + 1], (to - from) * sizeof(kept));
	else
		memmove(&p->operations[to + 1], &p->operations[to], (from - to) * sizeof(kept));
	p->operations[to] = kept;
	return true;
}

bool kind_splice(struct mutator *m, struct program *p)
{
	const struct program *partner = m->partner;
	size_t length, at;

	if (partner == NULL || partner == p || partner->count == 0 || m->room == 0)
		return false;
	length = range_length(m, partner->count);
	/* Not before the first opener, where what uses a variable would be lost. */
	at = p->count == 0 ? 0 : 1 + prng_below(dice(m), p->count);
	return insert_range(p, at, partner, prng_below(dice(m), partner->count - length + 1),
		length, prng_one_in(dice(m), 2) ? p->variables : 0);
}

/* Near the old value, or one of its bits, or a fresh one. */
static uint64_t changed(struct mutator *m, const struct program_operation *op, size_t position)
{
	uint64_t old = op->arguments[position];

	switch (prng_below(dice(m), 6)) {
	case 0:
		return old + 1 + prng_below(dice(m), 3);
	case 1:
		return old - 1 - prng_below(dice(m), 3);
	case 2:
		return old ^ (UINT64_C(1) << prng_below(dice(m), 64));
	default:
		return generate_argument(&m->generator, op, position, 0);
	}
}

/* 0 stands for a maximum of all 64 bits. */
static uint64_t in_range(enum program_argument kind, uint64_t value)
{
	uint64_t size = program_arguments[kind].maximum + 1;

	return size == 0 ? value : value % size;
}

bool kind_argument(struct mutator *m, struct program *p)
{
	for (size_t i = 0; p->count != 0 && i < TRIES; i++) {
		size_t at = prng_below(dice(m), p->count);
		struct program_operation *op = &p->operations[at];
		size_t position = prng_below(dice(m), PROGRAM_ARGUMENTS_MAX);
		enum program_argument kind = program_operations[op->code].arguments[position];
		uint64_t value;

		if (kind == PROGRAM_ARGUMENT_NONE || is_variable(kind))
			continue;
		scene_at(&m->generator.scene, p, at);
		value = in_range(kind, changed(m, op, position));
		if (value == op->arguments[position])
			continue;
		op->arguments[position] = value;
		return true;
	}
	return false;
}

bool kind_redirect(struct mutator *m, struct program *p)
{
	for (size_t i = 0; p->count != 0 && i < TRIES; i++) {
		size_t at = prng_below(dice(m), p->count);
		struct program_operation *op = &p->operations[at];
		size_t position = prng_below(dice(m), 2);
		uint64_t variable;

		if (program_operations[op->code].arguments[position] != PROGRAM_ARGUMENT_USE)
			continue;
		scene_at(&m->generator.scene, p, at);
		variable = generate_argument(&m->generator, op, position, 0);
		if (variable == op->arguments[position])
			continue;
		op->arguments[position] = variable;
		return true;
	}
	return false;
}

static bool insert_wait(struct mutator *m, struct program *p, size_t at, uint32_t instance)
{
	struct program_operation op;

	memset(&op, 0, sizeof(op));
	op.code = PROGRAM_wait;
	op.arguments[0] = instance;
	op.arguments[1] = generate_argument(&m->generator, &op, 1, 0);
	return program_insert(p, at, &op) == 0;
}

bool kind_wait_after(struct mutator *m, struct program *p)
{
	uint32_t instance;
	size_t at;

	if (p->count == 0 || p->count >= m->room || m->generator.weights[PROGRAM_wait] == 0)
		return false;
	at = 1 + prng_below(dice(m), p->count);
	scene_at(&m->generator.scene, p, at);
	if (!scene_pick(&m->generator.scene, dice(m), SCENE_EPOLL, &instance))
		return false;
	return insert_wait(m, p, at, instance);
}

bool kind_probe(struct mutator *m, struct program *p)
{
	struct program_operation op;
	const struct scene_registration *known;
	size_t at, stimuli = 1 + prng_one_in(dice(m), 3);

	if (p->count + STIMULI_MAX + 2 > m->room || m->generator.weights[PROGRAM_wait] == 0)
		return false;
	at = prng_one_in(dice(m), 2) ? p->count : prng_below(dice(m), p->count + 1);
	scene_at(&m->generator.scene, p, at);
	known = scene_registered(&m->generator.scene, dice(m));
	if (known == NULL || !generate_stimulus(&m->generator, known, &op))
		return false;
	if (!prng_one_in(dice(m), 3) && insert_wait(m, p, at, known->instance))
		at++;
	do {
		if (program_insert(p, at++, &op) != 0)
			return false;
	} while (--stimuli != 0 && generate_stimulus(&m->generator, known, &op));
	return insert_wait(m, p, at, known->instance);
}

static void grow(struct mutator *m, struct program *p, size_t count)
{
	while (count-- != 0 && p->count < m->room && insert_fresh(m, p, p->count))
		;
}

bool kind_stage(struct mutator *m, struct program *p)
{
	struct generator *g = &m->generator;
	static const size_t most[GENERATE_PHASE_COUNT] = {3, 4, 6, 20};
	uint32_t kept[PROGRAM_CODE_COUNT];

	if (m->room == 0)
		return false;
	memcpy(kept, g->weights, sizeof(kept));
	program_clear(p);
	for (size_t phase = 0; phase < GENERATE_PHASE_COUNT; phase++) {
		generate_phase(g, (enum generate_phase)phase, m->faults);
		grow(m, p, 1 + prng_below(dice(m), most[phase]));
	}
	memcpy(g->weights, kept, sizeof(kept));
	return p->count != 0;
}

void kinds_remove_switched_off(struct mutator *m, struct program *p)
{
	for (size_t i = p->count; i-- != 0;)
		if (m->generator.weights[p->operations[i].code] == 0)
			program_remove(p, i, 1);
	program_repair(p);
}

bool kind_swarm(struct mutator *m, struct program *p)
{
	size_t growth = 1 + prng_below(dice(m), SWARM_GROWTH);

	if (m->room == 0)
		return false;
	generate_weights(&m->generator, m->faults);
	generate_swarm(&m->generator);
	m->swarming = true;
	kinds_remove_switched_off(m, p);
	for (size_t i = 0; i < growth && p->count < m->room; i++)
		if (!insert_fresh(m, p, prng_below(dice(m), p->count + 1)))
			break;
	return true;
}
