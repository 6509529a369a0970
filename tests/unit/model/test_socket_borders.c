/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * socket.c: at the end of the ring of messages, beside the largest message, and where one rule is
 * told from another.
 */
#include "state.h"

#include "world.h"

/* A queue of which this place is the first. */
static struct pair turned(uint32_t first)
{
	struct pair s = socket_pair();
	for (uint32_t i = 0; i < first; i++) {
		is(1, put(s.a, 1));
		is(1, get(s.b, 1));
	}
	is(first, m->files[m->number_of[s.b]].socket.first);
	return s;
}

/* Sizes that are all different, so that one in a wrong place would be read as another. */
static void messages_go_round_the_ring(void **state)
{
	(void)state;
	for (uint32_t first = SOCKET_MESSAGES - 3; first < SOCKET_MESSAGES; first++) {
		struct pair s = turned(first);
		for (uint64_t i = 0; i < 8; i++)
			is((int64_t)(10 + i), put(s.a, 10 + i));
		for (uint32_t i = 0; i < 8; i++)
			is(10 + i, get(s.b, 10 + i));
		errs(EAGAIN, get(s.b, 1));
	}
}

/* As many of the cheapest as fit the room fill the ring, wherever it begins. */
static void a_full_ring_begins_anywhere(void **state)
{
	(void)state;
	static const uint32_t firsts[] = {0, 1, SOCKET_MESSAGES / 2, SOCKET_MESSAGES - 1};
	for (size_t i = 0; i < sizeof(firsts) / sizeof(*firsts); i++) {
		struct pair s = turned(firsts[i]);
		for (uint64_t n = 1; n <= SOCKET_MESSAGES; n++)
			is(n % 190 + 1, put(s.a, n % 190 + 1));
		errs(EAGAIN, put(s.a, 1));
		for (uint32_t n = 1; n <= SOCKET_MESSAGES; n++)
			is(n % 190 + 1, get(s.b, n % 190 + 1));
		errs(EAGAIN, get(s.b, 1));
		is(OUT | WRNORM | WRBAND, model_readiness(m, s.a));
	}
}

/* A write of just below, just, and just above the largest message, and of two. */
static void writes_beside_the_largest_message(void **state)
{
	(void)state;
	static const uint32_t sizes[] = {36543, 36544, 36545, 73087, 73088, 73089};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct pair s = socket_pair();
		is(sizes[i], put(s.a, sizes[i]));
		is((sizes[i] + 36543) / 36544, m->files[m->number_of[s.b]].socket.messages);
		is(sizes[i], model_bytes_waiting(m, s.b));
		is(sizes[i], get(s.b, UINT32_MAX));
		errs(EAGAIN, get(s.b, 1));
	}
}

/* Of a socket that is shut, too, it counts whether there was anything to write. */
static void a_refused_write_of_nothing_is_another_case(void **state)
{
	(void)state;
	struct pair s = socket_pair();
	ok(shut(s.a, MODEL_SHUT_WR));
	errs(EPIPE, put(s.a, 1));
	undecided(socket_write_of_0_shut);
	decided(socket_write_shut);
	errs(EPIPE, put(s.a, 0));
	decided(socket_write_of_0_shut);
	is(1, model_rule_hits(m, MODEL_RULE_socket_write_shut));
}

/* Nobody is woken while the sender has no room: who was not woken has no place before another. */
static void a_read_that_leaves_no_room_wakes_nobody(void **state)
{
	(void)state;
	int ep = epoll();
	int e = eventfd(0);
	struct pair s = socket_pair();
	/* 70 messages at 768 are charged more than a quarter of the room, and 69 less. */
	for (int i = 0; i < 71; i++)
		is(1, put(s.a, 1));
	ok(add(ep, s.a, OUT, 1));
	ok(add(ep, e, IN, 2));
	is(1, get(s.b, 1));
	decided(socket_read_leaves_no_room);
	undecided(socket_read_wakes_the_sender);
	is(0, put(e, 1));
	is(1, get(s.b, 1));
	decided(socket_read_wakes_the_sender);
	gives(ep, 9, {2, IN}, {1, OUT});
}

/* One direction of both that are shut: nothing new, but everybody is woken. */
static void one_of_both_directions_is_shut_again(void **state)
{
	(void)state;
	struct pair s = socket_pair();
	ok(shut(s.a, MODEL_SHUT_RDWR));
	undecided(shutdown_again);
	ok(shut(s.a, MODEL_SHUT_RD));
	is(1, model_rule_hits(m, MODEL_RULE_shutdown_again));
	ok(shut(s.a, MODEL_SHUT_WR));
	is(2, model_rule_hits(m, MODEL_RULE_shutdown_again));
	is(1, model_rule_hits(m, MODEL_RULE_shutdown));
}

/* What a shutdown or a close says concerns everyone: it is the rule of no key that queues. */
static void ends_concern_everyone(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	ok(add(ep, s.a, 0, 1));
	ok(add(ep, s.b, 0, 2));
	ok(shut(s.a, MODEL_SHUT_WR));
	is(2, model_rule_hits(m, MODEL_RULE_wakeup_of_everyone_queues));
	nothing(ep);
	ok(shut_number(s.b));
	is(3, model_rule_hits(m, MODEL_RULE_wakeup_of_everyone_queues));
	undecided(wakeup_queues);
}

/* Each message that dies with its receiver gives room back, the last one too. */
static void every_unread_message_gives_room_back(void **state)
{
	(void)state;
	for (uint64_t messages = 1; messages < 4; messages++) {
		model_reset(m);
		struct pair s = socket_pair();
		for (uint64_t i = 0; i < messages; i++)
			is(1, put(s.a, 1));
		ok(shut_number(s.b));
		is(messages, model_rule_hits(m, MODEL_RULE_socket_read_wakes_the_sender));
		is(0, m->files[m->number_of[s.a]].socket.charge);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(messages_go_round_the_ring),
		world_test(a_full_ring_begins_anywhere),
		world_test(writes_beside_the_largest_message),
		world_test(a_refused_write_of_nothing_is_another_case),
		world_test(a_read_that_leaves_no_room_wakes_nobody),
		world_test(one_of_both_directions_is_shut_again),
		world_test(ends_concern_everyone),
		world_test(every_unread_message_gives_room_back),
	};
	return world_run(tests);
}
