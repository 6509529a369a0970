/* SPDX-License-Identifier: BSD-3-Clause */
/* The structure-aware mutator: what each kind of mutation does is in kinds.c. */
#include "mutator/mutator.h"

#include "mutator/kinds.h"

#include <string.h>

/* One mutation in two is followed by another, but no further than this. */
enum { ROUNDS_MAX = 8, TRIES_MAX = 16, GROWTH_MAX = 16, RUN_MAX = 4 };

void mutator_init(struct mutator *m, uint64_t seed, bool faults)
{
	memset(m, 0, sizeof(*m));
	m->faults = faults;
	mutator_seed(m, seed);
}

void mutator_seed(struct mutator *m, uint64_t seed)
{
	m->generator.random.state = seed;
	m->swarming = false;
	m->applied = 0;
	generate_weights(&m->generator, m->faults);
}

static enum mutator_kind pick_kind(struct mutator *m)
{
	static const unsigned weights[MUTATOR_KIND_COUNT] = {
#define X(kind, weight, text) weight,
		MUTATOR_KINDS(X)
#undef X
	};
	size_t sum = 0, wanted, kind = 0;

	for (size_t i = 0; i < MUTATOR_KIND_COUNT; i++)
		sum += weights[i];
	wanted = prng_below(&m->generator.random, sum);
	while (wanted >= weights[kind])
		wanted -= weights[kind++];
	return (enum mutator_kind)kind;
}

bool mutator_apply(struct mutator *m, enum mutator_kind kind, struct program *p,
	const struct program *partner, size_t room)
{
	bool done = false;

	m->partner = partner;
	m->room = room;
	switch (kind) {
#define X(name, weight, text)             \
	case MUTATOR_##name:              \
		done = kind_##name(m, p); \
		break;
		MUTATOR_KINDS(X)
#undef X
	case MUTATOR_KIND_COUNT:
		break;
	}
	if (p->count > room)
		program_remove(p, room, p->count - room);
	program_repair(p);
	m->partner = NULL;
	if (done)
		m->applied |= UINT32_C(1) << kind;
	return done;
}

void mutator_mutate(
	struct mutator *m, struct program *p, const struct program *partner, size_t room)
{
	m->applied = 0;
	m->swarming = false;
	generate_weights(&m->generator, m->faults);
	if (p->count == 0)
		for (size_t n = 1 + prng_below(&m->generator.random, GROWTH_MAX); n != 0; n--)
			(void)mutator_apply(m, MUTATOR_insert, p, NULL, room);
	for (size_t round = 0; round < ROUNDS_MAX; round++) {
		for (size_t i = 0; i < TRIES_MAX; i++)
			if (mutator_apply(m, pick_kind(m), p, partner, room))
				break;
		if (prng_one_in(&m->generator.random, 2))
			break;
	}
	/* What was copied in after the swarm was drawn may hold operations that it has not. */
	if (m->swarming)
		kinds_remove_switched_off(m, p);
}

static void take(const struct program *from, size_t *at, size_t end, uint64_t shift,
	struct program *out, size_t room)
{
	while (*at < end && out->count < room) {
		if (!kinds_insert_copy(out, out->count, &from->operations[*at], shift))
			break;
		++*at;
	}
}

static void interleave(struct mutator *m, const struct program *a, const struct program *b,
	uint64_t shift, struct program *out, size_t room)
{
	size_t i = 0, j = 0, before;

	do {
		size_t run = 1 + prng_below(&m->generator.random, RUN_MAX);
		bool second = prng_one_in(&m->generator.random, 2);

		before = out->count;
		if (i == a->count || (second && j < b->count))
			take(b, &j, j + run < b->count ? j + run : b->count, shift, out, room);
		else
			take(a, &i, i + run < a->count ? i + run : a->count, 0, out, room);
	} while (out->count != before);
}

void mutator_crossover(struct mutator *m, const struct program *a, const struct program *b,
	struct program *out, size_t room)
{
	struct prng *r = &m->generator.random;
	/* Either both work on the same variables, or each on its own. */
	uint64_t shift = prng_one_in(r, 2) ? a->variables : 0;
	size_t at = 0, from;

	m->applied = UINT32_C(1) << MUTATOR_KIND_COUNT;
	program_clear(out);
	if (prng_one_in(r, 2)) {
		interleave(m, a, b, shift, out, room);
	} else {
		take(a, &at, prng_below(r, a->count + 1), 0, out, room);
		from = prng_below(r, b->count + 1);
		take(b, &from, b->count, shift, out, room);
	}
	program_repair(out);
}

const char *mutator_kind_name(enum mutator_kind kind)
{
	static const char *const names[MUTATOR_KIND_COUNT] = {
#define X(name, weight, text) #name,
		MUTATOR_KINDS(X)
#undef X
	};

	return names[kind];
}

void mutator_describe(const struct mutator *m, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t kind = 0; kind <= MUTATOR_KIND_COUNT; kind++) {
		const char *name = kind == MUTATOR_KIND_COUNT
					   ? "crossover"
					   : mutator_kind_name((enum mutator_kind)kind);
		size_t length = strlen(name);

		if ((m->applied >> kind & 1) == 0)
			continue;
		if (used + length + 2 > size)
			break;
		if (used != 0)
			text[used++] = '+';
		memcpy(text + used, name, length + 1);
		used += length;
	}
}
