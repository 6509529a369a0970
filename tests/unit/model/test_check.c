/* SPDX-License-Identifier: BSD-3-Clause */
/* check.c: each invariant is seen to fail on a planted corruption. */
#include "state.h"

#include "world.h"

struct scene {
	int ep, outer, a, b, r, w, s, t, f;
};

/* Something of everything: items, queued ones, a closed number, data, a fired one-shot. */
static struct scene populate(void)
{
	struct scene at;
	at.ep = epoll();
	at.outer = epoll();
	at.a = eventfd(1);
	at.b = eventfd(0);
	struct two p = pipe_pair();
	struct pair s = socket_pair();
	at.r = p.r;
	at.w = p.w;
	at.s = s.a;
	at.t = s.b;
	at.f = regular_file();
	ok(add(at.ep, at.a, IN, 1));
	ok(add(at.ep, at.b, IN | EXCLUSIVE, 2));
	ok(add(at.ep, duplicate(at.b), IN, 3));
	ok(add(at.ep, at.r, IN, 4));
	ok(add(at.outer, at.ep, IN, 5));
	ok(add(at.outer, at.w, OUT | ONESHOT, 6));
	gives(at.outer, 9, {5, IN}, {6, OUT});
	is(5000, put(at.w, 5000));
	is(100, put(at.s, 100));
	is(200, put(at.s, 200));
	is(7, get(at.t, 7));
	int gone = eventfd(0);
	ok(add(at.ep, gone, IN, 7));
	ok(shut_number(gone));
	struct two q = pipe_pair();
	(void)pipe_pair();
	ok(shut_number(q.r));
	ok(shut_number(q.w));
	return at;
}

static struct file *file_of(int number)
{
	return &m->files[m->number_of[number]];
}

static struct item *item_of(int ep, int number)
{
	uint32_t index =
		model_item_find(m, m->number_of[ep], m->number_of[number], (uint32_t)number);
	assert_true(index != NONE);
	return &m->items[index];
}

/* The assignment breaks the invariant of this name, and its undoing mends it. */
#define breaks(name, place, value)                       \
	do {                                             \
		assert_null(model_check(m));             \
		unsigned char before[sizeof(place)];     \
		memcpy(before, &(place), sizeof(place)); \
		(place) = (value);                       \
		const char *broken = model_check(m);     \
		assert_non_null(broken);                 \
		assert_string_equal(broken, name);       \
		memcpy(&(place), before, sizeof(place)); \
		assert_null(model_check(m));             \
	} while (0)

static void numbers(void **state)
{
	(void)state;
	struct scene at = populate();
	breaks("bitmap_agrees", m->numbers.taken[0], UINT64_MAX);
	breaks("bitmap_agrees", m->numbers.taken[WORLD_NUMBERS / 64], 0);
	breaks("bitmap_agrees", m->number_of[at.a], NONE);
	breaks("full_words_agree", m->numbers.full_words, m->numbers.full_words | 1);
	breaks("full_words_agree", m->numbers.full_words, 0);
	breaks("numbers_are_counted", file_of(at.a)->numbers, 2);
	breaks("numbers_are_counted", file_of(at.a)->numbers, 0);
	breaks("numbers_are_counted", m->number_of[at.a], m->number_of[at.b]);
	breaks("numbers_are_counted", m->number_of[at.a], m->free_files.high);
	breaks("numbers_are_counted", m->highest, at.a);
	breaks("numbers_are_counted", m->bindings[at.a], 0);
}

static void pools(void **state)
{
	(void)state;
	(void)populate();
	breaks("files_are_free_or_open", m->free_files.free, NONE);
	breaks("files_are_free_or_open", m->free_files.free, m->free_files.high);
	breaks("files_are_free_or_open", m->free_files.next[m->free_files.free],
		m->free_files.free);
	breaks("items_are_free_or_live", m->items[m->free_items.free].live, true);
	breaks("items_are_free_or_live", m->free_items.limit, 1);
	breaks("files_are_free_or_open", m->free_files.limit, 1);
	breaks("pipes_are_free_or_open", m->free_pipes.limit, 1);
	breaks("pipes_are_free_or_open", m->free_pipes.free, NONE);
	breaks("pipes_are_free_or_open", m->free_pipes.free, 0);
	breaks("pipes_are_free_or_open", m->free_pipes.next[m->free_pipes.free],
		m->free_pipes.free);
}

