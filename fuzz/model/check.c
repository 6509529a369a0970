/* SPDX-License-Identifier: BSD-3-Clause */
/* The invariants of a model's tables. Nothing here follows a link further than a table is long. */
#include "state.h"

static bool is_file(const struct model *m, uint32_t file)
{
	return file < m->free_files.high && m->files[file].kind != MODEL_CLOSED;
}

static bool is_item(const struct model *m, uint32_t index)
{
	return index < m->free_items.high && m->items[index].live;
}

static bool bitmap_agrees(const struct model *m)
{
	uint32_t end = (m->limits.descriptors + 63) / 64 * 64;
	for (uint32_t number = 0; number < end; number++) {
		bool taken = number >= m->limits.descriptors || m->number_of[number] != NONE;
		if ((m->numbers.taken[number / 64] >> number % 64 & 1) != taken)
			return false;
	}
	return true;
}

static bool full_words_agree(const struct model *m)
{
	for (uint32_t word = 0; word < 64; word++) {
		bool full =
			word * 64 >= m->limits.descriptors || m->numbers.taken[word] == UINT64_MAX;
		if ((m->numbers.full_words >> word & 1) != full)
			return false;
	}
	return true;
}

/* Counts are made in the notes of the nesting checks, which mean nothing between two of them. */
static void begin_to_count(const struct model *m)
{
	for (uint32_t file = 0; file < m->free_files.high; file++)
		m->files[file].depth = 0;
}

static bool numbers_are_counted(const struct model *m)
{
	begin_to_count(m);
	for (uint32_t number = 0; number < m->limits.descriptors; number++) {
		uint32_t file = m->number_of[number];
		if (file == NONE)
			continue;
		if (!is_file(m, file) || (int)number > m->highest || m->bindings[number] == 0)
			return false;
		m->files[file].depth++;
	}
	for (uint32_t file = 0; file < m->free_files.high; file++) {
		const struct file *f = &m->files[file];
		if (is_file(m, file) != (f->numbers > 0) || f->numbers != f->depth)
			return false;
	}
	return true;
}

/* What is not in use hangs on the list of what is free. One that runs in a circle has no end. */
static bool rest_is_free(const struct pool *pool, uint32_t used)
{
	if (pool->high > pool->limit)
		return false;
	uint32_t index = pool->free;
	for (uint32_t rest = pool->high - used; rest > 0; rest--) {
		if (index >= pool->high)
			return false;
		index = pool->next[index];
	}
	return index == NONE;
}

static bool files_are_free_or_open(const struct model *m)
{
	uint32_t open = 0;
	for (uint32_t file = 0; file < m->free_files.high; file++)
		open += is_file(m, file);
	return rest_is_free(&m->free_files, open);
}

static uint32_t live_items(const struct model *m)
{
	uint32_t live = 0;
	for (uint32_t index = 0; index < m->free_items.high; index++)
		live += m->items[index].live;
	return live;
}

static bool items_are_free_or_live(const struct model *m)
{
	return rest_is_free(&m->free_items, live_items(m));
}

static bool pipes_are_free_or_open(const struct model *m)
{
	uint32_t open = 0;
	for (uint32_t index = 0; index < m->free_pipes.high; index++)
		open += m->pipes[index].reader != NONE || m->pipes[index].writer != NONE;
	return rest_is_free(&m->free_pipes, open);
}

static bool items_are_sound(const struct model *m)
{
	for (uint32_t index = 0; index < m->free_items.high; index++) {
		const struct item *item = &m->items[index];
		if (!item->live)
			continue;
		if (!is_file(m, item->file) || !is_file(m, item->instance))
			return false;
		enum model_kind kind = m->files[item->file].kind;
		if (kind == MODEL_FILE || m->files[item->instance].kind != MODEL_EPOLL)
			return false;
		if (item->file == item->instance || item->number >= m->limits.descriptors)
			return false;
		if (kind == MODEL_EPOLL && item->events & MODEL_EXCLUSIVE)
			return false;
	}
	return true;
}

/* ERR and HUP are in every interest but that of a fired one-shot, which has none and no place. */
static bool interests_are_complete(const struct model *m)
{
	for (uint32_t index = 0; index < m->free_items.high; index++) {
		const struct item *item = &m->items[index];
		if (!item->live)
			continue;
		uint32_t always = item->events & (MODEL_ERR | MODEL_HUP);
		if ((item->events & ~FLAGS) == 0) {
			if (item->queued || !(item->events & MODEL_ONESHOT))
				return false;
		} else if (always != (MODEL_ERR | MODEL_HUP)) {
			return false;
		}
	}
	return true;
}

