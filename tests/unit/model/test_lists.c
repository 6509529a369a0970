/* SPDX-License-Identifier: BSD-3-Clause */
/* lists.c: pools, linked lists of items, the hash of items. */
#include "state.h"

#include "world.h"

static void a_pool_gives_each_index_once(void **state)
{
	(void)state;
	uint32_t next[4];
	struct pool pool = {next, NONE, 0, 4};
	for (uint32_t i = 0; i < 4; i++)
		is(i, model_pool_take(&pool));
	assert_true(model_pool_take(&pool) == NONE);
	model_pool_give(&pool, 2);
	model_pool_give(&pool, 0);
	is(0, model_pool_take(&pool));
	is(2, model_pool_take(&pool));
	assert_true(model_pool_take(&pool) == NONE);
	is(4, pool.high);
}

static void expect_list(const struct list *list, const uint32_t *expected, int count)
{
	uint32_t index = list->head;
	uint32_t before = NONE;
	for (int i = 0; i < count; i++) {
		is(expected[i], index);
		assert_true(m->items[index].links[READY_OF_INSTANCE].prev == before);
		before = index;
		index = m->items[index].links[READY_OF_INSTANCE].next;
	}
	assert_true(index == NONE);
	assert_true(list->tail == before);
}

static void a_list_keeps_its_order(void **state)
{
	(void)state;
	struct list list;
	model_list_clear(&list);
	expect_list(&list, NULL, 0);
	model_list_push_back(m, READY_OF_INSTANCE, &list, 5);
	model_list_push_back(m, READY_OF_INSTANCE, &list, 3);
	model_list_push_front(m, READY_OF_INSTANCE, &list, 8);
	model_list_push_back(m, READY_OF_INSTANCE, &list, 1);
	expect_list(&list, (const uint32_t[]){8, 5, 3, 1}, 4);
	model_list_remove(m, READY_OF_INSTANCE, &list, 5);
	expect_list(&list, (const uint32_t[]){8, 3, 1}, 3);
	model_list_remove(m, READY_OF_INSTANCE, &list, 8);
	model_list_remove(m, READY_OF_INSTANCE, &list, 1);
	expect_list(&list, (const uint32_t[]){3}, 1);
	model_list_remove(m, READY_OF_INSTANCE, &list, 3);
	expect_list(&list, NULL, 0);
	model_list_push_front(m, READY_OF_INSTANCE, &list, 2);
	expect_list(&list, (const uint32_t[]){2}, 1);
}

/* One bucket for all, so that every item is in one chain. */
static void tell_apart(uint32_t first)
{
	m->bucket_mask = 0;
	for (uint32_t n = 0; n < 8; n++) {
		uint32_t i = n ^ first;
		m->items[i] = (struct item){.instance = i & 1, .file = i & 2, .number = i & 4};
		model_item_hash(m, i);
	}
	uint32_t order[] = {3, 7, 0, 1, 2, 4, 5, 6};
	for (uint32_t gone = 0; gone < 8; gone++) {
		for (uint32_t i = 0; i < 8; i++) {
			uint32_t found =
				model_item_find(m, order[i] & 1, order[i] & 2, order[i] & 4);
			assert_true(found == (i < gone ? NONE : order[i]));
		}
		model_item_unhash(m, order[gone]);
	}
	assert_true(m->buckets[0] == NONE);
}

/* Those with the larger part of a key are met first, or last. */
static void items_of_one_bucket_are_told_apart(void **state)
{
	(void)state;
	free(m);
	m = world_create(8, 1);
	is(0, m->bucket_mask);
	free(m);
	m = world_create(8, 16);
	for (uint32_t first = 0; first < 8; first++)
		tell_apart(first);
}

static void keys_are_spread(void **state)
{
	(void)state;
	uint32_t longest = 0;
	uint32_t *length = calloc(m->bucket_mask + 1, sizeof(*length));
	assert_non_null(length);
	for (uint32_t number = 0; number < WORLD_NUMBERS; number++) {
		uint32_t bucket = model_item_bucket(m, 0, number, number);
		assert_true(bucket <= m->bucket_mask);
		if (++length[bucket] > longest)
			longest = length[bucket];
	}
	free(length);
	assert_true(longest <= 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(a_pool_gives_each_index_once),
		world_test(a_list_keeps_its_order),
		world_test(items_of_one_bucket_are_told_apart),
		world_test(keys_are_spread),
	};
	return world_run(tests);
}
