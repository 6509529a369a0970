/* SPDX-License-Identifier: BSD-3-Clause */
/* nesting.c: rings, chains, ways up. */
#include "world.h"

static void a_ring_is_refused(void **state)
{
	(void)state;
	int e[4];
	for (int i = 0; i < 4; i++)
		e[i] = epoll();
	ok(add(e[0], e[1], IN, 1));
	errs(ELOOP, add(e[1], e[0], IN, 1));
	ok(add(e[1], e[2], IN, 1));
	errs(ELOOP, add(e[2], e[0], IN, 1));
	ok(add(e[2], e[3], IN, 1));
	errs(ELOOP, add(e[3], e[0], IN, 1));
	/* Descriptions count, numbers do not. */
	errs(ELOOP, add(e[3], duplicate(e[0]), IN, 1));
	is(4, model_rule_hits(m, MODEL_RULE_add_closes_a_ring));
	undecided(add_chain_of_instances_too_long);
	ok(del(e[1], e[2]));
	ok(add(e[3], e[0], IN, 1));
}

static void a_chain_has_four_steps_at_most(void **state)
{
	(void)state;
	int e[6];
	for (int i = 0; i < 6; i++)
		e[i] = epoll();
	for (int i = 1; i < 5; i++) {
		undecided(add_longest_chain_of_instances);
		ok(add(e[i], e[i - 1], IN, 1));
	}
	is(1, model_rule_hits(m, MODEL_RULE_add_longest_chain_of_instances));
	is(3, model_rule_hits(m, MODEL_RULE_add_of_an_instance));
	errs(ELOOP, add(e[5], e[4], IN, 1));
	errs(ELOOP, add(e[0], e[5], IN, 1));
	decided(add_chain_of_instances_too_long);
	undecided(add_closes_a_ring);
	/* Beside the chain there is room. */
	ok(add(e[5], e[3], IN, 1));
	ok(del(e[2], e[1]));
	ok(add(e[0], epoll(), IN, 1));
}

static void two_chains_are_joined_by_their_lengths(void **state)
{
	(void)state;
	int e[6];
	for (int i = 0; i < 6; i++)
		e[i] = epoll();
	ok(add(e[1], e[0], IN, 1));
	ok(add(e[2], e[1], IN, 1));
	ok(add(e[4], e[3], IN, 1));
	ok(add(e[5], e[4], IN, 1));
	errs(ELOOP, add(e[3], e[2], IN, 1));
	ok(add(e[4], e[2], IN, 1));
	is(0, model_items(m, e[3], NULL, 0));
}

/* A diamond's longer side decides, whichever was registered first. */
static void the_longest_chain_of_several_decides(void **state)
{
	(void)state;
	for (int order = 0; order < 2; order++) {
		int e[5];
		for (int i = 0; i < 5; i++)
			e[i] = epoll();
		ok(add(e[1], e[0], IN, 1));
		ok(add(e[2], e[order ? 0 : 1], IN, 1));
		ok(add(e[2], e[order ? 1 : 0], IN, 2));
		ok(add(e[3], e[2], IN, 1));
		ok(add(e[4], e[3], IN, 1));
		errs(ELOOP, add(epoll(), e[4], IN, 1));
		errs(ELOOP, add(e[0], epoll(), IN, 1));
	}
}

/* An instance that is met again, on a longer way, has the same below and above it as before. */
static void an_instance_met_twice_is_as_deep_and_as_high(void **state)
{
	(void)state;
	int e = epoll(), d = epoll(), b = epoll(), f = epoll(), c = epoll(), t = epoll();
	ok(add(d, e, IN, 1));
	ok(add(b, d, IN, 1));
	ok(add(f, d, IN, 1));
	ok(add(c, f, IN, 1));
	ok(add(t, b, IN, 1));
	ok(add(t, c, IN, 1));
	errs(ELOOP, add(epoll(), t, IN, 1));
	int i = epoll(), p = epoll(), q = epoll(), r = epoll(), u = epoll();
	ok(add(p, i, IN, 1));
	ok(add(q, i, IN, 1));
	ok(add(r, p, IN, 1));
	ok(add(r, q, IN, 1));
	ok(add(u, epoll(), IN, 1));
	ok(add(i, u, IN, 1));
}

/* `length` instances one above the other; the first of them is returned. */
static int tower(int length)
{
	int first = epoll();
	int below = first;
	for (int i = 1; i < length; i++) {
		int above = epoll();
		ok(model_add(m, above, below, IN, 1));
		below = above;
	}
	return first;
}

