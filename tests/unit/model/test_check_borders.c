/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * check.c: corruptions that nothing but one comparison tells from what is allowed, and what is
 * allowed just beside them.
 */
#include "corruption.h"

#define holds() assert_null(model_check(m))

static uint32_t index_of(int number)
{
	return m->number_of[number];
}

static void limited(uint32_t descriptors, uint32_t items)
{
	free(m);
	m = world_create(descriptors, items);
	assert_non_null(m);
}

static void every_bit_of_the_bitmap(void **state)
{
	(void)state;
	static const uint32_t limits[] = {1, 63, 64, 65, 128, 129, MODEL_DESCRIPTORS_MAX};
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		limited(limits[i], 1);
		for (uint32_t number = 0; number < limits[i]; number += number % 64 ? 1 : 62) {
			uint64_t *taken = &m->numbers.taken[number / 64];
			breaks("bitmap_agrees", *taken, *taken ^ UINT64_C(1) << number % 64);
		}
		uint64_t *last = &m->numbers.taken[(limits[i] - 1) / 64];
		breaks("bitmap_agrees", *last, *last ^ UINT64_C(1) << (limits[i] - 1) % 64);
		for (uint32_t word = 0; word < 64; word++)
			breaks("full_words_agree", m->numbers.full_words,
				m->numbers.full_words ^ UINT64_C(1) << word);
	}
	for (int i = 0; i < 64; i++)
		ok(epoll() - i);
	breaks("full_words_agree", m->numbers.full_words, 0);
}

/* How often a number was bound is not limited; the array of it lies behind that of the numbers. */
static void any_count_of_bindings_is_sound(void **state)
{
	(void)state;
	(void)eventfd(0);
	assert_ptr_equal(m->bindings, m->number_of + WORLD_NUMBERS);
	m->bindings[0] = UINT32_MAX;
	holds();
}

/* The tables lie one behind the other: the pipes' begins where that of the files ends. */
static void the_check_changes_nothing_behind_the_files(void **state)
{
	(void)state;
	limited(2, 1);
	struct two p = pipe_pair();
	is(65536, put(p.w, 65536));
	struct pipe before = m->pipes[0];
	holds();
	assert_memory_equal(&before, &m->pipes[0], sizeof(before));
}

static void counts_of_numbers(void **state)
{
	(void)state;
	struct scene at = populate();
	uint32_t closed = m->free_files.free;
	breaks("numbers_are_counted", file_of(at.b)->numbers, 1);
	breaks("numbers_are_counted", file_of(at.b)->numbers, 3);
	breaks("numbers_are_counted", m->files[closed].kind, MODEL_EVENTFD);
	breaks("numbers_are_counted", m->files[closed].numbers, 1);
	breaks("numbers_are_counted", m->number_of[at.a], closed);
	breaks("numbers_are_counted", m->number_of[at.a], UINT32_MAX - 1);
	breaks("numbers_are_counted", m->highest, m->highest - 1);
	breaks("numbers_are_counted", m->files[0].numbers, 2);
}

/* A list that leaves its table, and comes back to be as long as it should. */
static void free_lists_stay_in_their_tables(void **state)
{
	(void)state;
	(void)populate();
	struct pool *files = &m->free_files, *items = &m->free_items, *pipes = &m->free_pipes;
	files->next[files->high] = files->next[files->next[files->free]];
	breaks("files_are_free_or_open", files->next[files->free], files->high);
	items->next[items->high] = items->next[items->free];
	breaks("items_are_free_or_live", items->free, items->high);
	pipes->next[pipes->high] = pipes->next[pipes->free];
	breaks("pipes_are_free_or_open", pipes->free, pipes->high);
	breaks("items_are_free_or_live", items->next[items->free], items->free);
	breaks("items_are_free_or_live", items->free, NONE);
}

/* Where no entry is free, a list that runs in a circle is not taken for an empty one. */
static void no_entry_is_free(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	ok(add(ep, p.r, IN, 1));
	m->free_files.next[0] = 0;
	m->free_items.next[0] = 0;
	m->free_pipes.next[0] = 0;
	breaks("files_are_free_or_open", m->free_files.free, 0);
	breaks("items_are_free_or_live", m->free_items.free, 0);
	breaks("pipes_are_free_or_open", m->free_pipes.free, 0);
}

