/* SPDX-License-Identifier: BSD-3-Clause */
/* symmetry.c: what is a state under other names is the same state, and nothing else is. */
#include "scenes.h"

static void exchange(int one, int other)
{
	int spare = duplicate(one);
	ok(dup_onto(other, one));
	ok(dup_onto(spare, other));
	ok(shut_number(spare));
}

/* Numbers 0 to 3, connected in pairs that are next to each other, or not. */
static void pipes_side_by_side(void)
{
	pipe_pair();
	pipe_pair();
	exchange(1, 1);
}

static void pipes_crosswise(void)
{
	pipe_pair();
	pipe_pair();
	exchange(1, 3);
}

static void sockets_side_by_side(void)
{
	socket_pair();
	socket_pair();
	exchange(1, 1);
}

static void sockets_crosswise(void)
{
	socket_pair();
	socket_pair();
	exchange(1, 2);
}

static void who_is_connected_counts(void **state)
{
	(void)state;
	distinct(pipes_side_by_side, pipes_crosswise, 0);
	folded(pipes_side_by_side, pipes_crosswise, MODEL_FOLD_NUMBERS);
	distinct(sockets_side_by_side, sockets_crosswise, 0);
	folded(sockets_side_by_side, sockets_crosswise, MODEL_FOLD_NUMBERS);
}

/* Two eventfds in one instance: the numbers, the order, the interest, the tokens, by the caller. */
static void watch(int first, uint32_t events, uint64_t token, int second, uint64_t other)
{
	int ep = epoll();
	eventfd(1);
	eventfd(1);
	ok(add(ep, first, events, token));
	ok(add(ep, second, IN, other));
}

static void watched_1_2(void)
{
	watch(1, IN, 7, 2, 8);
}

static void watched_2_1(void)
{
	watch(2, IN, 8, 1, 7);
}

static void watched_with_tokens_exchanged(void)
{
	watch(1, IN, 8, 2, 7);
}

static void watched_with_one_token(void)
{
	watch(1, IN, 8, 2, 8);
}

static void watched_edge_triggered(void)
{
	watch(1, IN | ET, 7, 2, 8);
}

static void watched_and_fired(void)
{
	struct model_event event;
	watch(1, IN | ONESHOT, 7, 2, 8);
	is(1, model_wait(m, 0, 1, &event));
}

static void watched_and_turned(void)
{
	struct model_event event;
	watch(1, IN, 7, 2, 8);
	is(1, model_wait(m, 0, 1, &event));
}

static void watched_and_dropped(void)
{
	struct model_event events[2];
	watch(1, IN, 7, 2, 8);
	is(1, get(1, 1));
	is(1, model_wait(m, 0, 2, events));
	ok(put(2, 0));
}

static void watched_and_read(void)
{
	watch(1, IN, 7, 2, 8);
	is(1, get(1, 1));
}

static void registrations(void **state)
{
	(void)state;
	folded(watched_1_2, watched_with_tokens_exchanged, MODEL_FOLD_TOKENS);
	distinct(watched_1_2, watched_with_tokens_exchanged, MODEL_FOLD_WAKE_ORDER);
	distinct(watched_1_2, watched_with_one_token, ALL_FOLDS);
	folded(watched_1_2, watched_2_1, ALL_FOLDS);
	distinct(watched_1_2, watched_2_1, MODEL_FOLD_TOKENS);
	distinct(watched_1_2, watched_edge_triggered, ALL_FOLDS);
	distinct(watched_1_2, watched_edge_triggered, 0);
	distinct(watched_1_2, watched_and_fired, ALL_FOLDS);
	distinct(watched_and_read, watched_and_dropped, ALL_FOLDS);
	/* With both turned, the one that is first is the other one. */
	distinct(watched_1_2, watched_and_turned, MODEL_FOLD_TOKENS);
	folded(watched_1_2, watched_and_turned, ALL_FOLDS);
}

/* One eventfd in two instances, which are woken newest first. */
static void in_two_instances(void)
{
	int a = epoll();
	int b = epoll();
	int e = eventfd(0);
	ok(add(a, e, IN, 1));
	ok(add(b, e, IN, 1));
}

static void in_two_instances_the_other_way(void)
{
	int a = epoll();
	int b = epoll();
	int e = eventfd(0);
	ok(add(b, e, IN, 1));
	ok(add(a, e, IN, 1));
}

static void in_one_of_two(void)
{
	int a = epoll();
	epoll();
	ok(add(a, eventfd(0), IN, 1));
}

static void the_order_of_wakeups(void **state)
{
	(void)state;
	distinct(in_two_instances, in_two_instances_the_other_way, 0);
	folded(in_two_instances, in_two_instances_the_other_way, MODEL_FOLD_WAKE_ORDER);
	folded(in_two_instances, in_two_instances_the_other_way, MODEL_FOLD_NUMBERS);
	distinct(in_two_instances, in_one_of_two, ALL_FOLDS);
}

/* Some plain files and instances that watch them and each other, opened in the order given. */
static void build(const int order[6], const uint64_t tokens[2])
{
	int n[6];
	for (int i = 0; i < 6; i++)
		n[order[i]] = order[i] < 3 ? epoll() : eventfd(order[i] == 4);
	ok(add(n[0], n[1], IN, tokens[0]));
	ok(add(n[0], n[2], IN | ET, tokens[1]));
	ok(add(n[1], n[3], IN, tokens[1]));
	ok(add(n[1], n[4], IN | OUT, tokens[0]));
	ok(add(n[2], n[4], IN | ONESHOT, tokens[0]));
	ok(add(n[2], n[5], OUT, tokens[1]));
	ok(put(n[3], 1));
}

/* All 720 orders of opening are one state, with the tokens exchanged or not. */
static void every_order_of_opening(void **state)
{
	(void)state;
	unsigned char first[MODEL_CANONICAL_SIZE], bytes[MODEL_CANONICAL_SIZE];
	int size = 0, orders = 0;
	for (int code = 0; code < 6 * 6 * 6 * 6 * 6 * 6; code++) {
		int order[6];
		unsigned seen = 0;
		for (int i = 0, rest = code; i < 6; i++, rest /= 6)
			seen |= 1U << (order[i] = rest % 6);
		if (seen != 0x3f)
			continue;
		model_reset(m);
		build(order, (const uint64_t[]){orders % 2 ? 5 : 9, orders % 2 ? 9 : 5});
		if (orders++ == 0)
			size = model_canonical(m, ALL_FOLDS, first);
		is(size, model_canonical(m, ALL_FOLDS, bytes));
		assert_memory_equal(first, bytes, (size_t)size);
	}
	is(720, orders);
}

/* Numbers that all look alike are tried in every order, and are still one state. */
static void alike(void)
{
	for (int i = 0; i < 6; i++)
		epoll();
}

static void numbers_that_look_alike(void **state)
{
	(void)state;
	unsigned char bytes[MODEL_CANONICAL_SIZE];
	assert_true(after(alike, ALL_FOLDS, bytes) > 0);
	folded(alike, alike, ALL_FOLDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(who_is_connected_counts),
		world_test(registrations),
		world_test(the_order_of_wakeups),
		world_test(every_order_of_opening),
		world_test(numbers_that_look_alike),
	};
	return world_run(tests);
}