static void ways_up_are_limited_by_their_length(void **state)
{
	(void)state;
	static const int limits[5] = {800, 500, 100, 50, 10};
	for (int length = 0; length < 5; length++) {
		int first = tower(length + 1);
		int a = eventfd(0);
		for (int i = 0; i < limits[length]; i++)
			ok(model_add(m, first, i == 0 ? a : duplicate(a), IN, 1));
		if (length > 0) {
			errs(EINVAL, add(first, duplicate(a), IN, 1));
			is(limits[length], model_items(m, first, NULL, 0));
			/* Another file has ways of its own. */
			ok(add(first, eventfd(0), IN, 1));
			ok(del(first, a));
			ok(add(first, a, IN, 1));
		}
		model_reset(m);
	}
}

static void each_limit_has_its_rule(void **state)
{
	(void)state;
	static const enum model_rule rules[5] = {MODEL_RULE_COUNT,
		MODEL_RULE_ways_up_over_1_instance_too_many,
		MODEL_RULE_ways_up_over_2_instances_too_many,
		MODEL_RULE_ways_up_over_3_instances_too_many,
		MODEL_RULE_ways_up_over_4_instances_too_many};
	for (int length = 1; length < 5; length++) {
		int first = tower(length + 1);
		int a = eventfd(0);
		int64_t r = 0;
		for (int i = 0; r == 0; i++)
			r = model_add(m, first, i == 0 ? a : duplicate(a), IN, 1);
		is(-EINVAL, sound(r));
		for (int other = 1; other < 5; other++)
			is(other == length, model_rule_hits(m, rules[other]));
		decided(ways_up_few_enough);
		decided(ways_up_of_a_file_in_a_watched_instance);
		model_reset(m);
	}
}

/* Ways multiply: 20 registrations below times 26 watchers above are more than 500. */
static void ways_are_counted_when_an_instance_is_added(void **state)
{
	(void)state;
	int inner = epoll();
	int a = eventfd(1);
	for (int i = 0; i < 20; i++)
		ok(add(inner, i == 0 ? a : duplicate(a), IN, 1));
	for (int i = 0; i < 25; i++)
		ok(add(epoll(), inner, IN, 1));
	int last = epoll();
	errs(EINVAL, add(last, inner, IN, 1));
	decided(ways_up_over_1_instance_too_many);
	is(0, model_items(m, last, NULL, 0));
	errs(ENOENT, del(last, inner));
	nothing(last);
	ok(del(inner, a));
	ok(add(last, inner, IN, 1));
	gives(last, 9, {1, IN});
}

static void a_file_in_an_unwatched_instance_is_not_counted(void **state)
{
	(void)state;
	int inner = epoll();
	int a = eventfd(0);
	for (int i = 0; i < 500; i++)
		ok(model_add(m, inner, i == 0 ? a : duplicate(a), IN, 1));
	ok(add(epoll(), inner, IN, 1));
	errs(EINVAL, add(inner, duplicate(a), IN, 1));
	/* The same file in an instance that nobody watches: not looked at. */
	ok(add(epoll(), a, IN, 1));
	errs(EINVAL, add(epoll(), inner, IN, 1));
}

static void instances_without_files_count_nothing(void **state)
{
	(void)state;
	int inner = epoll();
	for (int i = 0; i < 600; i++)
		ok(model_add(m, epoll(), inner, IN, 1));
	errs(EINVAL, add(inner, eventfd(0), IN, 1));
	is(0, model_items(m, inner, NULL, 0));
}

static void what_is_registered_is_told_before_the_ways(void **state)
{
	(void)state;
	int inner = epoll();
	int a = eventfd(0);
	for (int i = 0; i < 500; i++)
		ok(model_add(m, inner, i == 0 ? a : duplicate(a), IN, 1));
	int outer = epoll();
	ok(add(outer, inner, IN, 1));
	errs(EEXIST, add(inner, a, IN, 1));
	errs(EEXIST, add(outer, inner, IN, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(a_ring_is_refused),
		world_test(a_chain_has_four_steps_at_most),
		world_test(two_chains_are_joined_by_their_lengths),
		world_test(the_longest_chain_of_several_decides),
		world_test(an_instance_met_twice_is_as_deep_and_as_high),
		world_test(ways_up_are_limited_by_their_length),
		world_test(each_limit_has_its_rule),
		world_test(ways_are_counted_when_an_instance_is_added),
		world_test(a_file_in_an_unwatched_instance_is_not_counted),
		world_test(instances_without_files_count_nothing),
		world_test(what_is_registered_is_told_before_the_ways),
	};
	return world_run(tests);
}
