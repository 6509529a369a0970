/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The state as bytes. Each description is written at its first number: its own state, then the
 * items that watch it, in the order in which they are woken, each with its place in the ready list
 * of its instance. Left out is what decides no answer: indices, where rings begin, bindings (they
 * count rules), the order of interest lists (fdinfo promises none).
 */
#include "canonical.h"

#include <errno.h>
#include <string.h>

/* Seven bits a byte, the lowest first; the eighth says that more follow. */
static void put(struct output *out, uint64_t value)
{
	do {
		uint64_t rest = value >> 7;
		if (out->size == MODEL_CANONICAL_SIZE) {
			out->failed = true;
			return;
		}
		out->bytes[out->size++] = (unsigned char)(rest != 0 ? value | 0x80 : value);
		value = rest;
	} while (value != 0);
}

static void put_token(struct output *out, unsigned folds, uint64_t token)
{
	uint32_t index = 0;
	if (!(folds & MODEL_FOLD_TOKENS)) {
		put(out, token);
		return;
	}
	while (index < out->tokens_met && out->tokens[index] != token)
		index++;
	if (index == TOKENS_MAX) {
		out->failed = true;
		return;
	}
	if (index == out->tokens_met)
		out->tokens[out->tokens_met++] = token;
	put(out, index);
}

uint32_t model_place_of_file(const struct order *order, uint32_t file)
{
	for (uint32_t place = 0; file != NONE && place < order->count; place++)
		if (order->m->number_of[order->numbers[place]] == file)
			return place;
	return NOWHERE;
}

static uint32_t place_of_number(const struct order *order, uint32_t number)
{
	for (uint32_t place = 0; place < order->count; place++)
		if (order->numbers[place] == number)
			return place;
	return NOWHERE;
}

uint32_t model_place_in_ready_list(const struct model *m, uint32_t item)
{
	uint32_t place = 1;
	uint32_t at = m->files[m->items[item].instance].instance.ready.head;
	if (!m->items[item].queued)
		return 0;
	for (; at != item; place++)
		at = m->items[at].links[READY_OF_INSTANCE].next;
	return place;
}

/* The bytes of a pipe are written once: at its reader, or at the writer that is left. */
static void put_pipe(struct output *out, const struct order *order, const struct file *file)
{
	const struct pipe *pipe = &order->m->pipes[file->pipe];
	bool reads = file->kind == MODEL_PIPE_READER;
	put(out, model_place_of_file(order, reads ? pipe->writer : pipe->reader));
	if (!reads && pipe->reader != NONE)
		return;
	put(out, pipe->pages);
	for (uint32_t i = 0; i < pipe->pages; i++) {
		const struct page *page = &pipe->ring[(pipe->first + i) % PIPE_PAGES];
		put(out, page->offset);
		put(out, page->bytes);
	}
}

/* What it is charged for are the messages that its peer holds, and are written there. */
static void put_socket(struct output *out, const struct order *order, uint32_t file)
{
	const struct socket *socket = &order->m->files[file].socket;
	put(out, model_place_of_file(order, socket->peer));
	put(out, socket->taken);
	put(out, socket->shut);
	put(out, socket->reset);
	put(out, socket->messages);
	for (uint32_t i = 0; i < socket->messages; i++)
		put(out, order->m->messages[file][(socket->first + i) % SOCKET_MESSAGES]);
}

void model_put_own_state(struct output *out, const struct order *order, uint32_t file)
{
	const struct file *f = &order->m->files[file];
	put(out, f->kind);
	switch (f->kind) {
	case MODEL_EVENTFD:
		put(out, f->eventfd.count);
		put(out, f->eventfd.semaphore);
		break;
	case MODEL_TIMERFD:
		put(out, f->expired);
		break;
	case MODEL_FILE:
		put(out, f->offset);
		break;
	case MODEL_PIPE_READER:
	case MODEL_PIPE_WRITER:
		put_pipe(out, order, f);
		break;
	case MODEL_SOCKET:
		put_socket(out, order, file);
		break;
	default: /* an instance: what it has is in its items */
		break;
	}
}

struct waiter {
	uint32_t item, instance, number; /* the latter two as places */
};

static bool before(const struct waiter *a, const struct waiter *b)
{
	return a->instance != b->instance ? a->instance < b->instance : a->number < b->number;
}

