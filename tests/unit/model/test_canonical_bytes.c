/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * canonical.c: which bytes stand for a state. They are the same on every machine, because machines
 * that share the work of an exploration choose their states by them.
 */
#include "scenes.h"

#define writes(what, folds, ...)                                            \
	writes_bytes((what), (folds), (const unsigned char[]){__VA_ARGS__}, \
		(int)sizeof((const unsigned char[]){__VA_ARGS__}))

static void writes_bytes(scene *what, unsigned folds, const unsigned char *expected, int size)
{
	unsigned char bytes[MODEL_CANONICAL_SIZE];
	is(size, after(what, folds, bytes));
	assert_memory_equal(bytes, expected, (size_t)size);
}

static void a_count_of_300(void)
{
	eventfd(300);
}

static void the_largest_count(void)
{
	ok(put(eventfd(0), UINT64_MAX - 1));
}

static void a_semaphore_and_its_dup_behind_a_closed_number(void)
{
	int gone = eventfd(0);
	duplicate(semaphore(1));
	ok(shut_number(gone));
}

static void an_armed_timer(void)
{
	ok(arm(timerfd()));
}

static void a_file_of_200_bytes(void)
{
	is(200, put(regular_file(), 200));
}

/* Place, kind, own state, waiters; numbers of seven bits a byte, the lowest first. */
static void descriptions(void **state)
{
	(void)state;
	writes(a_count_of_300, 0, 0, MODEL_EVENTFD, 0xac, 2, false, 0);
	writes(the_largest_count, 0, 0, MODEL_EVENTFD, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 1, false, 0);
	writes(a_semaphore_and_its_dup_behind_a_closed_number, 0, 0xff, 1, 1, MODEL_EVENTFD, 1,
		true, 0, 1);
	writes(a_semaphore_and_its_dup_behind_a_closed_number, MODEL_FOLD_NUMBERS, 0, MODEL_EVENTFD,
		1, true, 0, 0);
	writes(an_armed_timer, 0, 0, MODEL_TIMERFD, true, 0);
	writes(a_file_of_200_bytes, 0, 0, MODEL_FILE, 0xc8, 1, 0);
}

static void a_pipe_of_two_pages_behind_a_used_one(void)
{
	struct two p = pipe_pair();
	is(4096, put(p.w, 4096));
	is(4096, get(p.r, 4096));
	is(5000, put(p.w, 5000));
	is(100, get(p.r, 100));
}

static void a_pipe_around_the_end_of_the_ring(void)
{
	struct two p = pipe_pair();
	is(61440, put(p.w, 61440));
	is(61440, get(p.r, 61440));
	is(5000, put(p.w, 5000));
}

static void a_writer_that_is_left(void)
{
	struct two p = pipe_pair();
	is(2, put(p.w, 2));
	ok(shut_number(p.r));
}

static void a_reader_that_is_left(void)
{
	struct two p = pipe_pair();
	is(2, put(p.w, 2));
	ok(shut_number(p.w));
}

/* All sixteen, of which the ring's first one is in the middle. */
static void a_full_pipe(void)
{
	struct two p = pipe_pair();
	for (int i = 0; i < 8; i++) {
		is(4096, put(p.w, 4096));
		is(4096, get(p.r, 4096));
	}
	is(65536, put(p.w, 65536));
}

static void pipes(void **state)
{
	(void)state;
	writes(a_pipe_of_two_pages_behind_a_used_one, 0, 0, MODEL_PIPE_READER, 1, 2, 100, 0x9c, 31,
		0, 0x88, 7, 0, 1, MODEL_PIPE_WRITER, 0, 0);
	writes(a_pipe_around_the_end_of_the_ring, 0, 0, MODEL_PIPE_READER, 1, 2, 0, 0x80, 32, 0,
		0x88, 7, 0, 1, MODEL_PIPE_WRITER, 0, 0);
	writes(a_writer_that_is_left, 0, 0xff, 1, 1, MODEL_PIPE_WRITER, 0xff, 1, 1, 0, 2, 0);
	writes(a_reader_that_is_left, 0, 0, MODEL_PIPE_READER, 0xff, 1, 1, 0, 2, 0, 0xff, 1);
	writes(a_full_pipe, 0, 0, MODEL_PIPE_READER, 1, 16, 0, 0x80, 32, 0, 0x80, 32, 0, 0x80, 32,
		0, 0x80, 32, 0, 0x80, 32, 0, 0x80, 32, 0, 0x80, 32, 0, 0x80, 32, 0, 0x80, 32, 0,
		0x80, 32, 0, 0x80, 32, 0, 0x80, 32, 0, 0x80, 32, 0, 0x80, 32, 0, 0x80, 32, 0, 0x80,
		32, 0, 1, MODEL_PIPE_WRITER, 0, 0);
}

