/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * model.c: where in its block of memory everything lies, and what a reset leaves. An array that is
 * too short is found by a sanitizer only at the block's end: elsewhere another one lies behind it.
 */
#include "state.h"

#include "world.h"

/* The next array begins at the first multiple of 16 behind the last one, as malloc would align it.
 */
static unsigned char *check_array(const void *array, unsigned char *end, size_t bytes)
{
	unsigned char *block = (unsigned char *)m;
	size_t start = ((size_t)(end - block) + 15) / 16 * 16;
	assert_ptr_equal(array, block + start);
	return block + start + bytes;
}

static void check_layout(uint32_t descriptors, uint32_t items, uint32_t buckets)
{
	free(m);
	m = world_create(descriptors, items);
	assert_non_null(m);
	unsigned char *end = (unsigned char *)m + sizeof(struct model);
	end = check_array(m->files, end, descriptors * sizeof(struct file));
	end = check_array(m->pipes, end, descriptors * sizeof(struct pipe));
	end = check_array(m->items, end, items * sizeof(struct item));
	end = check_array(m->number_of, end, descriptors * sizeof(uint32_t));
	end = check_array(m->bindings, end, descriptors * sizeof(uint32_t));
	end = check_array(m->buckets, end, buckets * sizeof(uint32_t));
	end = check_array(m->messages, end, descriptors * sizeof(uint16_t[SOCKET_MESSAGES]));
	end = check_array(m->free_files.next, end, descriptors * sizeof(uint32_t));
	end = check_array(m->free_pipes.next, end, descriptors * sizeof(uint32_t));
	end = check_array(m->free_items.next, end, items * sizeof(uint32_t));
	is(end - (unsigned char *)m, model_size(&(struct model_limits){descriptors, items}));
	is(buckets - 1, m->bucket_mask);
}

/* There are as many buckets as the power of two that is not below the items. */
static void arrays_lie_one_behind_the_other(void **state)
{
	(void)state;
	check_layout(1, 1, 1);
	check_layout(2, 2, 2);
	check_layout(3, 3, 4);
	check_layout(5, 4, 4);
	check_layout(7, 5, 8);
	check_layout(MODEL_DESCRIPTORS_MAX, 1000, 1024);
}

static void the_largest_limits_have_a_size(void **state)
{
	(void)state;
	const struct model_limits largest = {MODEL_DESCRIPTORS_MAX, ITEMS_MAX};
	const struct model_limits fewer_items = {MODEL_DESCRIPTORS_MAX, ITEMS_MAX - 4};
	size_t item = sizeof(struct item) + sizeof(uint32_t);
	is(4 * item, model_size(&largest) - model_size(&fewer_items));
}

/* Each descriptor and each item that the limits allow, and not one more. */
static void the_limits_are_used_up(void **state)
{
	(void)state;
	for (uint32_t limit = 2; limit < 6; limit++) {
		free(m);
		m = world_create(limit + 1, limit);
		int ep = epoll();
		int a = -1;
		for (uint32_t i = 0; i < limit; i++) {
			a = eventfd(1);
			ok(add(ep, a, IN, i));
		}
		errs(EMFILE, sound(model_timerfd(m, &a)));
		ok(dup_onto(ep, a));
		ok(shut_number(ep));
		ok(add(a, eventfd(1), IN, 9));
		is(limit, model_items(m, a, NULL, 0));
	}
}

/* Nothing of a past is left, whatever it was: also what only a later test of it could tell. */
static void a_reset_model_is_empty(void **state)
{
	(void)state;
	int ep = epoll();
	for (int i = 0; i < 70; i++)
		ok(add(ep, eventfd(1), IN, 1));
	(void)pipe_pair();
	ok(del(ep, 3));
	ok(shut_number(5));
	model_reset(m);
	is(-1, model_highest(m));
	is(0, m->free_files.high);
	is(0, m->free_pipes.high);
	is(0, m->free_items.high);
	assert_true(m->free_files.free == NONE && m->free_pipes.free == NONE);
	assert_true(m->free_items.free == NONE);
	for (uint32_t number = 0; number < WORLD_NUMBERS; number++) {
		assert_true(m->number_of[number] == NONE);
		is(0, m->bindings[number]);
	}
	for (uint32_t bucket = 0; bucket <= m->bucket_mask; bucket++)
		assert_true(m->buckets[bucket] == NONE);
	for (int i = 0; i < MODEL_RULE_COUNT; i++)
		is(0, model_rule_hits(m, (enum model_rule)i));
	assert_null(model_check(m));
}

/* The nesting checks note in each file which of them was here last: a new file has seen none. */
static void the_first_nesting_check_looks_at_every_file(void **state)
{
	(void)state;
	model_reset(m);
	int inner = epoll();
	int outer = epoll();
	int a = eventfd(0);
	ok(add(inner, a, IN, 1));
	for (int i = 0; i < 500; i++)
		ok(add(inner, duplicate(a), IN, 1));
	errs(EINVAL, add(outer, inner, IN, 1));
	decided(ways_up_over_1_instance_too_many);
}

/* By an opener, by dup and by dup2; not by a dup2 onto itself. */
static void bindings_are_counted(void **state)
{
	(void)state;
	int a = eventfd(0), b = eventfd(0);
	is(1, m->bindings[a]);
	ok(shut_number(a));
	is(1, m->bindings[a]);
	is(a, timerfd());
	is(2, m->bindings[a]);
	ok(shut_number(a));
	is(a, duplicate(b));
	is(3, m->bindings[a]);
	ok(dup_onto(b, a));
	is(4, m->bindings[a]);
	ok(dup_onto(a, a));
	is(4, m->bindings[a]);
	is(1, m->bindings[b]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(arrays_lie_one_behind_the_other),
		world_test(the_largest_limits_have_a_size),
		world_test(the_limits_are_used_up),
		world_test(a_reset_model_is_empty),
		world_test(bindings_are_counted),
		world_test(the_first_nesting_check_looks_at_every_file),
	};
	return world_run(tests);
}
