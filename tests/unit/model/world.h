/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the tests of the model share: a model per test, operations that check its invariants each
 * time, and expectations in the manner of a scenario.
 */
#ifndef EPOLLCTX_TESTS_MODEL_WORLD_H
#define EPOLLCTX_TESTS_MODEL_WORLD_H

#include "model.h"
#include "model_rules.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
	IN = MODEL_IN,
	PRI = MODEL_PRI,
	OUT = MODEL_OUT,
	ERR = MODEL_ERR,
	HUP = MODEL_HUP,
	RDNORM = MODEL_RDNORM,
	WRNORM = MODEL_WRNORM,
	WRBAND = MODEL_WRBAND,
	RDBAND = MODEL_RDBAND,
	MSG = MODEL_MSG,
	RDHUP = MODEL_RDHUP,
	WORLD_NUMBERS = 1200,
	WORLD_ITEMS = 4000,
};
#define EXCLUSIVE MODEL_EXCLUSIVE
#define WAKEUP	  MODEL_WAKEUP
#define ONESHOT	  MODEL_ONESHOT
#define ET	  MODEL_ET

/* One test program is one thread, and its tests run one after the other. */
static struct model *m;

static inline struct model *world_create(uint32_t descriptors, uint32_t items)
{
	struct model_limits limits = {descriptors, items};
	void *memory = malloc(model_size(&limits));
	assert_non_null(memory);
	/* A model must not depend on what the memory held. */
	memset(memory, 0xa5, model_size(&limits));
	return model_create(memory, &limits);
}

static inline int world_setup(void **state)
{
	(void)state;
	m = world_create(WORLD_NUMBERS, WORLD_ITEMS);
	return m == NULL;
}

static inline int world_teardown(void **state)
{
	(void)state;
	free(m);
	m = NULL;
	return 0;
}

#define world_test(function) cmocka_unit_test_setup_teardown(function, world_setup, world_teardown)
#define world_run(tests)     cmocka_run_group_tests(tests, NULL, NULL)

static inline int64_t sound(int64_t answer)
{
	const char *broken = model_check(m);
	if (broken != NULL)
		fail_msg("invariant %s", broken);
	return answer;
}

static inline int opened(int answer, int number)
{
	assert_int_equal(sound(answer), 0);
	return number;
}

static inline int epoll(void)
{
	int n = -1;
	int r = model_epoll(m, &n);
	return opened(r, n);
}

static inline int eventfd(uint32_t count)
{
	int n = -1;
	int r = model_eventfd(m, count, false, &n);
	return opened(r, n);
}

static inline int semaphore(uint32_t count)
{
	int n = -1;
	int r = model_eventfd(m, count, true, &n);
	return opened(r, n);
}

static inline int timerfd(void)
{
	int n = -1;
	int r = model_timerfd(m, &n);
	return opened(r, n);
}

static inline int regular_file(void)
{
	int n = -1;
	int r = model_file(m, &n);
	return opened(r, n);
}

static inline int duplicate(int number)
{
	int n = -1;
	int r = model_dup(m, number, &n);
	return opened(r, n);
}

struct two {
	int r, w;
};

static inline struct two pipe_pair(void)
{
	struct two p = {-1, -1};
	assert_int_equal(sound(model_pipe(m, &p.r, &p.w)), 0);
	return p;
}

struct pair {
	int a, b;
};

static inline struct pair socket_pair(void)
{
	struct pair p = {-1, -1};
	assert_int_equal(sound(model_socketpair(m, &p.a, &p.b)), 0);
	return p;
}

/* Bytes (0 on an eventfd) or -errno */
static inline int64_t put(int number, uint64_t n)
{
	uint32_t written = 77;
	int r = model_write(m, number, n, &written);
	assert_true(r == 0 || written == 77);
	return sound(r == 0 ? (int64_t)written : r);
}

/* The value or bytes, or -errno */
static inline int64_t get(int number, uint32_t n)
{
	uint64_t value = 77;
	int r = model_read(m, number, n, &value);
	assert_true(r == 0 || value == 77);
	return sound(r == 0 ? (int64_t)value : r);
}

static inline int64_t add(int ep, int number, uint32_t events, uint64_t token)
{
	return sound(model_add(m, ep, number, events, token));
}

static inline int64_t mod(int ep, int number, uint32_t events, uint64_t token)
{
	return sound(model_mod(m, ep, number, events, token));
}

static inline int64_t del(int ep, int number)
{
	return sound(model_del(m, ep, number));
}

static inline int64_t shut(int number, enum model_how how)
{
	return sound(model_shutdown(m, number, how));
}

static inline int64_t arm(int number)
{
	return sound(model_arm(m, number));
}

static inline int64_t disarm(int number)
{
	return sound(model_disarm(m, number));
}

static inline int64_t dup_onto(int old_number, int new_number)
{
	return sound(model_dup2(m, old_number, new_number));
}

static inline int64_t shut_number(int number)
{
	return sound(model_close(m, number));
}

static inline void wait_gives(
	int ep, uint32_t capacity, const struct model_event *expected, int count)
{
	struct model_event *events = malloc(sizeof(*events) * WORLD_ITEMS);
	assert_non_null(events);
	assert_true(model_wait_allows(m, ep, capacity, expected, count));
	assert_int_equal(sound(model_wait(m, ep, capacity, events)), count);
	for (int i = 0; i < count; i++) {
		assert_int_equal(events[i].token, expected[i].token);
		assert_int_equal(events[i].events, expected[i].events);
	}
	free(events);
}

/* ok(add(...)): 0; gives(ep, 9, {1, IN}, {2, OUT}): `wait ep 9 => 1:IN 2:OUT` */
#define ok(call)	   assert_int_equal((call), 0)
#define errs(error, call)  assert_int_equal((call), -(error))
#define is(expected, call) assert_int_equal((call), (expected))
#define gives(ep, capacity, ...)                                                \
	wait_gives((ep), (capacity), (const struct model_event[]){__VA_ARGS__}, \
		(int)(sizeof((const struct model_event[]){__VA_ARGS__}) /       \
			sizeof(struct model_event)))
#define nothing(ep) wait_gives((ep), 9, NULL, 0)

/* The rule decided something in this test. */
#define decided(name)	assert_true(model_rule_hits(m, MODEL_RULE_##name) > 0)
#define undecided(name) is(0, model_rule_hits(m, MODEL_RULE_##name))

#endif
