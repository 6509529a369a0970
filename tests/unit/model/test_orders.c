/* SPDX-License-Identifier: BSD-3-Clause */
/* symmetry.c: which orders of the open numbers are tried, and that each of them is tried once. */
#include "canonical.h"

#include "scenes.h"

enum { ORDERS_MAX = 5040 };

struct tried {
	struct order order;
	uint32_t count;
	uint32_t numbers[ORDERS_MAX][PLACES_MAX];
};

static void note(void *argument)
{
	struct tried *tried = argument;
	assert_true(tried->count < ORDERS_MAX);
	memcpy(tried->numbers[tried->count++], tried->order.numbers, sizeof(tried->order.numbers));
}

/* Every order holds every number, and no two are the same. */
static void check_orders(const struct tried *tried)
{
	for (uint32_t i = 0; i < tried->count; i++) {
		unsigned seen = 0;
		for (uint32_t place = 0; place < tried->order.count; place++)
			seen |= 1U << tried->numbers[i][place];
		is((1U << tried->order.count) - 1, seen);
		for (uint32_t j = 0; j < i; j++)
			assert_memory_not_equal(tried->numbers[i], tried->numbers[j],
				tried->order.count * sizeof(uint32_t));
	}
}

static const struct tried *orders_of(scene *what)
{
	static struct tried tried;
	model_reset(m);
	what();
	tried = (struct tried){.order = {.m = m, .folds = ALL_FOLDS}};
	tried.order.count = (uint32_t)(m->highest + 1);
	for (uint32_t number = 0; number < tried.order.count; number++)
		tried.order.numbers[number] = number;
	model_for_each_order(&tried.order, note, &tried);
	check_orders(&tried);
	return &tried;
}

#define is_only_order(what, ...)                                                         \
	do {                                                                             \
		const struct tried *only = orders_of(what);                              \
		is(1, only->count);                                                      \
		assert_memory_equal(only->numbers[0], ((const uint32_t[]){__VA_ARGS__}), \
			sizeof((const uint32_t[]){__VA_ARGS__}));                        \
	} while (0)

static void alike(void)
{
	for (int i = 0; i < 6; i++)
		epoll();
}

static void two_of_three_kinds(void)
{
	for (int i = 0; i < 6; i++)
		eventfd((uint32_t)i % 3);
}

static void four_and_one(void)
{
	for (int i = 0; i < 5; i++)
		eventfd(i == 2);
}

static void two_pipes(void)
{
	pipe_pair();
	pipe_pair();
}

static void two_pairs_of_sockets(void)
{
	socket_pair();
	socket_pair();
}

static void nothing_at_all(void)
{
}

/* What looks alike stands together, and is tried in every order. */
static void numbers_that_look_alike(void **state)
{
	(void)state;
	is(1, orders_of(nothing_at_all)->count);
	is(720, orders_of(alike)->count);
	/* The first of them is that of the numbers. */
	for (uint32_t place = 0; place < 6; place++)
		is(place, orders_of(alike)->numbers[0][place]);
	is(24, orders_of(four_and_one)->count);
	/* To be connected to number 0 is nothing special. */
	is(4, orders_of(two_pipes)->count);
	is(24, orders_of(two_pairs_of_sockets)->count);
	const struct tried *tried = orders_of(two_of_three_kinds);
	is(8, tried->count);
	for (uint32_t i = 0; i < tried->count; i++)
		for (uint32_t place = 0; place < 6; place += 2)
			is(tried->numbers[i][place] % 3, tried->numbers[i][place + 1] % 3);
}

/* Three instances and three eventfds; each is known by what is around it. */
static void a_tree(void)
{
	int top = epoll();
	int left = epoll();
	int right = epoll();
	ok(add(top, left, IN, 1));
	ok(add(top, right, IN | ET, 1));
	int a = eventfd(0);
	int b = eventfd(0);
	int c = eventfd(0);
	ok(add(left, a, IN, 1));
	ok(add(left, b, IN | OUT, 1));
	ok(add(right, c, IN, 1));
}

/* Instances and eventfds by turns, told apart by how far they are from the ends. */
static void a_path(void)
{
	int number[8];
	for (int i = 0; i < 8; i++)
		number[i] = i % 2 ? eventfd(0) : epoll();
	for (int i = 0; i < 8; i += 2)
		ok(add(number[i], number[i + 1], IN, 1));
	for (int i = 1; i < 7; i += 2)
		ok(add(number[i + 1], number[i], IN, 1));
}

/* A chain of instances, of which only the last is another. */
static void a_chain(void)
{
	int number[5];
	for (int i = 0; i < 5; i++)
		number[i] = epoll();
	for (int i = 0; i < 4; i++)
		ok(add(number[i], number[i + 1], IN, 1));
	ok(add(number[4], eventfd(1), IN, 1));
}

/* The places in the ready list tell them apart. */
static void three_that_are_ready(void)
{
	int ep = epoll();
	for (int i = 0; i < 4; i++)
		ok(add(ep, eventfd(i < 3), IN, 1));
}

static void some_of_everything(void)
{
	int ep = epoll();
	struct two p = pipe_pair();
	struct pair s = socket_pair();
	is(200, put(p.w, 200));
	is(3, put(s.a, 3));
	ok(add(ep, s.b, IN, 1));
	is(300, put(regular_file(), 300));
	ok(arm(timerfd()));
}

/*
 * Nothing else about the order matters, but that it is the same on every machine: those that share
 * an exploration choose their states by what is written in it.
 */
static void numbers_that_do_not(void **state)
{
	(void)state;
	is_only_order(a_tree, 2, 5, 3, 0, 4, 1);
	is_only_order(a_path, 4, 3, 5, 0, 1, 2, 7, 6);
	is_only_order(a_chain, 2, 5, 0, 1, 4, 3);
	is_only_order(three_that_are_ready, 4, 2, 1, 0, 3);
	is_only_order(some_of_everything, 2, 0, 5, 1, 3, 4, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(numbers_that_look_alike),
		world_test(numbers_that_do_not),
	};
	return world_run(tests);
}