static void sockets_of_two_messages(void)
{
	struct pair s = socket_pair();
	is(3, put(s.a, 3));
	is(200, put(s.a, 200));
	is(1, get(s.b, 1));
	ok(shut(s.a, MODEL_SHUT_WR));
}

static void a_socket_that_was_reset(void)
{
	struct pair s = socket_pair();
	is(1, put(s.b, 1));
	is(9, put(s.a, 9));
	ok(shut_number(s.b));
}

/* The ring of messages goes round. */
static void sockets_whose_ring_begins_near_its_end(void)
{
	struct pair s = socket_pair();
	for (int i = 0; i < 277; i++) {
		is(1, put(s.a, 1));
		is(1, get(s.b, 1));
	}
	for (uint64_t i = 5; i < 8; i++)
		is((int64_t)i, put(s.a, i));
}

static void sockets(void **state)
{
	(void)state;
	writes(sockets_of_two_messages, 0, 0, MODEL_SOCKET, 1, 0, 2, false, 0, 0, 1, MODEL_SOCKET,
		0, 1, 1, false, 2, 3, 0xc8, 1, 0);
	writes(a_socket_that_was_reset, 0, 0, MODEL_SOCKET, 0xff, 1, 0, 3, true, 1, 1, 0, 0xff, 1);
	writes(sockets_whose_ring_begins_near_its_end, 0, 0, MODEL_SOCKET, 1, 0, 0, false, 0, 0, 1,
		MODEL_SOCKET, 0, 0, 0, false, 3, 5, 6, 7, 0);
}

/* In two instances, with tokens that are compared as tokens or only with each other. */
static void watched_twice(void)
{
	int ep = epoll();
	int e = eventfd(1);
	int other = epoll();
	int f = eventfd(2);
	ok(add(ep, e, IN, 7));
	ok(add(ep, f, IN, 300));
	ok(add(other, e, OUT | ET, 300));
	ok(add(other, ep, IN | ONESHOT, 7));
}

static void three_in_one_ready_list(void)
{
	int ep = epoll();
	for (int i = 0; i < 3; i++)
		ok(add(ep, eventfd(1), IN, 5));
	ok(del(ep, 2));
}

/* Instance, number, interest, token, place in the ready list; the newest is woken first. */
static void items(void **state)
{
	(void)state;
	writes(watched_twice, 0, 0, MODEL_EPOLL, 1, 2, 0, 0x99, 0x80, 0x80, 0x80, 4, 7, 2, 1,
		MODEL_EVENTFD, 1, false, 2, 2, 1, 0x9c, 0x80, 0x80, 0x80, 8, 0xac, 2, 1, 0, 1, 0x19,
		7, 1, 2, MODEL_EPOLL, 0, 3, MODEL_EVENTFD, 2, false, 1, 0, 3, 0x19, 0xac, 2, 2);
	writes(watched_twice, MODEL_FOLD_TOKENS, 0, MODEL_EPOLL, 1, 2, 0, 0x99, 0x80, 0x80, 0x80, 4,
		0, 2, 1, MODEL_EVENTFD, 1, false, 2, 2, 1, 0x9c, 0x80, 0x80, 0x80, 8, 1, 1, 0, 1,
		0x19, 0, 1, 2, MODEL_EPOLL, 0, 3, MODEL_EVENTFD, 2, false, 1, 0, 3, 0x19, 1, 2);
	writes(three_in_one_ready_list, 0, 0, MODEL_EPOLL, 0, 1, MODEL_EVENTFD, 1, false, 1, 0, 1,
		0x19, 5, 1, 2, MODEL_EVENTFD, 1, false, 0, 3, MODEL_EVENTFD, 1, false, 1, 0, 3,
		0x19, 5, 2);
}

/* Another token after one that was met before. */
static void three_items_of_two_tokens(void)
{
	int ep = epoll();
	for (int i = 0; i < 3; i++)
		ok(add(ep, eventfd(0), IN, i < 2 ? 700 : 800));
}

static void tokens_are_numbered_as_they_are_met(void **state)
{
	(void)state;
	writes(three_items_of_two_tokens, MODEL_FOLD_TOKENS, 0, MODEL_EPOLL, 0, 1, MODEL_EVENTFD, 0,
		false, 1, 0, 1, 0x19, 0, 0, 2, MODEL_EVENTFD, 0, false, 1, 0, 2, 0x19, 0, 0, 3,
		MODEL_EVENTFD, 0, false, 1, 0, 3, 0x19, 1, 0);
}

/* Under numbers that are closed, more items than there could be of open ones. */
static uint64_t tokens_in_all;

