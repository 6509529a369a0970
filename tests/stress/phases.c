/* SPDX-License-Identifier: BSD-3-Clause */
/* Directed worlds: waits that are seen to block, and the one operation that must wake them. */
#include "worlds.h"

#include <string.h>

/* EPOLLONESHOT that has fired: it takes a MOD to hear of it again. */
#define FIRED	       (UINT32_C(1) << 27)
#define NOT_REGISTERED UINT32_MAX

struct phase {
	const char *name;
	unsigned depth;	 /* instances between the waits and the file */
	uint32_t before; /* what the file is registered for when the waits begin */
	enum program_code trigger;
	uint32_t events; /* of the trigger */
	bool several;	 /* as many instances, each with its own wait, watch the file */
};

static const struct phase phases[PHASES] = {
	{"add", 0, NOT_REGISTERED, PROGRAM_add, EPOLLIN, false},
	{"add_edge", 0, NOT_REGISTERED, PROGRAM_add, EPOLLIN | EPOLLET, false},
	{"add_oneshot", 0, NOT_REGISTERED, PROGRAM_add, EPOLLIN | EPOLLONESHOT, false},
	{"mod", 0, 0, PROGRAM_mod, EPOLLIN, false},
	{"mod_edge", 0, 0, PROGRAM_mod, EPOLLIN | EPOLLET, false},
	{"mod_rearms", 0, EPOLLIN | EPOLLONESHOT | FIRED, PROGRAM_mod, EPOLLIN | EPOLLONESHOT,
		false},
	{"write", 0, EPOLLIN, PROGRAM_write, 0, false},
	{"write_edge", 0, EPOLLIN | EPOLLET, PROGRAM_write, 0, false},
	{"write_oneshot", 0, EPOLLIN | EPOLLONESHOT, PROGRAM_write, 0, false},
	{"nested_write", 1, EPOLLIN, PROGRAM_write, 0, false},
	{"nested_write_edge", 1, EPOLLIN | EPOLLET, PROGRAM_write, 0, false},
	{"nested_add", 1, NOT_REGISTERED, PROGRAM_add, EPOLLIN, false},
	{"nested_mod", 2, 0, PROGRAM_mod, EPOLLIN, false},
	{"exclusive", 0, EPOLLIN | EPOLLEXCLUSIVE, PROGRAM_write, 0, true},
	{"exclusive_edge", 0, EPOLLIN | EPOLLET | EPOLLEXCLUSIVE, PROGRAM_write, 0, true},
};

const char *phase_name(unsigned phase)
{
	return phases[phase].name;
}

static int64_t act(struct actor *a, enum program_code code, uint32_t v, uint64_t argument)
{
	return perform(a, code, v, argument, 0, 0, WAIT_ZERO);
}

static void wait_once(struct actor *a, void *instance)
{
	perform(a, PROGRAM_wait, *(const uint32_t *)instance, 1 + prng_below(&a->random, 4), 0, 0,
		WAIT_FOREVER);
}

static uint32_t open_instance(struct stage *s, const char *name, unsigned number)
{
	uint32_t v = world_name(&s->world, name, number);

	act(s->commander, PROGRAM_epoll, v, 0);
	return v;
}

static void watch(struct stage *s, uint32_t instance, uint32_t number, uint32_t events)
{
	perform(s->commander, PROGRAM_add, instance, number, events, world_token(&s->world),
		WAIT_ZERO);
}

/* The instances on top of `inner`; returns the highest. */
static uint32_t nest(struct stage *s, const struct phase *phase, uint32_t inner)
{
	for (unsigned i = 0; i < phase->depth; i++) {
		uint32_t outer = open_instance(s, "out", i);

		watch(s, outer, inner, EPOLLIN);
		inner = outer;
	}
	return inner;
}

static void register_before(
	struct stage *s, const struct phase *phase, uint32_t instance, uint32_t file)
{
	if (phase->before == NOT_REGISTERED)
		return;
	watch(s, instance, file, phase->before & ~FIRED);
	if ((phase->before & FIRED) != 0)
		perform_look(s->commander, instance, 8);
}

static bool see_them_blocked(struct stage *s, size_t waits)
{
	for (size_t i = 0; i < waits; i++) {
		int blocked = crew_see_blocked(&s->crew, i);

		if (blocked < 0)
			return false;
		s->blocked += (uint64_t)blocked;
	}
	return true;
}

static void trigger(struct stage *s, const struct phase *phase, uint32_t instance, uint32_t file)
{
	struct actor *m = s->commander;

	m->alone = false;
	if (phase->trigger == PROGRAM_write)
		act(m, PROGRAM_write, file, 1);
	else
		perform(m, phase->trigger, instance, file, phase->events, world_token(&s->world),
			WAIT_ZERO);
}

bool play_phase(struct stage *s, unsigned number)
{
	const struct phase *phase = &phases[number];
	size_t waits = 1 + prng_below(&s->random, s->crew.count);
	uint32_t tops[CREW_MAX];
	uint32_t inner, file;

	s->commander->alone = true;
	inner = open_instance(s, "ep", 0);
	file = world_name(&s->world, "a", 0);
	act(s->commander, PROGRAM_eventfd, file, phase->trigger == PROGRAM_write ? 0 : 1);
	register_before(s, phase, inner, file);
	tops[0] = nest(s, phase, inner);
	stage_bell(s, tops[0]);
	for (unsigned i = 1; i < waits; i++) {
		tops[i] = tops[0];
		if (!phase->several)
			continue;
		tops[i] = open_instance(s, "ep", i);
		register_before(s, phase, tops[i], file);
		stage_bell(s, tops[i]);
	}
	for (size_t i = 0; i < waits; i++)
		crew_order(&s->crew, i, wait_once, &tops[i]);
	if (!see_them_blocked(s, waits))
		return false;
	trigger(s, phase, inner, file);
	return crew_settle(&s->crew, true) >= 0;
}

/* ---- The bell ---- */

void stage_bell(struct stage *s, uint32_t instance)
{
	uint32_t bell = world_name(&s->world, "bell", instance);

	act(s->commander, PROGRAM_eventfd, bell, 0);
	watch(s, instance, bell, EPOLLIN);
}

int stage_ring(struct stage *s)
{
	s->commander->alone = false;
	for (uint32_t v = 0; v < s->world.count; v++)
		if (strncmp(s->world.names[v], "bell", 4) == 0)
			act(s->commander, PROGRAM_write, v, 1);
	return crew_settle(&s->crew, true);
}
