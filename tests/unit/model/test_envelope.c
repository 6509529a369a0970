/* SPDX-License-Identifier: BSD-3-Clause */
/* envelope.c: which answers to a wait the manual pages allow. */
#include "world.h"

#define EVENTS(...)                  \
	(const struct model_event[]) \
	{                            \
		__VA_ARGS__          \
	}
#define allows(ep, capacity, ...)                                   \
	model_wait_allows(m, (ep), (capacity), EVENTS(__VA_ARGS__), \
		(int)(sizeof(EVENTS(__VA_ARGS__)) / sizeof(struct model_event)))

static void order_is_free(void **state)
{
	(void)state;
	int ep = epoll();
	ok(add(ep, eventfd(1), IN, 1));
	ok(add(ep, eventfd(1), IN, 2));
	assert_true(allows(ep, 9, {1, IN}, {2, IN}));
	assert_true(allows(ep, 9, {2, IN}, {1, IN}));
	gives(ep, 9, {1, IN}, {2, IN});
}

static void which_are_left_out_is_free_when_the_slots_are_full(void **state)
{
	(void)state;
	int ep = epoll();
	ok(add(ep, eventfd(1), IN, 1));
	ok(add(ep, eventfd(1), IN, 2));
	ok(add(ep, eventfd(1), IN, 3));
	assert_true(allows(ep, 2, {3, IN}, {2, IN}));
	assert_true(allows(ep, 1, {3, IN}));
	assert_false(allows(ep, 9, {1, IN}, {2, IN}));
	assert_false(allows(ep, 2, {3, IN}));
	assert_false(model_wait_allows(m, ep, 1, NULL, 0));
	assert_false(allows(ep, 2, {1, IN}, {2, IN}, {3, IN}));
}

static void an_edge_may_come_again_while_it_is_ready(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	ok(add(ep, a, IN | ET, 1));
	assert_false(model_wait_allows(m, ep, 9, NULL, 0));
	gives(ep, 9, {1, IN});
	assert_true(allows(ep, 9, {1, IN}));
	assert_true(model_wait_allows(m, ep, 9, NULL, 0));
	is(1, get(a, 8));
	assert_false(allows(ep, 9, {1, IN}));
}

static void a_fired_one_shot_may_not(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	ok(add(ep, a, IN | ONESHOT, 1));
	gives(ep, 9, {1, IN});
	assert_false(allows(ep, 9, {1, IN}));
	assert_false(allows(ep, 9, {1, 0}));
	assert_true(model_wait_allows(m, ep, 9, NULL, 0));
}

static void events_are_exactly_what_the_file_says(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	is(1, put(p.w, 1));
	ok(add(ep, p.r, IN | RDNORM, 1));
	ok(shut_number(p.w));
	assert_true(allows(ep, 9, {1, IN | RDNORM | HUP}));
	assert_false(allows(ep, 9, {1, IN | HUP}));
	assert_false(allows(ep, 9, {1, IN | RDNORM}));
	assert_false(allows(ep, 9, {1, IN | RDNORM | HUP | ERR}));
	assert_false(allows(ep, 9, {2, IN | RDNORM | HUP}));
	assert_false(allows(ep, 9, {1, IN | RDNORM | HUP}, {1, IN}));
	assert_false(allows(ep, 9, {1, IN | RDNORM | HUP}, {2, IN | RDNORM | HUP}));
	assert_false(allows(ep, 9, {1, 0}));
}

static void none_comes_twice(void **state)
{
	(void)state;
	int ep = epoll();
	ok(add(ep, eventfd(1), IN, 1));
	assert_false(allows(ep, 9, {1, IN}, {1, IN}));
	assert_false(allows(ep, 2, {1, IN}, {1, IN}));
}