static void items(void **state)
{
	(void)state;
	struct scene at = populate();
	struct item *item = item_of(at.ep, at.a);
	breaks("items_are_sound", item->file, m->free_files.high);
	breaks("items_are_sound", item->file, m->number_of[at.f]);
	breaks("items_are_sound", item->file, item->instance);
	breaks("items_are_sound", item->instance, m->number_of[at.b]);
	breaks("items_are_sound", item->instance, m->free_files.high);
	breaks("items_are_sound", item->number, WORLD_NUMBERS);
	breaks("items_are_sound", item_of(at.outer, at.ep)->events, ERR | HUP | EXCLUSIVE);
	breaks("interests_are_complete", item->events, IN | ERR);
	breaks("interests_are_complete", item->events, ET);
	breaks("interests_are_complete", item->events, ET | ONESHOT);
	breaks("interests_are_complete", item_of(at.ep, at.b)->events, EXCLUSIVE);
	breaks("interests_are_complete", item_of(at.outer, at.w)->queued, true);
	breaks("items_are_found", item->number, item->number + 1);
	breaks("items_are_found", item->chain, (uint32_t)(item - m->items));
	uint32_t bucket = model_item_bucket(m, item->instance, item->file, item->number);
	breaks("items_are_found", m->buckets[bucket], NONE);
	breaks("items_are_found", m->buckets[bucket], m->free_items.high);
	breaks("items_are_found", m->buckets[bucket], m->free_items.free);
}

static void lists(void **state)
{
	(void)state;
	struct scene at = populate();
	struct item *item = item_of(at.ep, at.a);
	struct instance *instance = &file_of(at.ep)->instance;
	breaks("waiters_agree", file_of(at.a)->waiters.head, NONE);
	breaks("waiters_agree", file_of(at.a)->waiters, ((struct list){NONE, NONE}));
	breaks("waiters_agree", item->links[WAITERS_OF_FILE].next, (uint32_t)(item - m->items));
	breaks("waiters_agree", file_of(at.a)->waiters, file_of(at.r)->waiters);
	breaks("waiters_agree", file_of(at.a)->waiters.head, m->free_items.high);
	breaks("interest_lists_agree", instance->items, 1);
	breaks("interest_lists_agree", instance->interest.tail, NONE);
	breaks("interest_lists_agree", item->links[INTEREST_OF_INSTANCE].prev,
		instance->interest.tail);
	breaks("ready_lists_agree", item->queued, false);
	breaks("ready_lists_agree", item_of(at.ep, at.b)->queued, true);
	breaks("ready_lists_agree", instance->ready, ((struct list){NONE, NONE}));
	breaks("ready_lists_agree", instance->ready, file_of(at.outer)->instance.ready);
}

static void exclusive_before_ordinary(void **state)
{
	(void)state;
	struct scene at = populate();
	struct item *head = &m->items[file_of(at.b)->waiters.head];
	struct item *tail = &m->items[file_of(at.b)->waiters.tail];
	assert_false(head->events & EXCLUSIVE);
	assert_true(tail->events & EXCLUSIVE);
	uint32_t events = head->events;
	head->events = tail->events;
	tail->events = events;
	assert_string_equal(model_check(m), "waiters_agree");
}

static void two_items_of_one_key(void **state)
{
	(void)state;
	struct scene at = populate();
	const struct item *one = item_of(at.ep, at.a);
	struct item *other = item_of(at.ep, at.r);
	uint32_t index = (uint32_t)(other - m->items);
	model_item_unhash(m, index);
	other->file = one->file;
	other->number = one->number;
	model_item_hash(m, index);
	assert_string_equal(model_check(m), "items_are_found");
}

