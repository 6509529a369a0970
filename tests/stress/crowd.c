/* SPDX-License-Identifier: BSD-3-Clause */
/* Worlds at random: many threads, many operations, shared files. */
#include "worlds.h"

#include <string.h>

enum { SLOTS_MAX = 12, ROUNDS = 5, OPERATIONS_MIN = 12, OPERATIONS_MAX = 48, CLOSES_MAX = 6 };

enum slot_kind {
	SLOT_HOME,	/* an eventfd that lives on, and a number that comes and goes */
	SLOT_TWIN,	/* an eventfd under two numbers */
	SLOT_PRIVATE,	/* an eventfd whose registration belongs to one thread */
	SLOT_PIPE,	/* a reader that everybody shares; the writer is one thread's */
	SLOT_SOCKET,	/* the same of a socket pair */
	SLOT_EXCLUSIVE, /* an eventfd that two instances may watch with EPOLLEXCLUSIVE */
	SLOT_NESTED,	/* an instance with two eventfds inside */
	SLOT_KIND_COUNT
};

struct slot {
	enum slot_kind kind;
	unsigned owner;	   /* a thread, for what only one may do */
	uint32_t number;   /* that is registered */
	uint32_t other;	   /* the home, the second number, the writing end, a member */
	uint32_t member;   /* the second member */
	atomic_int closes; /* of the number, in this round */
	atomic_int writes; /* to the other end, in this world */
	atomic_bool hung;  /* only its owner writes it */
};

struct crowd {
	struct slot slots[SLOTS_MAX];
	size_t count;
	uint32_t instances[2];
	uint32_t fresh[CREW_MAX]; /* for eventfds that are opened on the way */
	uint32_t clones[CREW_MAX];
	unsigned weights[8];
	size_t operations;
	bool may_block;
};

static const uint32_t interests[] = {
	EPOLLIN, /* level-triggered: twice as often */
	EPOLLIN,
	EPOLLIN | EPOLLET,
	EPOLLIN | EPOLLONESHOT,
	EPOLLIN | EPOLLET | EPOLLONESHOT,
	EPOLLIN | EPOLLOUT,
	EPOLLIN | EPOLLOUT | EPOLLET,
	EPOLLOUT | EPOLLONESHOT,
	0,
};

/* ---- What a thread does ---- */

static int64_t act(struct actor *a, enum program_code code, uint32_t v, uint64_t argument)
{
	return perform(a, code, v, argument, 0, 0, WAIT_ZERO);
}

static uint32_t pick_number(struct actor *a, const struct slot *slot)
{
	return slot->kind == SLOT_TWIN && prng_one_in(&a->random, 2) ? slot->other : slot->number;
}

static void do_control(struct actor *a, struct crowd *c)
{
	static const enum program_code codes[] = {PROGRAM_add, PROGRAM_mod, PROGRAM_del};
	struct slot *slot = &c->slots[prng_below(&a->random, c->count)];
	enum program_code code = codes[prng_below(&a->random, 3)];
	uint32_t events = interests[prng_below(&a->random, sizeof interests / sizeof interests[0])];
	uint32_t instance = c->instances[0];
	uint64_t token = code == PROGRAM_del ? 0 : world_token(a->world);

	if (slot->kind == SLOT_PRIVATE && slot->owner != a->thread)
		return;
	if (slot->kind == SLOT_EXCLUSIVE) {
		instance = c->instances[prng_below(&a->random, 2)];
		if (code == PROGRAM_add)
			events = EPOLLIN | EPOLLEXCLUSIVE |
				 (prng_one_in(&a->random, 4) ? EPOLLET : 0);
	}
	if (code == PROGRAM_del)
		events = 0;
	perform(a, code, instance, pick_number(a, slot), events, token, WAIT_ZERO);
}

/* The number through which a slot's file is read and written by everybody. */
static uint32_t traffic_number(struct actor *a, const struct slot *slot)
{
	bool through_home = prng_one_in(&a->random, 2);

	switch (slot->kind) {
	case SLOT_HOME:
		return through_home ? slot->other : slot->number;
	case SLOT_NESTED:
		return through_home ? slot->other : slot->member;
	default:
		return slot->number;
	}
}

static void write_other_end(struct actor *a, struct slot *slot)
{
	/* So few that there is always room. */
	if (slot->owner != a->thread || slot->hung || slot->writes >= 48)
		return;
	slot->writes++;
	if (prng_one_in(&a->random, 40)) {
		slot->hung = true;
		act(a, PROGRAM_close, slot->other, 0);
		return;
	}
	act(a, PROGRAM_write, slot->other, 1);
}

static void do_write(struct actor *a, struct crowd *c)
{
	struct slot *slot = &c->slots[prng_below(&a->random, c->count)];

	if (slot->kind == SLOT_PIPE || slot->kind == SLOT_SOCKET)
		write_other_end(a, slot);
	else
		act(a, PROGRAM_write, traffic_number(a, slot), 1 + prng_below(&a->random, 2));
}