static bool items_are_found(const struct model *m)
{
	uint32_t left = live_items(m);
	for (uint32_t bucket = 0; bucket <= m->bucket_mask; bucket++) {
		uint32_t index = m->buckets[bucket];
		for (; index != NONE; index = m->items[index].chain) {
			if (!is_item(m, index) || left-- == 0)
				return false;
			const struct item *item = &m->items[index];
			if (model_item_bucket(m, item->instance, item->file, item->number) !=
				bucket)
				return false;
			if (model_item_find(m, item->instance, item->file, item->number) != index)
				return false;
		}
	}
	return left == 0;
}

/*
 * The length of a list whose links agree in both directions, or NONE. A circle ends the walk: it
 * comes back to an item that has another before it.
 */
static uint32_t list_length(const struct model *m, enum list_of which, const struct list *list)
{
	uint32_t length = 0;
	uint32_t before = NONE;
	for (uint32_t index = list->head; index != NONE;
		index = m->items[index].links[which].next) {
		if (!is_item(m, index) || m->items[index].links[which].prev != before)
			return NONE;
		length++;
		before = index;
	}
	return list->tail == before ? length : NONE;
}

static bool waiters_agree(const struct model *m)
{
	uint32_t waiting = 0;
	for (uint32_t file = 0; file < m->free_files.high; file++) {
		if (!is_file(m, file))
			continue;
		const struct list *list = &m->files[file].waiters;
		uint32_t length = list_length(m, WAITERS_OF_FILE, list);
		if (length == NONE)
			return false;
		waiting += length;
		bool exclusive = false;
		for (uint32_t index = list->head; index != NONE;
			index = m->items[index].links[WAITERS_OF_FILE].next) {
			bool is = (m->items[index].events & MODEL_EXCLUSIVE) != 0;
			if (m->items[index].file != file || (exclusive && !is))
				return false;
			exclusive = is;
		}
	}
	return waiting == live_items(m);
}

/* Every item of the list belongs there; the length, or NONE. */
static uint32_t own_items(const struct model *m, uint32_t file, enum list_of which)
{
	const struct instance *instance = &m->files[file].instance;
	const struct list *list =
		which == READY_OF_INSTANCE ? &instance->ready : &instance->interest;
	uint32_t length = list_length(m, which, list);
	if (length == NONE || (which == INTEREST_OF_INSTANCE && length != instance->items))
		return NONE;
	for (uint32_t index = list->head; index != NONE;
		index = m->items[index].links[which].next) {
		const struct item *item = &m->items[index];
		if (item->instance != file || (which == READY_OF_INSTANCE && !item->queued))
			return NONE;
	}
	return length;
}

/* No list has a stranger, and together they are as long as there are items for them. */
static bool lists_agree(const struct model *m, enum list_of which)
{
	uint32_t listed = 0, expected = 0;
	for (uint32_t file = 0; file < m->free_files.high; file++) {
		if (m->files[file].kind != MODEL_EPOLL)
			continue;
		uint32_t length = own_items(m, file, which);
		if (length == NONE)
			return false;
		listed += length;
	}
	for (uint32_t index = 0; index < m->free_items.high; index++) {
		const struct item *item = &m->items[index];
		expected += item->live && (which == INTEREST_OF_INSTANCE || item->queued);
	}
	return listed == expected;
}

static bool interest_lists_agree(const struct model *m)
{
	return lists_agree(m, INTEREST_OF_INSTANCE);
}

static bool ready_lists_agree(const struct model *m)
{
	return lists_agree(m, READY_OF_INSTANCE);
}

/* In each round chains grow by a step at least: a ring, too, becomes too long. */
static bool chains_are_short(const struct model *m)
{
	begin_to_count(m);
	for (bool grows = true; grows;) {
		grows = false;
		for (uint32_t index = 0; index < m->free_items.high; index++) {
			const struct item *item = &m->items[index];
			if (!item->live || m->files[item->file].kind != MODEL_EPOLL)
				continue;
			uint32_t depth = m->files[item->file].depth + 1;
			if (depth > NESTS_MAX)
				return false;
			if (m->files[item->instance].depth < depth) {
				m->files[item->instance].depth = depth;
				grows = true;
			}
		}
	}
	return true;
}

static bool pipe_end_is(const struct model *m, uint32_t file, uint32_t pipe, enum model_kind kind)
{
	if (file == NONE)
		return true;
	return is_file(m, file) && m->files[file].kind == kind && m->files[file].pipe == pipe;
}