static void a_pipe_end_without_a_pipe(void **state)
{
	(void)state;
	struct scene at = populate();
	file_of(at.f)->pipe = m->free_pipes.high;
	breaks("pipe_ends_agree", file_of(at.f)->kind, MODEL_PIPE_READER);
}

static void chains(void **state)
{
	(void)state;
	int e[6];
	for (int i = 0; i < 6; i++)
		e[i] = epoll();
	for (int i = 1; i < 5; i++)
		ok(add(e[i], e[i - 1], IN, 1));
	int a = eventfd(0);
	ok(add(e[0], a, IN, 1));
	/* The eventfd becomes an instance, and the chain a step longer. */
	struct file *file = file_of(a);
	struct file before = *file;
	file->kind = MODEL_EPOLL;
	model_list_clear(&file->instance.interest);
	model_list_clear(&file->instance.ready);
	file->instance.items = 0;
	assert_string_equal(model_check(m), "chains_are_short");
	*file = before;
	assert_null(model_check(m));
}

static void pipes(void **state)
{
	(void)state;
	struct scene at = populate();
	struct pipe *pipe = &m->pipes[file_of(at.r)->pipe];
	breaks("pipe_ends_agree", pipe->reader, m->number_of[at.w]);
	breaks("pipe_ends_agree", pipe->writer, m->number_of[at.a]);
	breaks("pipe_ends_agree", pipe->writer, NONE);
	breaks("pipe_ends_agree", pipe->writer, m->free_files.high);
	breaks("pipe_ends_agree", file_of(at.w)->pipe, m->free_pipes.high - 1);
	breaks("pipe_ends_agree", file_of(at.r)->pipe, m->free_pipes.high);
	breaks("pipe_pages_hold_data", pipe->pages, PIPE_PAGES + 1);
	breaks("pipe_pages_hold_data", pipe->first, PIPE_PAGES);
	breaks("pipe_pages_hold_data", pipe->ring[pipe->first].bytes, 0);
	breaks("pipe_pages_hold_data", pipe->ring[pipe->first].offset, 1);
}

static void sockets(void **state)
{
	(void)state;
	struct scene at = populate();
	struct socket *s = &file_of(at.s)->socket;
	struct socket *t = &file_of(at.t)->socket;
	breaks("sockets_are_paired", s->peer, NONE);
	breaks("sockets_are_paired", s->peer, m->free_files.high);
	breaks("sockets_are_paired", s->peer, m->number_of[at.s]);
	breaks("sockets_are_paired", s->peer, m->number_of[at.a]);
	breaks("sockets_are_paired", s->shut, SHUT_SEND);
	breaks("sockets_are_paired", s->reset, true);
	breaks("socket_queues_add_up", s->charge, s->charge - 1);
	breaks("socket_queues_add_up", t->bytes, 300);
	breaks("socket_queues_add_up", t->taken, 100);
	breaks("socket_queues_add_up", s->taken, 1);
	breaks("socket_queues_add_up", t->messages, 1);
	breaks("socket_queues_add_up", t->messages, SOCKET_MESSAGES + 1);
	breaks("socket_queues_add_up", t->first, SOCKET_MESSAGES);
}

static void counters(void **state)
{
	(void)state;
	struct scene at = populate();
	breaks("counters_are_in_range", file_of(at.a)->eventfd.count, UINT64_MAX);
	breaks("counters_are_in_range", file_of(at.f)->offset, MODEL_FILE_BYTES_MAX + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(numbers),
		world_test(pools),
		world_test(items),
		world_test(lists),
		world_test(exclusive_before_ordinary),
		world_test(two_items_of_one_key),
		world_test(a_pipe_end_without_a_pipe),
		world_test(chains),
		world_test(pipes),
		world_test(sockets),
		world_test(counters),
	};
	return world_run(tests);
}
