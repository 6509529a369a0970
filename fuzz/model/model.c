/* SPDX-License-Identifier: BSD-3-Clause */
/* Creation and reset: the layout of the block of memory. */
#include "state.h"

#include <string.h>

struct layout {
	size_t files, pipes, items, number_of, bindings, buckets, messages;
	size_t next_file, next_pipe, next_item, size;
	uint32_t bucket_mask;
};

static size_t place(size_t *end, size_t count, size_t size)
{
	size_t start = (*end + 15) & ~(size_t)15;
	*end = start + count * size;
	return start;
}

static bool in_range(const struct model_limits *limits)
{
	return limits->descriptors >= 1 && limits->descriptors <= MODEL_DESCRIPTORS_MAX &&
	       limits->items >= 1 && limits->items <= ITEMS_MAX;
}

static struct layout lay_out(const struct model_limits *limits)
{
	struct layout at;
	size_t end = sizeof(struct model);
	size_t buckets = 1;
	while (buckets < limits->items)
		buckets *= 2;
	at.bucket_mask = (uint32_t)(buckets - 1);
	at.files = place(&end, limits->descriptors, sizeof(struct file));
	at.pipes = place(&end, limits->descriptors, sizeof(struct pipe));
	at.items = place(&end, limits->items, sizeof(struct item));
	at.number_of = place(&end, limits->descriptors, sizeof(uint32_t));
	at.bindings = place(&end, limits->descriptors, sizeof(uint32_t));
	at.buckets = place(&end, buckets, sizeof(uint32_t));
	at.messages = place(&end, limits->descriptors, sizeof(uint16_t[SOCKET_MESSAGES]));
	at.next_file = place(&end, limits->descriptors, sizeof(uint32_t));
	at.next_pipe = place(&end, limits->descriptors, sizeof(uint32_t));
	at.next_item = place(&end, limits->items, sizeof(uint32_t));
	at.size = end;
	return at;
}

size_t model_size(const struct model_limits *limits)
{
	return in_range(limits) ? lay_out(limits).size : 0;
}

static void pool_reset(struct pool *pool)
{
	pool->free = NONE;
	pool->high = 0;
}

/* The memory behind the pools need not be cleared: what leaves a pool is written as a whole. */
struct model *model_create(void *memory, const struct model_limits *limits)
{
	if (!in_range(limits))
		return NULL;
	struct layout at = lay_out(limits);
	struct model *m = memory;
	unsigned char *block = memory;
	memset(m, 0, sizeof(*m));
	m->limits = *limits;
	m->files = (void *)(block + at.files);
	m->pipes = (void *)(block + at.pipes);
	m->items = (void *)(block + at.items);
	m->number_of = (void *)(block + at.number_of);
	m->bindings = (void *)(block + at.bindings);
	m->buckets = (void *)(block + at.buckets);
	m->messages = (void *)(block + at.messages);
	m->bucket_mask = at.bucket_mask;
	m->free_files = (struct pool){(void *)(block + at.next_file), NONE, 0, limits->descriptors};
	m->free_pipes = (struct pool){(void *)(block + at.next_pipe), NONE, 0, limits->descriptors};
	m->free_items = (struct pool){(void *)(block + at.next_item), NONE, 0, limits->items};
	/* Every byte of NONE is 0xff. */
	memset(m->buckets, 0xff, ((size_t)at.bucket_mask + 1) * sizeof(*m->buckets));
	/* As if all had been in use. */
	m->highest = (int)limits->descriptors - 1;
	model_numbers_reset(m);
	return m;
}

void model_reset(struct model *m)
{
	for (uint32_t i = 0; i < m->free_items.high; i++) {
		const struct item *item = &m->items[i];
		m->buckets[model_item_bucket(m, item->instance, item->file, item->number)] = NONE;
	}
	pool_reset(&m->free_items);
	pool_reset(&m->free_files);
	pool_reset(&m->free_pipes);
	model_numbers_reset(m);
	memset(m->hits, 0, sizeof(m->hits));
}
