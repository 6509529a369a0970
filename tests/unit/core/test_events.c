/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of src/events.c. */
#include "support.h"

#include <string.h>

enum { CAPACITY = 4 };

static struct epoll_event event_of(uint32_t events, uint64_t token)
{
	struct epoll_event event;

	memset(&event, 0, sizeof(event));
	event.events = events;
	event.data.u64 = token;
	return event;
}

/* Four events: IN, OUT, IN|HUP and OUT|HUP, with tokens 1 to 4. */
static struct epollctx_events four_events(struct epoll_event slots[CAPACITY])
{
	struct epollctx_events events = {slots, CAPACITY, CAPACITY};

	slots[0] = event_of(EPOLLIN, 1);
	slots[1] = event_of(EPOLLOUT, 2);
	slots[2] = event_of(EPOLLIN | EPOLLHUP, 3);
	slots[3] = event_of(EPOLLOUT | EPOLLHUP, 4);
	return events;
}

static void init_makes_an_empty_buffer(void **state)
{
	struct epoll_event slots[CAPACITY];
	struct epollctx_events events = {NULL, -1, 99};

	(void)state;
	slots[0] = event_of(7, 7);
	assert_ok(epollctx_events_init(&events, slots, CAPACITY));
	assert_ptr_equal(events.slots, slots);
	assert_int_equal(events.capacity, CAPACITY);
	assert_int_equal(events.count, 0);
	assert_int_equal(slots[0].events, 7);
}

static void init_takes_the_whole_range_of_capacities(void **state)
{
	struct epoll_event slot;
	struct epollctx_events events;

	(void)state;
	assert_int_equal(EPOLLCTX_EVENTS_CAPACITY, 16);
	assert_ok(epollctx_events_init(&events, &slot, 1));
	assert_ok(epollctx_events_init(&events, &slot, EPOLLCTX_EVENTS_CAPACITY_MAX));
	assert_int_equal(events.capacity, EPOLLCTX_EVENTS_CAPACITY_MAX);
	assert_int_equal(EPOLLCTX_EVENTS_CAPACITY_MAX, INT_MAX / (int)sizeof(struct epoll_event));
	assert_int_equal(EPOLLCTX_EVENTS_CAPACITY, 16);
}

static void init_refuses_and_leaves_the_buffer(void **state)
{
	static const int capacities[] = {0, -1, INT_MIN, EPOLLCTX_EVENTS_CAPACITY_MAX + 1, INT_MAX};
	struct epoll_event slots[CAPACITY];
	struct epollctx_events events = four_events(slots);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(capacities); i++)
		assert_int_equal(epollctx_events_init(&events, slots, capacities[i]), -EINVAL);
	assert_int_equal(epollctx_events_init(&events, NULL, 1), -EINVAL);
	assert_int_equal(epollctx_events_init(NULL, slots, 1), -EINVAL);
	assert_ptr_equal(events.slots, slots);
	assert_int_equal(events.capacity, CAPACITY);
	assert_int_equal(events.count, CAPACITY);
}

static void copy_takes_count_and_events_but_not_slots(void **state)
{
	struct epoll_event slots[CAPACITY];
	struct epoll_event other_slots[CAPACITY + 1];
	struct epollctx_events from = four_events(slots);
	struct epollctx_events to = {other_slots, CAPACITY + 1, 0};
	int i;

	(void)state;
	other_slots[CAPACITY] = event_of(99, 99);
	assert_ok(epollctx_events_copy(&to, &from));
	assert_ptr_equal(to.slots, other_slots);
	assert_int_equal(to.capacity, CAPACITY + 1);
	assert_int_equal(to.count, CAPACITY);
	for (i = 0; i < CAPACITY; i++) {
		assert_int_equal(other_slots[i].events, slots[i].events);
		assert_true(other_slots[i].data.u64 == slots[i].data.u64);
	}
	assert_int_equal(other_slots[CAPACITY].events, 99);
	from.count = 0;
	assert_ok(epollctx_events_copy(&to, &from));
	assert_int_equal(to.count, 0);
}

