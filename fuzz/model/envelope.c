/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which answers to a wait the manual pages allow. Every item that is ready *may* be reported,
 * queued or not; one that Linux would report with slots enough *must* be, unless the slots are
 * full. Items with equal token and events cannot be told apart, so that it is enough to count.
 */
#include "state.h"

static uint32_t may_say(const struct model *m, uint32_t file);

/* A fired one-shot has no interest left, so that nothing meets it. */
static uint32_t item_may_report(const struct model *m, uint32_t index)
{
	const struct item *item = &m->items[index];
	return may_say(m, item->file) & item->events;
}

/* An instance may be readable by an edge inside that Linux would not repeat. */
static uint32_t may_say(const struct model *m, uint32_t file)
{
	if (m->files[file].kind != MODEL_EPOLL)
		return model_says(m, file);
	uint32_t index = m->files[file].instance.interest.head;
	while (index != NONE && item_may_report(m, index) == 0)
		index = m->items[index].links[INTEREST_OF_INSTANCE].next;
	return index == NONE ? 0 : MODEL_IN | MODEL_RDNORM;
}

struct bounds {
	uint32_t must, may;
};

/* How many items must, and may, give just this event. */
static struct bounds count_items(
	const struct model *m, uint32_t file, const struct model_event *event)
{
	struct bounds bounds = {0, 0};
	uint32_t index = m->files[file].instance.interest.head;
	while (index != NONE) {
		const struct item *item = &m->items[index];
		if (item->token == event->token && event->events != 0) {
			if (item_may_report(m, index) == event->events)
				bounds.may++;
			if (item->queued && model_item_glance(m, index) == event->events)
				bounds.must++;
		}
		index = item->links[INTEREST_OF_INSTANCE].next;
	}
	return bounds;
}

static uint32_t count_delivered(
	const struct model_event *events, int count, const struct model_event *like)
{
	uint32_t found = 0;
	for (int i = 0; i < count; i++)
		found += events[i].token == like->token && events[i].events == like->events;
	return found;
}

static bool misses_one(
	const struct model *m, uint32_t file, const struct model_event *events, int count)
{
	uint32_t index = m->files[file].instance.ready.head;
	while (index != NONE) {
		struct model_event must = {m->items[index].token, model_item_glance(m, index)};
		if (count_delivered(events, count, &must) < count_items(m, file, &must).must)
			return true;
		index = m->items[index].links[READY_OF_INSTANCE].next;
	}
	return false;
}

bool model_wait_allows(const struct model *m, int ep, uint32_t capacity,
	const struct model_event *events, int count)
{
	if (capacity == 0 || capacity > MODEL_CAPACITY_MAX || model_kind(m, ep) != MODEL_EPOLL)
		return false;
	/* A negative count is, unsigned, larger than every capacity. */
	if ((uint32_t)count > capacity)
		return false;
	uint32_t file = m->number_of[ep];
	for (int i = 0; i < count; i++) {
		if (count_delivered(events, count, &events[i]) >
			count_items(m, file, &events[i]).may)
			return false;
	}
	return (uint32_t)count == capacity || !misses_one(m, file, events, count);
}
