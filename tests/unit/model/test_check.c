/* SPDX-License-Identifier: BSD-3-Clause */
/* check.c: each invariant of numbers, pools, items and lists is seen to fail when it is broken. */
#include "corruption.h"

static void numbers(void **state)
{
	(void)state;
	struct scene at = populate();
	breaks("bitmap_agrees", m->numbers.taken[0], UINT64_MAX);
	breaks("bitmap_agrees", m->numbers.taken[WORLD_NUMBERS / 64], 0);
	breaks("bitmap_agrees", m->number_of[at.a], NONE);
	breaks("full_words_agree", m->numbers.full_words, m->numbers.full_words | 1);
	breaks("full_words_agree", m->numbers.full_words, 0);
	breaks("full_words_agree", m->numbers.full_words, m->numbers.full_words & INT64_MAX);
	breaks("numbers_are_counted", file_of(at.a)->numbers, 2);
	breaks("numbers_are_counted", file_of(at.a)->numbers, 0);
	breaks("numbers_are_counted", m->files[m->free_files.free].numbers, 1);
	breaks("numbers_are_counted", m->files[m->free_files.free].kind, MODEL_TIMERFD);
	breaks("numbers_are_counted", m->number_of[at.a], m->number_of[at.b]);
	breaks("numbers_are_counted", m->number_of[at.a], m->free_files.high);
	breaks("numbers_are_counted", m->highest, at.a);
	breaks("numbers_are_counted", m->bindings[at.a], 0);
}

/* Wherever a limit lies in its word, and whatever the memory behind the tables holds. */
static void numbers_at_the_limits(void **state)
{
	(void)state;
	static const uint32_t limits[] = {1, 2, 63, 64, 65, 128, 4032, MODEL_DESCRIPTORS_MAX};
	for (size_t i = 0; i < 2 * (sizeof(limits) / sizeof(*limits)); i++) {
		struct model_limits limit = {limits[i / 2], 1};
		free(m);
		unsigned char *memory = malloc(model_size(&limit));
		assert_non_null(memory);
		memset(memory, i % 2 ? 0xff : 0, model_size(&limit));
		m = model_create(memory, &limit);
		uint32_t last = limit.descriptors - 1;
		uint64_t *taken = &m->numbers.taken[last / 64];
		breaks("bitmap_agrees", *taken, *taken ^ UINT64_C(1) << last % 64);
		for (uint32_t number = 0; number <= last; number++)
			ok(model_eventfd(m, 0, false, &(int){0}));
		breaks("bitmap_agrees", *taken, *taken ^ UINT64_C(1) << last % 64);
		breaks("numbers_are_counted", m->highest, (int)last - 1);
		breaks("numbers_are_counted", m->bindings[last], 0);
	}
}

/* A free entry more, or one that lies outside of what was ever in use. */
#define breaks_pool(name, pool, in_use)                                 \
	do {                                                            \
		(pool).next[in_use] = (pool).free;                      \
		breaks(name, (pool).free, in_use);                      \
		for (uint32_t far = 0; far < 2; far++) {                \
			uint32_t beyond = (pool).high + far;            \
			(pool).next[beyond] = (pool).next[(pool).free]; \
			breaks(name, (pool).free, beyond);              \
		}                                                       \
		keeps((pool).limit, (pool).high);                       \
		breaks(name, (pool).limit, (pool).high - 1);            \
	} while (0)

