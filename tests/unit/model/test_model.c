/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * model.c: limits, creation, reset; and random operations with the invariants checked after each.
 * EPOLLCTX_MODEL_SEED repeats a run.
 */
#include "world.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

static void limits_have_a_range(void **state)
{
	(void)state;
	struct model_limits bad[] = {
		{0, 1}, {1, 0}, {MODEL_DESCRIPTORS_MAX + 1, 1}, {1, (1 << 24) + 1}};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		is(0, model_size(&bad[i]));
		assert_null(model_create(m, &bad[i]));
	}
	struct model_limits smallest = {1, 1};
	struct model_limits largest = {MODEL_DESCRIPTORS_MAX, 1 << 24};
	assert_true(model_size(&smallest) > 0);
	assert_true(model_size(&largest) > model_size(&smallest));
}

/* All that a model of the smallest limits can do stays in its memory (ASan sees the rest). */
static void the_smallest_model_works(void **state)
{
	(void)state;
	free(m);
	m = world_create(2, 1);
	int ep = epoll();
	int a = eventfd(1);
	ok(add(ep, a, IN, 1));
	gives(ep, 1, {1, IN});
	ok(shut_number(a));
	nothing(ep);
	errs(EMFILE, sound(model_pipe(m, &ep, &a)));
}

enum { CODES = 18, TRACE = 4000 };

struct random {
	uint64_t state;
};

static uint32_t draw(struct random *random, uint32_t limit)
{
	random->state ^= random->state << 13;
	random->state ^= random->state >> 7;
	random->state ^= random->state << 17;
	return (uint32_t)(random->state >> 32) % limit;
}

static uint32_t draw_events(struct random *random)
{
	static const uint32_t bits[] = {
		IN, OUT, IN, OUT, ET, ONESHOT, EXCLUSIVE, RDHUP, RDNORM, 0x20};
	uint32_t events = 0;
	for (uint32_t i = draw(random, 4) + 1; i > 0; i--)
		events |= bits[draw(random, sizeof(bits) / sizeof(bits[0]))];
	return events;
}

static int64_t open_one(struct random *random, uint32_t code)
{
	int x = -1, y = -1;
	switch (code) {
	case 0:
		return model_epoll(m, &x);
	case 1:
		return model_eventfd(m, draw(random, 3), draw(random, 2), &x);
	case 2:
		return model_pipe(m, &x, &y);
	case 3:
		return model_socketpair(m, &x, &y);
	case 4:
		return model_timerfd(m, &x);
	default:
		return model_file(m, &x);
	}
}

static int64_t use_one(struct random *random, uint32_t code, int number)
{
	static const uint32_t amounts[] = {0, 1, 3, 4095, 4096, 4097, 20000, 65536, 40000, 212992};
	uint32_t n = amounts[draw(random, sizeof(amounts) / sizeof(amounts[0]))];
	uint32_t written = 0;
	uint64_t value = 0;
	int r;
	switch (code) {
	case 6:
		r = model_write(m, number, draw(random, 9) ? n : UINT64_MAX - n, &written);
		return r == 0 ? (int64_t)written : r;
	case 7:
		r = model_read(m, number, n, &value);
		return r == 0 ? (int64_t)value : r;
	case 8:
		return model_shutdown(m, number, (enum model_how)draw(random, 3));
	case 9:
		return model_arm(m, number);
	case 10:
		return model_disarm(m, number);
	default:
		return model_close(m, number);
	}
}

/* One random operation; what it answered, as a number. */
static int64_t step(struct random *random)
{
	uint32_t code = draw(random, CODES + 6);
	int x = (int)draw(random, 14) - 1;
	int y = (int)draw(random, 14) - 1;
	struct model_event events[64];
	int64_t r;
	if (code < 6)
		return open_one(random, code);
	if (code < 12)
		return use_one(random, code, x);
	if (code == 12)
		return model_dup(m, x, &y);
	if (code == 13)
		return model_dup2(m, x, y);
	if (code == 14)
		return model_mod(m, x, y, draw_events(random), draw(random, 5));
	if (code == 15)
		return model_del(m, x, y);
	if (code < 20)
		return model_add(m, x, y, draw_events(random), draw(random, 5));
	r = model_wait(m, x, draw(random, 3) ? 64 : draw(random, 3), events);
	for (int64_t i = 0, count = r; i < count; i++)
		r = r * 31 + (int64_t)events[i].token * 7 + (int64_t)events[i].events;
	return r;
}

static uint64_t seed_of_this_run(void)
{
	const char *text = getenv("EPOLLCTX_MODEL_SEED");
	uint64_t seed = text != NULL ? strtoull(text, NULL, 0) : (uint64_t)time(NULL);
	printf("EPOLLCTX_MODEL_SEED=%" PRIu64 "\n", seed);
	return seed;
}

static struct random random_of(uint64_t seed)
{
	return (struct random){seed * UINT64_C(0x9e3779b97f4a7c15) | 1};
}

static void random_operations_keep_the_invariants(void **state)
{
	(void)state;
	uint64_t seed = seed_of_this_run();
	free(m);
	m = world_create(12, 64);
	for (uint64_t run = 0; run < 20; run++) {
		struct random random = random_of(seed + run);
		for (int i = 0; i < TRACE; i++)
			(void)sound(step(&random));
		model_reset(m);
		assert_null(model_check(m));
	}
}

/* After any past a reset model answers as a fresh one. */
static void reset_is_fresh(void **state)
{
	(void)state;
	uint64_t seed = seed_of_this_run();
	static int64_t fresh[TRACE];
	uint64_t hits[MODEL_RULE_COUNT];
	for (int run = 0; run < 5; run++) {
		free(m);
		m = world_create(12, 64);
		struct random random = random_of(seed);
		for (int i = 0; i < TRACE; i++)
			fresh[i] = step(&random);
		for (int i = 0; i < MODEL_RULE_COUNT; i++)
			hits[i] = model_rule_hits(m, (enum model_rule)i);
		model_reset(m);
		is(-1, model_highest(m));
		random = random_of(seed + 1 + (uint64_t)run);
		for (int i = 0; i < TRACE; i++)
			(void)step(&random);
		model_reset(m);
		random = random_of(seed);
		for (int i = 0; i < TRACE; i++)
			is(fresh[i], step(&random));
		for (int i = 0; i < MODEL_RULE_COUNT; i++)
			is(hits[i], model_rule_hits(m, (enum model_rule)i));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(limits_have_a_range),
		world_test(the_smallest_model_works),
		world_test(random_operations_keep_the_invariants),
		world_test(reset_is_fresh),
	};
	return world_run(tests);
}
