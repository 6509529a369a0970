/* SPDX-License-Identifier: BSD-3-Clause */
/* The ready lists: who wakes whom, what a look finds, epoll_wait(2). */
#include "state.h"

#include <errno.h>

enum { INSTANCE_SAYS = MODEL_IN | MODEL_RDNORM };

void model_item_queue(struct model *m, uint32_t index)
{
	struct item *item = &m->items[index];
	item->queued = true;
	model_list_push_back(m, READY_OF_INSTANCE, &m->files[item->instance].instance.ready, index);
}

static void unqueue(struct model *m, uint32_t index)
{
	struct item *item = &m->items[index];
	item->queued = false;
	model_list_remove(m, READY_OF_INSTANCE, &m->files[item->instance].instance.ready, index);
}

/* What the wait queue calls: ep_poll_callback(). */
static void callback(struct model *m, uint32_t index, uint32_t key)
{
	const struct item *item = &m->items[index];
	bool nested = m->files[item->file].kind == MODEL_EPOLL;
	if (!(item->events & ~FLAGS)) {
		rule(m, MODEL_RULE_wakeup_of_a_fired_one_shot);
		return;
	}
	if (key != 0 && !(key & item->events)) {
		rule(m, nested ? MODEL_RULE_nested_wakeup_is_for_in_alone
			       : MODEL_RULE_wakeup_misses_the_interest);
		return;
	}
	if (item->queued) {
		rule(m, MODEL_RULE_wakeup_of_a_queued_item);
	} else {
		rule(m, nested	   ? MODEL_RULE_nested_wakeup_queues
			: key == 0 ? MODEL_RULE_wakeup_of_everyone_queues
				   : MODEL_RULE_wakeup_queues);
		model_item_queue(m, index);
	}
	model_wake(m, item->instance, MODEL_IN);
}

void model_wake(struct model *m, uint32_t file, uint32_t key)
{
	uint32_t index = m->files[file].waiters.head;
	while (index != NONE) {
		callback(m, index, key);
		index = m->items[index].links[WAITERS_OF_FILE].next;
	}
}

/* From the head, drops what is not ready until the first that is. */
static uint32_t look_inside(struct model *m, uint32_t file)
{
	const struct list *ready = &m->files[file].instance.ready;
	while (ready->head != NONE) {
		uint32_t head = ready->head;
		if (model_item_look(m, head) != 0) {
			rule(m, MODEL_RULE_nested_look_finds);
			return INSTANCE_SAYS;
		}
		rule(m, MODEL_RULE_nested_look_drops);
		unqueue(m, head);
	}
	return 0;
}

uint32_t model_item_look(struct model *m, uint32_t index)
{
	const struct item *item = &m->items[index];
	if (m->files[item->file].kind == MODEL_EPOLL)
		return look_inside(m, item->file) & item->events;
	uint32_t says = model_says(m, item->file);
	model_count_says(m, item->file, says);
	return says & item->events;
}

uint32_t model_instance_says(const struct model *m, uint32_t file)
{
	uint32_t index = m->files[file].instance.ready.head;
	while (index != NONE && model_item_glance(m, index) == 0)
		index = m->items[index].links[READY_OF_INSTANCE].next;
	return index == NONE ? 0 : INSTANCE_SAYS;
}

uint32_t model_item_glance(const struct model *m, uint32_t index)
{
	const struct item *item = &m->items[index];
	return model_says(m, item->file) & item->events;
}

static void count_delivery(struct model *m, const struct item *item, uint32_t events)
{
	if (m->number_of[item->number] != item->file)
		rule(m, MODEL_RULE_wait_delivers_under_a_number_that_is_gone);
	if (events & MODEL_HUP)
		rule(m, MODEL_RULE_wait_delivers_hup);
	if (events & MODEL_ERR)
		rule(m, MODEL_RULE_wait_delivers_err);
}

/* Delivers an item that was just taken out of the list: does it go back? */
static void deliver(struct model *m, uint32_t index)
{
	struct item *item = &m->items[index];
	if (item->events & MODEL_ONESHOT) {
		rule(m, MODEL_RULE_wait_fires_one_shot);
		item->events &= FLAGS;
	} else if (item->events & MODEL_ET) {
		rule(m, MODEL_RULE_wait_delivers_edge_triggered_once);
	} else {
		rule(m, MODEL_RULE_wait_puts_level_triggered_to_the_tail);
		model_item_queue(m, index);
	}
}

/*
 * Level-triggered items go back behind the last item that was there at the start, so that what the
 * slots did not reach is in front of them, as in the kernel, which keeps two lists.
 */
static int take(struct model *m, uint32_t file, uint32_t capacity, struct model_event *events)
{
	const struct list *ready = &m->files[file].instance.ready;
	uint32_t last = ready->tail;
	uint32_t count = 0;
	uint32_t index = NONE;
	while (index != last && count < capacity) {
		index = ready->head;
		unqueue(m, index);
		uint32_t says = model_item_look(m, index);
		if (says == 0) {
			rule(m, MODEL_RULE_wait_drops_what_is_not_ready);
			continue;
		}
		count_delivery(m, &m->items[index], says);
		events[count++] = (struct model_event){m->items[index].token, says};
		deliver(m, index);
	}
	if (index != last)
		rule(m, MODEL_RULE_wait_leaves_the_rest_in_front);
	return (int)count;
}

int model_wait(struct model *m, int ep, uint32_t capacity, struct model_event *events)
{
	if (capacity == 0 || capacity > MODEL_CAPACITY_MAX) {
		rule(m, MODEL_RULE_wait_capacity);
		return -EINVAL;
	}
	uint32_t file = model_lookup(m, ep);
	if (file == NONE) {
		rule(m, MODEL_RULE_wait_not_open);
		return -EBADF;
	}
	if (m->files[file].kind != MODEL_EPOLL) {
		rule(m, MODEL_RULE_wait_no_instance);
		return -EINVAL;
	}
	int count = take(m, file, capacity, events);
	if (count == 0)
		rule(m, MODEL_RULE_wait_finds_nothing);
	return count;
}