static void pools(void **state)
{
	(void)state;
	struct scene at = populate();
	breaks_pool("files_are_free_or_open", m->free_files, m->number_of[at.a]);
	breaks_pool("items_are_free_or_live", m->free_items,
		(uint32_t)(item_of(at.ep, at.a) - m->items));
	breaks_pool("pipes_are_free_or_open", m->free_pipes, file_of(at.r)->pipe);
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
	breaks("items_are_sound", item->file, m->free_files.high + 1);
	breaks("items_are_sound", item->instance, m->free_files.high + 1);
	breaks("items_are_sound", item->instance, m->number_of[at.f]);
	breaks("items_are_sound", item->number, WORLD_NUMBERS);
	breaks("items_are_sound", item->number, WORLD_NUMBERS + 1);
	breaks("items_are_sound", item_of(at.outer, at.ep)->events, ERR | HUP | EXCLUSIVE);
	breaks("interests_are_complete", item->events, IN | ERR);
	breaks("interests_are_complete", item->events, IN | HUP);
	breaks("interests_are_complete", item->events, IN);
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
	/* What is not in use looks like the item. */
	for (uint32_t beyond = m->free_items.high; beyond < m->free_items.high + 2; beyond++) {
		m->items[beyond] = *item;
		breaks("items_are_found", m->buckets[bucket], beyond);
	}
	const struct item *other = item_of(at.ep, at.b);
	uint32_t bucket_of_other =
		model_item_bucket(m, other->instance, other->file, other->number);
	assert_true(bucket != bucket_of_other);
	breaks("items_are_found", m->buckets[bucket_of_other], (uint32_t)(item - m->items));
	breaks("items_are_found", m->buckets[bucket], (uint32_t)(other - m->items));
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
	breaks("interest_lists_agree", instance->items, instance->items - 1);
	breaks("interest_lists_agree", instance->items, instance->items + 1);
	breaks("interest_lists_agree", instance->interest.tail, NONE);
	breaks("interest_lists_agree", item->links[INTEREST_OF_INSTANCE].prev,
		instance->interest.tail);
	breaks("ready_lists_agree", item->queued, false);
	breaks("ready_lists_agree", item_of(at.ep, at.b)->queued, true);
	breaks("ready_lists_agree", instance->ready, ((struct list){NONE, NONE}));
	breaks("ready_lists_agree", instance->ready, file_of(at.outer)->instance.ready);
}

/* Two files that each have an item, in two instances that each have a ready item. */
static void the_list_of_another(void **state)
{
	(void)state;
	int a = eventfd(1), b = eventfd(1);
	int e = epoll(), f = epoll();
	ok(add(e, a, IN, 1));
	ok(add(f, b, IN, 2));
	breaks("waiters_agree", file_of(a)->waiters, file_of(b)->waiters);
	breaks("waiters_agree", file_of(b)->waiters, file_of(a)->waiters);
	struct instance *one = &file_of(e)->instance;
	struct instance *other = &file_of(f)->instance;
	breaks("interest_lists_agree", one->interest, other->interest);
	breaks("interest_lists_agree", other->interest, one->interest);
	breaks("ready_lists_agree", one->ready, other->ready);
	breaks("ready_lists_agree", other->ready, one->ready);
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

/* The eventfd becomes an instance. */
static void become_instance(int number)
{
	struct file *file = file_of(number);
	file->kind = MODEL_EPOLL;
	model_list_clear(&file->instance.interest);
	model_list_clear(&file->instance.ready);
	file->instance.items = 0;
}

/* From the top down, so that the items lie in the order in which depths rise slowest. */
static void chains(void **state)
{
	(void)state;
	int e[5];
	for (int i = 0; i < 5; i++)
		e[i] = epoll();
	int a = eventfd(0), b = eventfd(0);
	for (int i = 4; i > 0; i--)
		ok(add(e[i], e[i - 1], IN, 1));
	ok(add(e[0], a, IN, 1));
	struct file before = *file_of(a);
	become_instance(a);
	assert_string_equal(model_check(m), "chains_are_short");
	*file_of(a) = before;
	assert_null(model_check(m));
	/* What is less deep and comes later in the tables makes nothing less deep. */
	ok(del(e[1], e[0]));
	ok(add(e[1], e[0], IN, 1));
	for (int i = 1; i < 5; i++)
		ok(add(e[i], b, IN, 1));
	become_instance(b);
	assert_null(model_check(m));
	become_instance(a);
	assert_string_equal(model_check(m), "chains_are_short");
}

static void a_ring(void **state)
{
	(void)state;
	int a = epoll(), b = epoll(), e = eventfd(0);
	ok(add(a, e, IN, 1));
	ok(add(b, a, IN, 1));
	retarget(item_of(a, e), b);
	assert_string_equal(model_check(m), "chains_are_short");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(numbers),
		world_test(numbers_at_the_limits),
		world_test(pools),
		world_test(items),
		world_test(lists),
		world_test(the_list_of_another),
		world_test(exclusive_before_ordinary),
		world_test(two_items_of_one_key),
		world_test(chains),
		world_test(a_ring),
	};
	return world_run(tests);
}
