/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * lists.c: the hash of items is Fibonacci hashing (Knuth, 6.4) of a key that no two items share.
 * The answers of a model do not depend on it, but what they cost does: a part of the key that were
 * left out would put the same file in a thousand instances into one chain.
 */
#include "state.h"

#include "world.h"

/* The upper half of the key's multiple of 2^64 over the golden ratio. */
static uint32_t fibonacci(uint64_t instance, uint64_t file, uint64_t number)
{
	uint64_t key = (instance * MODEL_DESCRIPTORS_MAX + file) * MODEL_DESCRIPTORS_MAX + number;
	return (uint32_t)((key + 1) * UINT64_C(11400714819323198485) / (UINT64_C(1) << 32));
}

static void each_part_of_the_key_counts(void **state)
{
	(void)state;
	static const uint32_t parts[] = {0, 1, 2, 63, 64, 1000, MODEL_DESCRIPTORS_MAX - 1};
	enum { PARTS = sizeof(parts) / sizeof(*parts) };
	m->bucket_mask = UINT32_MAX;
	for (int i = 0; i < PARTS; i++)
		for (int j = 0; j < PARTS; j++)
			for (int k = 0; k < PARTS; k++)
				assert_true(model_item_bucket(m, parts[i], parts[j], parts[k]) ==
					    fibonacci(parts[i], parts[j], parts[k]));
}

/* The lower half of this product is 2^32 - 1: a larger one is in the next bucket. */
static void the_lower_half_does_not_count(void **state)
{
	(void)state;
	m->bucket_mask = UINT32_MAX;
	assert_true(model_item_bucket(m, 102, 3208, 3266) == fibonacci(102, 3208, 3266));
}

static void the_mask_counts(void **state)
{
	(void)state;
	for (uint32_t bits = 0; bits < 25; bits++) {
		m->bucket_mask = (UINT32_C(1) << bits) - 1;
		for (uint32_t i = 0; i < 20; i++)
			is(fibonacci(i, i + 1, i + 2) % (UINT32_C(1) << bits),
				model_item_bucket(m, i, i + 1, i + 2));
	}
}

/* One file in a thousand instances, and a thousand files in one, under one number and under many.
 */
static void longest_chain(uint32_t of_instance, uint32_t of_file, uint32_t of_number)
{
	uint32_t longest = 0;
	uint32_t *length = calloc(m->bucket_mask + 1, sizeof(*length));
	assert_non_null(length);
	for (uint32_t i = 0; i < 1000; i++) {
		uint32_t bucket = model_item_bucket(
			m, 5 + i * of_instance, 5 + i * of_file, 5 + i * of_number);
		if (++length[bucket] > longest)
			longest = length[bucket];
	}
	free(length);
	assert_true(longest <= 4);
}

static void no_chain_is_long(void **state)
{
	(void)state;
	longest_chain(1, 0, 0);
	longest_chain(0, 1, 0);
	longest_chain(0, 0, 1);
	longest_chain(0, 1, 1);
	longest_chain(1, 1, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(each_part_of_the_key_counts),
		world_test(the_lower_half_does_not_count),
		world_test(the_mask_counts),
		world_test(no_chain_is_long),
	};
	return world_run(tests);
}