/* What lies behind the highest entry that was ever used may be anything. */
static void what_was_never_used_is_not_looked_at(void **state)
{
	(void)state;
	struct scene at = populate();
	struct file *file = &m->files[m->free_files.high];
	struct item *item = &m->items[m->free_items.high];
	struct pipe *pipe = &m->pipes[m->free_pipes.high];
	*file = (struct file){.kind = MODEL_EVENTFD, .eventfd = {.count = UINT64_MAX}};
	holds();
	*file = (struct file){.kind = MODEL_FILE, .offset = UINT32_MAX};
	holds();
	*file = (struct file){.kind = MODEL_SOCKET, .socket = {.peer = 0}};
	holds();
	*file = (struct file){.kind = MODEL_SOCKET, .socket = {.peer = NONE, .shut = 3}};
	file->socket.messages = SOCKET_MESSAGES + 1;
	holds();
	*file = (struct file){.kind = MODEL_PIPE_READER, .pipe = UINT32_MAX};
	holds();
	*file = (struct file){.kind = MODEL_EPOLL, .waiters = {UINT32_MAX - 1, 0}};
	holds();
	*pipe = (struct pipe){.reader = index_of(at.r), .writer = NONE};
	holds();
	*pipe = (struct pipe){.reader = NONE, .writer = NONE, .pages = PIPE_PAGES + 1};
	holds();
	*item = (struct item){.live = true, .file = UINT32_MAX - 1};
	holds();
	*item = *item_of(at.ep, at.a);
	uint32_t bucket = model_item_bucket(m, item->instance, item->file, item->number);
	breaks("items_are_found", m->buckets[bucket], m->free_items.high);
	item->links[WAITERS_OF_FILE] = (struct link){NONE, NONE};
	breaks("waiters_agree", file_of(at.a)->waiters,
		((struct list){m->free_items.high, m->free_items.high}));
}

/* An item that is free has no place in a list, even if it looks as the one that belongs there. */
static void a_free_item_is_in_no_list(void **state)
{
	(void)state;
	struct scene at = populate();
	uint32_t index = m->free_items.free;
	struct item *item = &m->items[index];
	*item = *item_of(at.ep, at.a);
	item->live = false;
	breaks("waiters_agree", file_of(at.a)->waiters, ((struct list){index, index}));
	uint32_t bucket = model_item_bucket(m, item->instance, item->file, item->number);
	breaks("items_are_found", m->buckets[bucket], index);
	item->queued = true;
	holds();
	keeps(m->files[m->free_files.free].waiters, ((struct list){UINT32_MAX - 1, 0}));
	*item = (struct item){.file = UINT32_MAX - 1};
	holds();
}

static void items_out_of_range(void **state)
{
	(void)state;
	struct scene at = populate();
	struct item *item = item_of(at.ep, at.a);
	breaks("items_are_sound", item->file, UINT32_MAX - 1);
	breaks("items_are_sound", item->instance, UINT32_MAX - 1);
	breaks("items_are_sound", item->file, m->free_files.free);
	breaks("items_are_sound", item->instance, m->free_files.free);
	breaks("items_are_sound", item->instance, index_of(at.f));
	breaks("items_are_sound", item->number, UINT32_MAX);
	breaks("interests_are_complete", item->events, IN | HUP);
	breaks("interests_are_complete", item->events, IN);
	breaks("interests_are_complete", item_of(at.outer, at.w)->events, 0);
}

/* The later of two items of one key is not found, whichever has the higher index. */
static void each_of_two_items_of_one_key(void **state)
{
	(void)state;
	struct scene at = populate();
	struct item *one = item_of(at.ep, at.r);
	const struct item *other = item_of(at.ep, at.a);
	uint32_t index = (uint32_t)(one - m->items);
	assert_true(other < one);
	model_item_unhash(m, index);
	model_item_unhash(m, (uint32_t)(other - m->items));
	one->file = other->file;
	one->number = other->number;
	model_item_hash(m, index);
	model_item_hash(m, (uint32_t)(other - m->items));
	assert_string_equal(model_check(m), "items_are_found");
}