/* Items that give the same event cannot be told apart. */
static void equal_events_are_counted(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	ok(add(ep, a, IN, 1));
	ok(add(ep, duplicate(a), IN | ET, 1));
	assert_true(allows(ep, 9, {1, IN}, {1, IN}));
	assert_false(allows(ep, 9, {1, IN}));
	assert_false(allows(ep, 9, {1, IN}, {1, IN}, {1, IN}));
	gives(ep, 9, {1, IN}, {1, IN});
	assert_true(allows(ep, 9, {1, IN}));
	assert_true(allows(ep, 9, {1, IN}, {1, IN}));
	assert_false(model_wait_allows(m, ep, 9, NULL, 0));
}

static void a_token_may_stand_for_different_events(void **state)
{
	(void)state;
	int ep = epoll();
	ok(add(ep, eventfd(1), IN, 1));
	ok(add(ep, eventfd(1), OUT, 1));
	assert_true(allows(ep, 9, {1, IN}, {1, OUT}));
	assert_false(allows(ep, 9, {1, IN}, {1, IN}));
	assert_false(allows(ep, 9, {1, OUT}, {1, OUT}));
	assert_false(allows(ep, 9, {1, IN}));
	assert_false(allows(ep, 9, {1, OUT}));
}

static void what_is_not_ready_is_not_reported(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(0);
	ok(add(ep, a, IN, 1));
	is(0, put(a, 1));
	is(1, get(a, 8));
	assert_false(allows(ep, 9, {1, IN}));
	assert_true(model_wait_allows(m, ep, 9, NULL, 0));
}

static void an_inner_instance_must_and_may(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	int a = eventfd(1);
	ok(add(inner, a, IN | ET, 1));
	ok(add(outer, inner, IN, 2));
	assert_true(allows(outer, 9, {2, IN}));
	assert_false(model_wait_allows(m, outer, 9, NULL, 0));
	assert_false(allows(outer, 9, {2, IN | RDNORM}));
	gives(inner, 9, {1, IN});
	/* The inner edge might be repeated, and would then be seen outside. */
	assert_true(allows(outer, 9, {2, IN}));
	assert_true(model_wait_allows(m, outer, 9, NULL, 0));
	is(1, get(a, 8));
	assert_false(allows(outer, 9, {2, IN}));
	assert_false(allows(outer, 9, {2, IN | ERR | HUP}));
	/* It is looked for behind what was never ready. */
	ok(add(inner, eventfd(1), IN | ET, 3));
	gives(inner, 9, {3, IN});
	assert_true(allows(outer, 9, {2, IN}));
}

static void nothing_is_allowed_of_a_wait_that_fails(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	assert_false(model_wait_allows(m, -1, 9, NULL, 0));
	assert_false(model_wait_allows(m, a, 9, NULL, 0));
	assert_false(model_wait_allows(m, ep, 0, NULL, 0));
	assert_false(model_wait_allows(m, ep, MODEL_CAPACITY_MAX + 1, NULL, 0));
	assert_false(model_wait_allows(m, ep, 9, NULL, -1));
	assert_true(model_wait_allows(m, ep, MODEL_CAPACITY_MAX, NULL, 0));
}

static void asking_changes_nothing(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	ok(add(inner, a, IN, 1));
	ok(add(inner, b, IN, 2));
	ok(add(outer, inner, IN, 9));
	is(1, get(a, 8));
	assert_true(allows(outer, 9, {9, IN}));
	assert_false(allows(inner, 9, {1, IN}, {2, IN}));
	is(0, put(a, 1));
	gives(inner, 9, {1, IN}, {2, IN});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(order_is_free),
		world_test(which_are_left_out_is_free_when_the_slots_are_full),
		world_test(an_edge_may_come_again_while_it_is_ready),
		world_test(a_fired_one_shot_may_not),
		world_test(events_are_exactly_what_the_file_says),
		world_test(none_comes_twice),
		world_test(equal_events_are_counted),
		world_test(a_token_may_stand_for_different_events),
		world_test(what_is_not_ready_is_not_reported),
		world_test(an_inner_instance_must_and_may),
		world_test(nothing_is_allowed_of_a_wait_that_fails),
		world_test(asking_changes_nothing),
	};
	return world_run(tests);
}