static void do_read(struct actor *a, struct crowd *c)
{
	struct slot *slot = &c->slots[prng_below(&a->random, c->count)];

	act(a, PROGRAM_read, traffic_number(a, slot), 1);
}

/* The number of a slot comes to mean nothing, its home, or a new file. */
static void do_bind(struct actor *a, struct crowd *c)
{
	struct slot *slot = &c->slots[prng_below(&a->random, c->count)];
	uint32_t fresh = c->fresh[a->thread];

	if (slot->kind != SLOT_HOME)
		return;
	switch (prng_below(&a->random, 3)) {
	case 0:
		act(a, PROGRAM_close, slot->number, 0);
		return;
	case 1:
		act(a, PROGRAM_dup2, slot->other, slot->number);
		return;
	default:
		/* Each that is registered when it ends must be followed to the round's end. */
		if (atomic_fetch_add(&slot->closes, 1) >= CLOSES_MAX)
			return;
		perform(a, PROGRAM_eventfd, fresh, prng_below(&a->random, 2), 0, 0, WAIT_ZERO);
		act(a, PROGRAM_dup2, fresh, slot->number);
		act(a, PROGRAM_close, fresh, 0);
	}
}

static void do_clone(struct actor *a, struct crowd *c)
{
	struct slot *slot = &c->slots[prng_below(&a->random, c->count)];

	if (slot->kind != SLOT_HOME)
		return;
	act(a, PROGRAM_dup, slot->other, c->clones[a->thread]);
	act(a, PROGRAM_write, c->clones[a->thread], 1);
	act(a, PROGRAM_close, c->clones[a->thread], 0);
}

static void do_wait(struct actor *a, struct crowd *c)
{
	struct slot *slot = &c->slots[prng_below(&a->random, c->count)];
	uint32_t instance = c->instances[prng_one_in(&a->random, 5)];
	enum wait_how how = (enum wait_how)prng_below(&a->random, WAIT_FOREVER);
	uint64_t capacity = 1 + prng_below(&a->random, 8);

	if (slot->kind == SLOT_NESTED && prng_one_in(&a->random, 2))
		instance = slot->number;
	else if (c->may_block && prng_one_in(&a->random, 4)) {
		instance = c->instances[0];
		how = WAIT_FOREVER;
	}
	perform(a, PROGRAM_wait, instance, capacity, 0, 0, how);
}

static void take_part(struct actor *a, void *argument)
{
	static void (*const actions[])(struct actor *, struct crowd *) = {
		do_control, do_write, do_read, do_bind, do_clone, do_wait};
	enum { ACTIONS = sizeof actions / sizeof actions[0] };
	struct crowd *c = argument;
	unsigned total = 0;

	for (size_t i = 0; i < ACTIONS; i++)
		total += c->weights[i];
	for (size_t n = 0; n < c->operations; n++) {
		size_t pick = prng_below(&a->random, total);
		size_t i = 0;

		while (pick >= c->weights[i])
			pick -= c->weights[i++];
		actions[i](a, c);
	}
}

/* ---- The world ---- */

static uint32_t open_one(struct stage *s, enum program_code code, const char *name, unsigned number)
{
	uint32_t v = world_name(&s->world, name, number);

	act(s->commander, code, v, 0);
	return v;
}

static void open_slot(struct stage *s, struct slot *slot, unsigned i)
{
	struct world *w = &s->world;
	struct actor *m = s->commander;

	slot->kind = (enum slot_kind)prng_below(&s->random, SLOT_KIND_COUNT);
	slot->owner = 1 + (unsigned)prng_below(&s->random, s->crew.count);
	switch (slot->kind) {
	case SLOT_HOME:
	case SLOT_TWIN:
		slot->other = open_one(s, PROGRAM_eventfd, "h", i);
		slot->number = world_name(w, "n", i);
		w->is_fixed[slot->number] = true;
		act(m, PROGRAM_dup, slot->other, slot->number);
		break;
	case SLOT_PRIVATE:
	case SLOT_EXCLUSIVE:
		slot->number =
			open_one(s, PROGRAM_eventfd, slot->kind == SLOT_PRIVATE ? "p" : "e", i);
		break;
	case SLOT_PIPE:
	case SLOT_SOCKET:
		slot->number = world_name(w, slot->kind == SLOT_PIPE ? "r" : "a", i);
		slot->other = world_name(w, slot->kind == SLOT_PIPE ? "w" : "b", i);
		act(m, slot->kind == SLOT_PIPE ? PROGRAM_pipe : PROGRAM_socketpair, slot->number,
			slot->other);
		break;
	case SLOT_NESTED:
	case SLOT_KIND_COUNT:
		slot->number = open_one(s, PROGRAM_epoll, "in", i);
		slot->other = open_one(s, PROGRAM_eventfd, "m", i);
		slot->member = open_one(s, PROGRAM_eventfd, "k", i);
		perform(m, PROGRAM_add, slot->number, slot->other, EPOLLIN, world_token(w),
			WAIT_ZERO);
		perform(m, PROGRAM_add, slot->number, slot->member, EPOLLIN, world_token(w),
			WAIT_ZERO);
		break;
	}
}