/* What comes behind a free item, or behind one of something else, is looked at as well. */
static void items_behind_others(void **state)
{
	(void)state;
	int ep = epoll(), a = eventfd(1), b = eventfd(1);
	ok(add(ep, a, IN, 1));
	ok(add(ep, b, IN, 2));
	ok(del(ep, a));
	assert_false(m->items[0].live);
	breaks("items_are_sound", m->items[1].number, WORLD_NUMBERS);
	breaks("interests_are_complete", m->items[1].events, IN);
	int e[6];
	for (int i = 0; i < 6; i++)
		e[i] = epoll();
	for (int i = 4; i > 0; i--)
		ok(add(e[i], e[i - 1], IN, 1));
	ok(add(e[5], b, IN, 1));
	holds();
	retarget(item_of(e[5], b), e[4]);
	assert_string_equal(model_check(m), "chains_are_short");
}

/* As many are queued as are listed, but not the same. */
static void another_is_queued(void **state)
{
	(void)state;
	struct scene at = populate();
	assert_true(item_of(at.ep, at.a)->queued);
	assert_false(item_of(at.ep, at.b)->queued);
	item_of(at.ep, at.a)->queued = false;
	item_of(at.ep, at.b)->queued = true;
	assert_string_equal(model_check(m), "ready_lists_agree");
}

static void links_of_waiters(void **state)
{
	(void)state;
	struct scene at = populate();
	struct list *list = &file_of(at.b)->waiters;
	struct item *head = &m->items[list->head];
	struct item *tail = &m->items[list->tail];
	assert_true(head->links[WAITERS_OF_FILE].next == list->tail);
	breaks("waiters_agree", tail->links[WAITERS_OF_FILE].prev, NONE);
	breaks("waiters_agree", tail->links[WAITERS_OF_FILE].prev, list->tail);
	breaks("waiters_agree", tail->links[WAITERS_OF_FILE].prev, 0);
	breaks("waiters_agree", head->links[WAITERS_OF_FILE].prev, 0);
	breaks("waiters_agree", head->links[WAITERS_OF_FILE].next, NONE);
	breaks("waiters_agree", list->tail, NONE);
	breaks("waiters_agree", list->tail, 0);
	breaks("waiters_agree", list->head, list->tail);
	breaks("waiters_agree", file_of(at.r)->waiters, file_of(at.a)->waiters);
	breaks("waiters_agree", file_of(at.f)->waiters, file_of(at.a)->waiters);
}

static void circles(void **state)
{
	(void)state;
	struct scene at = populate();
	struct item *item = item_of(at.ep, at.a);
	uint32_t index = (uint32_t)(item - m->items);
	assert_true(item->queued);
	breaks("waiters_agree", item->links[WAITERS_OF_FILE].next, index);
	breaks("interest_lists_agree", item->links[INTEREST_OF_INSTANCE].next, index);
	breaks("ready_lists_agree", item->links[READY_OF_INSTANCE].next, index);
}

static void an_item_in_the_last_bucket(void **state)
{
	(void)state;
	limited(2, 1);
	int ep = epoll();
	ok(add(ep, eventfd(0), IN, 1));
	holds();
	breaks("items_are_found", m->buckets[0], NONE);
	breaks("items_are_found", m->items[0].chain, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(every_bit_of_the_bitmap),
		world_test(any_count_of_bindings_is_sound),
		world_test(the_check_changes_nothing_behind_the_files),
		world_test(counts_of_numbers),
		world_test(free_lists_stay_in_their_tables),
		world_test(no_entry_is_free),
		world_test(what_was_never_used_is_not_looked_at),
		world_test(a_free_item_is_in_no_list),
		world_test(items_out_of_range),
		world_test(each_of_two_items_of_one_key),
		world_test(items_behind_others),
		world_test(another_is_queued),
		world_test(links_of_waiters),
		world_test(circles),
		world_test(an_item_in_the_last_bucket),
	};
	return world_run(tests);
}