static bool pipe_ends_agree(const struct model *m)
{
	for (uint32_t i = 0; i < m->free_pipes.high; i++) {
		const struct pipe *pipe = &m->pipes[i];
		if (!pipe_end_is(m, pipe->reader, i, MODEL_PIPE_READER) ||
			!pipe_end_is(m, pipe->writer, i, MODEL_PIPE_WRITER))
			return false;
	}
	for (uint32_t file = 0; file < m->free_files.high; file++) {
		enum model_kind kind = m->files[file].kind;
		if (kind != MODEL_PIPE_READER && kind != MODEL_PIPE_WRITER)
			continue;
		if (m->files[file].pipe >= m->free_pipes.high)
			return false;
		const struct pipe *pipe = &m->pipes[m->files[file].pipe];
		if ((kind == MODEL_PIPE_READER ? pipe->reader : pipe->writer) != file)
			return false;
	}
	return true;
}

static bool pipe_pages_hold_data(const struct model *m)
{
	for (uint32_t i = 0; i < m->free_pipes.high; i++) {
		const struct pipe *pipe = &m->pipes[i];
		if (pipe->pages > PIPE_PAGES || pipe->first >= PIPE_PAGES)
			return false;
		for (uint32_t page = 0; page < pipe->pages; page++) {
			const struct page *at = &pipe->ring[(pipe->first + page) % PIPE_PAGES];
			if (at->bytes == 0 || at->offset + at->bytes > PAGE_BYTES)
				return false;
		}
	}
	return true;
}

static bool socket_is_paired(const struct model *m, uint32_t file)
{
	const struct socket *socket = &m->files[file].socket;
	if (socket->peer == NONE)
		return socket->shut == SHUT_BOTH;
	if (!is_file(m, socket->peer) || m->files[socket->peer].kind != MODEL_SOCKET)
		return false;
	const struct socket *peer = &m->files[socket->peer].socket;
	return peer->peer == file && !socket->reset &&
	       !(socket->shut & SHUT_SEND) == !(peer->shut & SHUT_RECEIVE);
}

static bool sockets_are_paired(const struct model *m)
{
	for (uint32_t file = 0; file < m->free_files.high; file++) {
		if (m->files[file].kind == MODEL_SOCKET && !socket_is_paired(m, file))
			return false;
	}
	return true;
}

static bool socket_sums_agree(const struct model *m, uint32_t file)
{
	const struct socket *socket = &m->files[file].socket;
	if (socket->messages > SOCKET_MESSAGES || socket->first >= SOCKET_MESSAGES)
		return false;
	uint32_t bytes = 0, charge = 0;
	for (uint32_t i = 0; i < socket->messages; i++) {
		uint32_t message = m->messages[file][(socket->first + i) % SOCKET_MESSAGES];
		if (i == 0 && socket->taken >= message)
			return false;
		bytes += message;
		charge += model_socket_charge(message);
	}
	if (socket->messages == 0 && socket->taken != 0)
		return false;
	uint32_t charged = socket->peer == NONE ? charge : m->files[socket->peer].socket.charge;
	return socket->bytes == bytes - socket->taken && charge == charged;
}

static bool socket_queues_add_up(const struct model *m)
{
	for (uint32_t file = 0; file < m->free_files.high; file++) {
		if (m->files[file].kind == MODEL_SOCKET && !socket_sums_agree(m, file))
			return false;
	}
	return true;
}

static bool counters_are_in_range(const struct model *m)
{
	for (uint32_t file = 0; file < m->free_files.high; file++) {
		const struct file *f = &m->files[file];
		if (f->kind == MODEL_EVENTFD && f->eventfd.count == UINT64_MAX)
			return false;
		if (f->kind == MODEL_FILE && f->offset > MODEL_FILE_BYTES_MAX)
			return false;
	}
	return true;
}

/* In this order: each may rely on those before it. */
#define INVARIANTS(X)             \
	X(bitmap_agrees)          \
	X(full_words_agree)       \
	X(numbers_are_counted)    \
	X(files_are_free_or_open) \
	X(items_are_free_or_live) \
	X(pipes_are_free_or_open) \
	X(items_are_sound)        \
	X(interests_are_complete) \
	X(items_are_found)        \
	X(waiters_agree)          \
	X(interest_lists_agree)   \
	X(ready_lists_agree)      \
	X(chains_are_short)       \
	X(pipe_ends_agree)        \
	X(pipe_pages_hold_data)   \
	X(sockets_are_paired)     \
	X(socket_queues_add_up)   \
	X(counters_are_in_range)

const char *model_check(const struct model *m)
{
#define X(name)       \
	if (!name(m)) \
		return #name;
	INVARIANTS(X)
#undef X
	return NULL;
}