/* Some operations often, some not at all: each world has a character of its own. */
static void draw_weights(struct stage *s, struct crowd *c)
{
	for (size_t i = 0; i < sizeof c->weights / sizeof c->weights[0]; i++)
		c->weights[i] =
			prng_one_in(&s->random, 4) ? 0 : 1 + (unsigned)prng_below(&s->random, 10);
	c->weights[0]++;
	c->weights[1]++;
	c->weights[5]++;
	c->operations = OPERATIONS_MIN + prng_below(&s->random, OPERATIONS_MAX - OPERATIONS_MIN);
}

static void set_up(struct stage *s, struct crowd *c)
{
	memset(c, 0, sizeof *c);
	s->commander->alone = true;
	c->instances[0] = open_one(s, PROGRAM_epoll, "ep", 0);
	c->instances[1] = open_one(s, PROGRAM_epoll, "ep", 1);
	c->count = 2 + prng_below(&s->random, 7);
	for (unsigned i = 0; i < c->count; i++)
		open_slot(s, &c->slots[i], i);
	for (unsigned t = 1; t <= s->crew.count; t++) {
		c->fresh[t] = world_name(&s->world, "x", t);
		c->clones[t] = world_name(&s->world, "y", t);
	}
	draw_weights(s, c);
	stage_bell(s, c->instances[0]);
}

/* Everybody takes part, and then one look, alone, at every instance. */
static bool play_round(struct stage *s, struct crowd *c)
{
	int blocked;

	for (size_t i = 0; i < c->count; i++)
		atomic_store(&c->slots[i].closes, 0);
	for (size_t i = 0; i < s->crew.count; i++)
		crew_order(&s->crew, i, take_part, c);
	blocked = crew_settle(&s->crew, c->may_block);
	if (blocked > 0)
		s->blocked += (uint64_t)blocked;
	if (blocked != 0)
		return blocked > 0;
	perform_look(s->commander, c->instances[0], RECORD_CAPACITY_MAX);
	perform_look(s->commander, c->instances[1], RECORD_CAPACITY_MAX);
	for (size_t i = 0; i < c->count; i++)
		if (c->slots[i].kind == SLOT_NESTED)
			perform_look(s->commander, c->slots[i].number, RECORD_CAPACITY_MAX);
	return true;
}

/* ---- Long worlds ---- */

/* A new file in the place of one whose end was closed. */
static void reopen(struct stage *s, struct slot *slot)
{
	struct actor *m = s->commander;

	if (slot->kind == SLOT_PRIVATE) {
		act(m, PROGRAM_close, slot->number, 0);
		act(m, PROGRAM_eventfd, slot->number, 0);
		return;
	}
	act(m, PROGRAM_close, slot->number, 0);
	act(m, slot->kind == SLOT_PIPE ? PROGRAM_pipe : PROGRAM_socketpair, slot->number,
		slot->other);
	slot->hung = false;
}

/* So that files fill up no further, and numbers have many generations. */
static void renew(struct stage *s, struct slot *slot)
{
	struct actor *m = s->commander;

	switch (slot->kind) {
	case SLOT_HOME:
	case SLOT_TWIN:
		act(m, PROGRAM_read, slot->other, 1);
		break;
	case SLOT_NESTED:
		act(m, PROGRAM_read, slot->other, 1);
		act(m, PROGRAM_read, slot->member, 1);
		break;
	case SLOT_PRIVATE:
		if (prng_one_in(&s->random, 4))
			reopen(s, slot);
		break;
	case SLOT_PIPE:
	case SLOT_SOCKET:
		act(m, PROGRAM_read, slot->number, 64);
		slot->writes = 0;
		if (slot->hung)
			reopen(s, slot);
		break;
	case SLOT_EXCLUSIVE:
	case SLOT_KIND_COUNT:
		act(m, PROGRAM_read, slot->number, 1);
		break;
	}
}

static size_t operations_of(const struct stage *s)
{
	size_t sum = 0;

	for (size_t i = 0; i <= s->crew.count; i++)
		sum += s->actors[i].count;
	return sum;
}

static bool play_long(struct stage *s, struct crowd *c)
{
	while (operations_of(s) < LONG_OPERATIONS) {
		if (!play_round(s, c))
			return false;
		for (size_t i = 0; i < c->count; i++)
			if (prng_one_in(&s->random, 2))
				renew(s, &c->slots[i]);
		draw_weights(s, c);
	}
	return true;
}

bool play_crowd(struct stage *s, bool is_long)
{
	static struct crowd crowd;

	set_up(s, &crowd);
	if (is_long && !play_long(s, &crowd))
		return false;
	for (int round = 0; round < ROUNDS; round++) {
		crowd.may_block = round == ROUNDS - 1;
		if (!play_round(s, &crowd))
			return false;
	}
	return true;
}