/* In the order in which they are woken, or by their places where that order does not matter. */
static uint32_t waiters_of(
	const struct order *order, uint32_t file, struct waiter waiters[WAITERS_MAX])
{
	const struct model *m = order->m;
	uint32_t count = 0;
	for (uint32_t index = m->files[file].waiters.head; index != NONE && count < WAITERS_MAX;
		index = m->items[index].links[WAITERS_OF_FILE].next) {
		const struct item *item = &m->items[index];
		struct waiter waiter = {index, model_place_of_file(order, item->instance),
			place_of_number(order, item->number)};
		uint32_t at = count++;
		for (; order->folds & MODEL_FOLD_WAKE_ORDER && at > 0 &&
			before(&waiter, &waiters[at - 1]);
			at--)
			waiters[at] = waiters[at - 1];
		waiters[at] = waiter;
	}
	return count;
}

static void put_file(struct output *out, const struct order *order, uint32_t file)
{
	const struct model *m = order->m;
	struct waiter waiters[WAITERS_MAX];
	uint32_t count = waiters_of(order, file, waiters);
	model_put_own_state(out, order, file);
	put(out, count);
	for (uint32_t i = 0; i < count; i++) {
		const struct item *item = &m->items[waiters[i].item];
		/* A number that is closed keeps its items, but has no place among the open ones. */
		if (waiters[i].number == NOWHERE)
			out->failed = true;
		put(out, waiters[i].instance);
		put(out, waiters[i].number);
		put(out, item->events);
		put_token(out, order->folds, item->token);
		put(out, model_place_in_ready_list(m, waiters[i].item));
	}
}

void model_put_state(struct output *out, const struct order *order)
{
	for (uint32_t place = 0; place < order->count; place++) {
		uint32_t file = order->m->number_of[order->numbers[place]];
		uint32_t first = model_place_of_file(order, file);
		put(out, first);
		if (first == place)
			put_file(out, order, file);
	}
}

/* The smallest of the states that were written so far. */
struct smallest {
	struct order order;
	unsigned char *bytes;
	size_t size;
	bool failed;
};

/* Renaming changes no size, and no state is larger than the bytes that stand for none yet. */
static void keep_smaller(void *argument)
{
	struct smallest *smallest = argument;
	unsigned char bytes[MODEL_CANONICAL_SIZE];
	struct output out = {.bytes = bytes};
	model_put_state(&out, &smallest->order);
	if (out.failed)
		smallest->failed = true;
	if (memcmp(bytes, smallest->bytes, out.size) >= 0)
		return;
	memcpy(smallest->bytes, bytes, out.size);
	smallest->size = out.size;
}

int model_canonical(
	const struct model *m, unsigned folds, unsigned char bytes[MODEL_CANONICAL_SIZE])
{
	struct smallest smallest = {.order = {.m = m, .folds = folds}, .bytes = bytes};
	memset(bytes, 0xff, MODEL_CANONICAL_SIZE);
	for (int number = 0; number <= m->highest; number++) {
		if (folds & MODEL_FOLD_NUMBERS && m->number_of[number] == NONE)
			continue;
		if (smallest.order.count == PLACES_MAX)
			return -E2BIG;
		smallest.order.numbers[smallest.order.count++] = (uint32_t)number;
	}
	if (folds & MODEL_FOLD_NUMBERS)
		model_for_each_order(&smallest.order, keep_smaller, &smallest);
	else
		keep_smaller(&smallest);
	return smallest.failed ? -E2BIG : (int)smallest.size;
}

static uint32_t bytes_waiting(const struct model *m, const struct file *f)
{
	if (f->kind == MODEL_PIPE_READER)
		return model_pipe_bytes(&m->pipes[f->pipe]);
	return f->kind == MODEL_SOCKET ? f->socket.bytes : 0;
}

void model_census(const struct model *m, struct model_census *ret)
{
	*ret = (struct model_census){.items = 0};
	for (uint32_t file = 0; file < m->free_files.high; file++) {
		const struct file *f = &m->files[file];
		if (f->kind == MODEL_CLOSED)
			continue;
		ret->numbers += f->numbers;
		ret->files[f->kind]++;
		if (f->kind == MODEL_EVENTFD && f->eventfd.count > ret->count)
			ret->count = f->eventfd.count;
		if (f->kind == MODEL_EPOLL)
			ret->items += f->instance.items;
		if (bytes_waiting(m, f) > ret->bytes)
			ret->bytes = bytes_waiting(m, f);
	}
}