/* More than a small index could count, whole ones, and none of what is behind them. */
static void copy_takes_thousands_and_no_more(void **state)
{
	enum { COPIED = 70000, ROOM = COPIED + 2 };
	static struct epoll_event slots[ROOM];
	static struct epoll_event other_slots[ROOM];
	struct epollctx_events from = {slots, ROOM, COPIED};
	struct epollctx_events to = {other_slots, ROOM, 1};
	uint32_t i;

	(void)state;
	for (i = 0; i < ROOM; i++) {
		slots[i] = event_of(~i, ~(uint64_t)i << 7);
		other_slots[i] = event_of(i, i);
	}
	assert_ok(epollctx_events_copy(&to, &from));
	assert_int_equal(to.count, COPIED);
	for (i = 0; i < ROOM; i++) {
		assert_int_equal(other_slots[i].events, i < COPIED ? ~i : i);
		assert_true(other_slots[i].data.u64 == (i < COPIED ? ~(uint64_t)i << 7 : i));
	}
}

static void copy_onto_itself_changes_nothing(void **state)
{
	struct epoll_event slots[CAPACITY];
	struct epollctx_events events = four_events(slots);

	(void)state;
	assert_ok(epollctx_events_copy(&events, &events));
	assert_int_equal(events.count, CAPACITY);
	assert_true(slots[3].data.u64 == 4);
}

static void copy_that_does_not_fit_is_refused(void **state)
{
	struct epoll_event slots[CAPACITY];
	struct epoll_event other_slots[CAPACITY];
	struct epollctx_events from = four_events(slots);
	struct epollctx_events to = {other_slots, CAPACITY - 1, 2};

	(void)state;
	other_slots[0] = event_of(99, 99);
	assert_int_equal(epollctx_events_copy(&to, &from), -ENOSPC);
	assert_int_equal(to.count, 2);
	assert_int_equal(other_slots[0].events, 99);
	from.count = CAPACITY - 1;
	assert_ok(epollctx_events_copy(&to, &from));
	assert_int_equal(to.count, CAPACITY - 1);
}

static void copy_refuses_malformed_buffers(void **state)
{
	struct epoll_event slots[CAPACITY];
	struct epoll_event other_slots[CAPACITY];
	struct epollctx_events good = four_events(slots);
	struct epollctx_events to = {other_slots, CAPACITY, 2};
	const struct epollctx_events malformed[] = {
		{NULL, CAPACITY, 0},
		{slots, 0, 0},
		{slots, -1, 0},
		{slots, EPOLLCTX_EVENTS_CAPACITY_MAX + 1, 0},
		{slots, CAPACITY, -1},
		{slots, CAPACITY, CAPACITY + 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(malformed); i++)
		assert_int_equal(epollctx_events_copy(&to, &malformed[i]), -EINVAL);
	for (i = 0; i < 4; i++) {
		struct epollctx_events bad = malformed[i];

		assert_int_equal(epollctx_events_copy(&bad, &good), -EINVAL);
	}
	assert_int_equal(epollctx_events_copy(NULL, &good), -EINVAL);
	assert_int_equal(epollctx_events_copy(&to, NULL), -EINVAL);
	assert_int_equal(to.count, 2);
}

/* The tokens that are met, as decimal digits. */
static unsigned tokens_of(struct epollctx_iter iter)
{
	const struct epoll_event *event;
	unsigned tokens = 0;

	while ((event = epollctx_iter_next(&iter)) != NULL)
		tokens = tokens * 10 + (unsigned)epollctx_event_token(event);
	assert_null(epollctx_iter_next(&iter));
	return tokens;
}

static void walks_meet_what_they_name_in_order(void **state)
{
	struct epoll_event slots[CAPACITY];
	struct epollctx_events events = four_events(slots);
	struct epollctx_iter iter = epollctx_iter(&events);

	(void)state;
	assert_ptr_equal(epollctx_iter_next(&iter), &slots[0]);
	assert_int_equal(tokens_of(epollctx_iter(&events)), 1234);
	assert_int_equal(tokens_of(epollctx_iter_readable(&events)), 13);
	assert_int_equal(tokens_of(epollctx_iter_writable(&events)), 24);
	assert_int_equal(tokens_of(epollctx_iter_hungup(&events)), 34);
	events.count = 3;
	assert_int_equal(tokens_of(epollctx_iter(&events)), 123);
	assert_int_equal(tokens_of(epollctx_iter_hungup(&events)), 3);
	slots[0].events = 0;
	assert_int_equal(tokens_of(epollctx_iter(&events)), 123);
}

/* The bits that are wanted are the caller's to widen. */
static void a_walk_meets_events_with_any_of_its_bits(void **state)
{
	struct epoll_event slots[CAPACITY];
	struct epollctx_events events = four_events(slots);
	struct epollctx_iter iter = epollctx_iter_hungup(&events);

	(void)state;
	iter.wanted |= EPOLLOUT;
	assert_int_equal(tokens_of(iter), 234);
	iter.wanted = EPOLLPRI | EPOLLIN;
	assert_int_equal(tokens_of(iter), 13);
}

static const struct {
	struct epollctx_iter (*walk)(const struct epollctx_events *events);
	uint32_t bit;
} walks[] = {
	{epollctx_iter_readable, EPOLLIN},
	{epollctx_iter_writable, EPOLLOUT},
	{epollctx_iter_hungup, EPOLLHUP},
};

static void each_walk_looks_at_its_bit_alone(void **state)
{
	struct epoll_event slots[2];
	struct epollctx_events events = {slots, 2, 2};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(walks); i++) {
		slots[0] = event_of(~walks[i].bit, 1);
		slots[1] = event_of(walks[i].bit, 2);
		assert_int_equal(tokens_of(walks[i].walk(&events)), 2);
	}
}

