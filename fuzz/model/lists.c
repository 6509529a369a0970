/* SPDX-License-Identifier: BSD-3-Clause */
/* The containers: pools of indices, doubly linked lists of items, the hash of items. */
#include "state.h"

uint32_t model_pool_take(struct pool *pool)
{
	uint32_t index = pool->free;
	if (index != NONE) {
		pool->free = pool->next[index];
		return index;
	}
	return pool->high < pool->limit ? pool->high++ : NONE;
}

void model_pool_give(struct pool *pool, uint32_t index)
{
	pool->next[index] = pool->free;
	pool->free = index;
}

void model_list_clear(struct list *list)
{
	*list = (struct list){NONE, NONE};
}

void model_list_push_back(struct model *m, enum list_of which, struct list *list, uint32_t index)
{
	m->items[index].links[which] = (struct link){list->tail, NONE};
	if (list->tail == NONE)
		list->head = index;
	else
		m->items[list->tail].links[which].next = index;
	list->tail = index;
}

void model_list_push_front(struct model *m, enum list_of which, struct list *list, uint32_t index)
{
	m->items[index].links[which] = (struct link){NONE, list->head};
	if (list->head == NONE)
		list->tail = index;
	else
		m->items[list->head].links[which].prev = index;
	list->head = index;
}

void model_list_remove(struct model *m, enum list_of which, struct list *list, uint32_t index)
{
	struct link link = m->items[index].links[which];
	if (link.prev == NONE)
		list->head = link.next;
	else
		m->items[link.prev].links[which].next = link.next;
	if (link.next == NONE)
		list->tail = link.prev;
	else
		m->items[link.next].links[which].prev = link.prev;
}

uint32_t model_item_bucket(const struct model *m, uint32_t instance, uint32_t file, uint32_t number)
{
	/* Descriptions and numbers are below 2^12: the key is exact, and the product spreads it. */
	uint64_t key = (uint64_t)instance << 24 | (uint64_t)file << 12 | number;
	uint64_t product = (key + 1) * UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(product >> 32) & m->bucket_mask;
}

uint32_t model_item_find(const struct model *m, uint32_t instance, uint32_t file, uint32_t number)
{
	uint32_t index = m->buckets[model_item_bucket(m, instance, file, number)];
	while (index != NONE) {
		const struct item *item = &m->items[index];
		if (item->instance == instance && item->file == file && item->number == number)
			break;
		index = item->chain;
	}
	return index;
}

void model_item_hash(struct model *m, uint32_t index)
{
	struct item *item = &m->items[index];
	uint32_t *head =
		&m->buckets[model_item_bucket(m, item->instance, item->file, item->number)];
	item->chain = *head;
	*head = index;
}

void model_item_unhash(struct model *m, uint32_t index)
{
	const struct item *item = &m->items[index];
	uint32_t *at = &m->buckets[model_item_bucket(m, item->instance, item->file, item->number)];
	while (*at != index)
		at = &m->items[*at].chain;
	*at = item->chain;
}