static void as_many_tokens(void)
{
	int ep[2] = {epoll(), epoll()};
	uint64_t token = 0;
	for (int first = 2; first < 6; first++) {
		int e = eventfd(0);
		for (int number = e; number < 8; number++) {
			is(number, number == e ? e : duplicate(e));
			for (int i = 0; i < 2 && token < tokens_in_all; i++)
				ok(add(ep[i], number, IN, token++));
		}
		for (int number = e + 1; number < 8; number++)
			ok(shut_number(number));
	}
	is((int64_t)tokens_in_all, (int64_t)token);
}

static void as_many_tokens_as_fit(void **state)
{
	(void)state;
	unsigned char bytes[MODEL_CANONICAL_SIZE];
	tokens_in_all = 32;
	assert_true(after(as_many_tokens, MODEL_FOLD_TOKENS, bytes) > 0);
	tokens_in_all = 33;
	assert_true(after(as_many_tokens, 0, bytes) > 0);
	is(-E2BIG, after(as_many_tokens, MODEL_FOLD_TOKENS, bytes));
}

/* By seven instances under all eight numbers, and before that once under one that is closed. */
static void watched_56_times_and_once(void)
{
	int e = eventfd(0);
	for (int number = 1; number < 9; number++)
		is(number, duplicate(e));
	for (int i = 0; i < 7; i++)
		is(9 + i, epoll());
	ok(add(9, 8, IN, 1));
	for (int i = 0; i < 7; i++)
		for (int number = 0; number < 8; number++)
			ok(add(9 + i, number, IN, 1));
	for (int i = 0; i < 7; i++)
		ok(dup_onto(9 + i, i));
	for (int number = 8; number < 16; number++)
		ok(shut_number(number));
}

static void an_item_of_a_closed_number_behind_all_others(void **state)
{
	(void)state;
	unsigned char bytes[MODEL_CANONICAL_SIZE];
	is(-E2BIG, after(watched_56_times_and_once, MODEL_FOLD_NUMBERS, bytes));
}

/* Four items of one description, by instance (0 or 2) and number (1 or 3), in any order. */
static unsigned wake_order;

static void watched_in_an_order(void)
{
	int ep[2], number[2];
	ep[0] = epoll();
	number[0] = eventfd(0);
	ep[1] = epoll();
	number[1] = duplicate(number[0]);
	for (unsigned i = 0; i < 4; i++) {
		unsigned which = wake_order >> 2 * i & 3;
		ok(add(ep[which >> 1], number[which & 1], which + 1, which));
	}
}

/* With the fold: by the places of the instance, then of the number, whatever the order was. */
static void waiters_by_their_places(void **state)
{
	(void)state;
	int orders = 0;
	for (wake_order = 0; wake_order < 256; wake_order++) {
		unsigned seen = 0;
		for (unsigned i = 0; i < 4; i++)
			seen |= 1U << (wake_order >> 2 * i & 3);
		if (seen != 15)
			continue;
		orders++;
		writes(watched_in_an_order, MODEL_FOLD_WAKE_ORDER, 0, MODEL_EPOLL, 0, 1,
			MODEL_EVENTFD, 0, false, 4, 0, 1, 0x19, 0, 0, 0, 3, 0x1a, 1, 0, 2, 1, 0x1b,
			2, 0, 2, 3, 0x1c, 3, 1, 2, MODEL_EPOLL, 0, 1);
	}
	is(24, orders);
}

/* In four pairs of sockets; each costs a byte, and the 128th of a socket one more. */
static uint32_t messages_of_a_byte;

static void as_many_messages(void)
{
	uint32_t written;
	for (int i = 0; i < 4; i++)
		(void)socket_pair();
	for (uint32_t i = 0; i < messages_of_a_byte; i++)
		ok(model_write(m, (int)(i / 277), 1, &written));
}

static void as_many_bytes_as_fit(void **state)
{
	(void)state;
	unsigned char bytes[MODEL_CANONICAL_SIZE];
	messages_of_a_byte = 1900;
	int size = after(as_many_messages, 0, bytes);
	messages_of_a_byte += MODEL_CANONICAL_SIZE - (uint32_t)size;
	is(MODEL_CANONICAL_SIZE, after(as_many_messages, 0, bytes));
	is(0, bytes[MODEL_CANONICAL_SIZE - 1]);
	messages_of_a_byte++;
	is(-E2BIG, after(as_many_messages, 0, bytes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(descriptions),
		world_test(pipes),
		world_test(sockets),
		world_test(items),
		world_test(tokens_are_numbered_as_they_are_met),
		world_test(as_many_tokens_as_fit),
		world_test(an_item_of_a_closed_number_behind_all_others),
		world_test(waiters_by_their_places),
		world_test(as_many_bytes_as_fit),
	};
	return world_run(tests);
}