static void malformed_buffers_have_no_events(void **state)
{
	struct epoll_event slots[CAPACITY];
	struct epollctx_events events = four_events(slots);
	const struct epollctx_events malformed[] = {
		{NULL, CAPACITY, CAPACITY},
		{slots, 0, 1},
		{slots, -1, 1},
		{slots, EPOLLCTX_EVENTS_CAPACITY_MAX + 1, 1},
		{slots, CAPACITY, -1},
		{slots, CAPACITY, CAPACITY + 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(malformed); i++) {
		assert_int_equal(tokens_of(epollctx_iter(&malformed[i])), 0);
		assert_int_equal(tokens_of(epollctx_iter_readable(&malformed[i])), 0);
		assert_int_equal(tokens_of(epollctx_iter_writable(&malformed[i])), 0);
		assert_int_equal(tokens_of(epollctx_iter_hungup(&malformed[i])), 0);
	}
	events.count = 0;
	assert_int_equal(tokens_of(epollctx_iter(&events)), 0);
	assert_int_equal(tokens_of(epollctx_iter(NULL)), 0);
	assert_int_equal(tokens_of(epollctx_iter_readable(NULL)), 0);
	assert_int_equal(tokens_of(epollctx_iter_writable(NULL)), 0);
	assert_int_equal(tokens_of(epollctx_iter_hungup(NULL)), 0);
	assert_null(epollctx_iter_next(NULL));
}

static const struct {
	bool (*says)(const struct epoll_event *event);
	uint32_t bit;
} accessors[] = {
	{epollctx_event_readable, EPOLLIN},
	{epollctx_event_writable, EPOLLOUT},
	{epollctx_event_hungup, EPOLLHUP},
	{epollctx_event_has_error, EPOLLERR},
	{epollctx_event_read_hungup, EPOLLRDHUP},
	{epollctx_event_priority, EPOLLPRI},
};

static void each_accessor_looks_at_its_bit_alone(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(accessors); i++) {
		struct epoll_event with = event_of(accessors[i].bit, 1);
		struct epoll_event without = event_of(~accessors[i].bit, 1);

		assert_true(accessors[i].says(&with));
		assert_false(accessors[i].says(&without));
		assert_false(accessors[i].says(NULL));
	}
}

static void token_and_raw_events_are_whole(void **state)
{
	struct epoll_event event = event_of(UINT32_MAX, UINT64_MAX - 1);

	(void)state;
	assert_true(epollctx_event_token(&event) == UINT64_MAX - 1);
	assert_true(epollctx_event_raw_events(&event) == UINT32_MAX);
	assert_true(epollctx_event_token(NULL) == 0);
	assert_true(epollctx_event_raw_events(NULL) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(init_makes_an_empty_buffer),
		cmocka_unit_test(init_takes_the_whole_range_of_capacities),
		cmocka_unit_test(init_refuses_and_leaves_the_buffer),
		cmocka_unit_test(copy_takes_count_and_events_but_not_slots),
		cmocka_unit_test(copy_takes_thousands_and_no_more),
		cmocka_unit_test(copy_onto_itself_changes_nothing),
		cmocka_unit_test(copy_that_does_not_fit_is_refused),
		cmocka_unit_test(copy_refuses_malformed_buffers),
		cmocka_unit_test(walks_meet_what_they_name_in_order),
		cmocka_unit_test(a_walk_meets_events_with_any_of_its_bits),
		cmocka_unit_test(each_walk_looks_at_its_bit_alone),
		cmocka_unit_test(malformed_buffers_have_no_events),
		cmocka_unit_test(each_accessor_looks_at_its_bit_alone),
		cmocka_unit_test(token_and_raw_events_are_whole),
	};

	return cmocka_run_group_tests_name("core/events", tests, NULL, NULL);
}
