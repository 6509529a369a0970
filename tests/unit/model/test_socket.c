/* SPDX-License-Identifier: BSD-3-Clause */
/* socket.c: messages and their charge, shutdown, close, reset. */
#include "world.h"

static void a_message_is_read_in_parts(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	ok(add(ep, s.a, OUT | ET, 1));
	undecided(socket_says_in_with_data);
	is(2, put(s.a, 2));
	undecided(socket_write_of_several_messages);
	gives(ep, 9, {1, OUT});
	is(1, get(s.b, 1));
	nothing(ep);
	is(1, model_bytes_waiting(m, s.b));
	is(1, get(s.b, 1));
	gives(ep, 9, {1, OUT});
	errs(EAGAIN, get(s.b, 1));
	decided(socket_read_part_of_a_message);
	decided(socket_read_wakes_the_sender);
	decided(socket_read_empty);
}

static void a_read_crosses_messages(void **state)
{
	(void)state;
	struct pair s = socket_pair();
	is(10, put(s.a, 10));
	is(20, put(s.a, 20));
	is(30, put(s.a, 30));
	is(25, get(s.b, 25));
	is(35, model_bytes_waiting(m, s.b));
	is(0, model_bytes_waiting(m, s.a));
	is(35, get(s.b, 100));
	is(0, get(s.b, 0));
	decided(socket_read);
	decided(socket_read_of_0);
}

static void a_write_wakes_the_peer_alone(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	ok(add(ep, s.a, IN | OUT | ET, 1));
	ok(add(ep, s.b, PRI | RDBAND | IN | ET, 2));
	gives(ep, 9, {1, OUT});
	is(1, put(s.a, 1));
	gives(ep, 9, {2, IN});
	is(1, put(s.a, 1));
	gives(ep, 9, {2, IN});
	is(0, put(s.a, 0));
	nothing(ep);
	ok(mod(ep, s.b, IN | ET, 2));
	gives(ep, 9, {2, IN});
	is(1, put(s.a, 1));
	gives(ep, 9, {2, IN});
	ok(mod(ep, s.b, RDNORM | ET, 2));
	gives(ep, 9, {2, RDNORM});
	is(1, put(s.a, 1));
	gives(ep, 9, {2, RDNORM});
	/* PRI is in the key, though never true. */
	ok(mod(ep, s.b, PRI, 2));
	is(1, put(s.a, 1));
	nothing(ep);
	decided(wait_drops_what_is_not_ready);
	decided(socket_write);
	decided(socket_write_of_0);
	decided(socket_says_in_with_data);
}

/* What is in no key takes no place in the ready list, as the eventfd behind shows. */
static void wakeups_concern_no_other_interest(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	int e = eventfd(0);
	ok(add(ep, e, IN, 2));
	ok(add(ep, s.b, RDHUP, 1));
	is(1, put(s.a, 1));
	is(0, put(e, 1));
	ok(mod(ep, s.b, IN, 1));
	gives(ep, 9, {2, IN}, {1, IN});
	is(1, get(e, 8));
	ok(add(ep, s.a, RDHUP, 3));
	is(1, get(s.b, 1));
	nothing(ep);
	is(1, put(s.a, 1));
	ok(del(ep, s.b));
	is(1, get(s.b, 1));
	is(0, put(e, 1));
	ok(mod(ep, s.a, OUT, 3));
	gives(ep, 9, {2, IN}, {3, OUT});
}

/* What is in a key takes its place, true or not. */
static void each_bit_of_a_key_takes_a_place(void **state)
{
	(void)state;
	static const uint32_t bits[] = {PRI, RDBAND, WRBAND, WRNORM, OUT};
	for (int i = 0; i < 5; i++) {
		int ep = epoll();
		struct pair s = socket_pair();
		int e = eventfd(0);
		bool is_sent = i < 2;
		ok(add(ep, e, IN, 2));
		if (!is_sent)
			is(1, put(s.a, 1));
		ok(add(ep, is_sent ? s.b : s.a, bits[i] | ET, 1));
		if (!is_sent)
			gives(ep, 9, {1, bits[i]});
		is(1, is_sent ? put(s.a, 1) : get(s.b, 1));
		is(0, put(e, 1));
		ok(mod(ep, is_sent ? s.b : s.a, IN | OUT, 1));
		gives(ep, 9, {1, is_sent ? IN | OUT : OUT}, {2, IN});
	}
}

static uint32_t fill(struct pair s, uint64_t bytes)
{
	uint32_t messages = 0;
	while (put(s.a, bytes) == (int64_t)bytes)
		messages++;
	errs(EAGAIN, put(s.a, bytes));
	return messages;
}

/* A message is taken while the charge is below 212992. */
static void room_is_counted_by_charge(void **state)
{
	(void)state;
	static const struct {
		uint32_t bytes, messages;
	} rows[] = {{1, 278}, {192, 278}, {193, 167}, {704, 167}, {705, 93}, {1728, 93}, {1729, 49},
		{3776, 49}, {3777, 44}, {4095, 44}, {4097, 44}, {7872, 26}, {7873, 24}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pair s = socket_pair();
		is(rows[i].messages, fill(s, rows[i].bytes));
		is(rows[i].messages * rows[i].bytes, get(s.b, UINT32_MAX));
		is(rows[i].messages, fill(s, rows[i].bytes));
	}
	decided(socket_write_no_room);
}

/* 66 messages at 768 and 2 at 1280 are charged just a quarter: 53248. */
static void a_charge_of_a_quarter_is_too_much_for_out(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	for (int i = 0; i < 66; i++)
		is(1, put(s.a, 1));
	is(193, put(s.a, 193));
	is(OUT | WRNORM | WRBAND, model_readiness(m, s.a));
	is(193, put(s.a, 193));
	is(0, model_readiness(m, s.a));
	is(1, put(s.a, 1));
	ok(add(ep, s.a, OUT, 1));
	is(1, get(s.b, 1));
	nothing(ep);
	decided(socket_read_leaves_no_room);
	is(1, get(s.b, 1));
	gives(ep, 9, {1, OUT});
}

/* 274 messages at 768 and 2 at 1280 are charged just 212992. */
static void a_charge_at_the_limit_is_full(void **state)
{
	(void)state;
	struct pair s = socket_pair();
	for (int i = 0; i < 274; i++)
		is(1, put(s.a, 1));
	is(193, put(s.a, 193));
	is(193, put(s.a, 193));
	errs(EAGAIN, put(s.a, 1));
	is(1, get(s.b, 1));
	is(1, put(s.a, 1));
}

/* As many messages of each charge as leave a rest of the smaller ones: 212992 again. */
static void each_charge_adds_up_to_the_limit(void **state)
{
	(void)state;
	static const struct {
		uint32_t bytes, messages, at_1280, at_768;
	} rows[] = {{193, 164, 0, 4}, {705, 91, 2, 1}, {1729, 48, 2, 2}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pair s = socket_pair();
		for (uint32_t j = 0; j < rows[i].messages; j++)
			is(rows[i].bytes, put(s.a, rows[i].bytes));
		for (uint32_t j = 0; j < rows[i].at_1280; j++)
			is(193, put(s.a, 193));
		for (uint32_t j = 0; j < rows[i].at_768; j++)
			is(1, put(s.a, 1));
		errs(EAGAIN, put(s.a, 1));
		is(rows[i].bytes, get(s.b, rows[i].bytes));
		is(1, put(s.a, 1));
	}
}

static void a_large_write_is_split_and_cut(void **state)
{
	(void)state;
	struct pair s = socket_pair();
	is(36545, put(s.a, 36545));
	decided(socket_write_of_several_messages);
	is(36545, get(s.b, 40000));
	/* Six messages of 36544 bytes, charged 37120 each: the sixth begins below the limit. */
	is(6 * 36544, put(s.a, UINT64_MAX));
	errs(EAGAIN, put(s.a, 1));
	decided(socket_write_part);
	is(6 * 36544, get(s.b, UINT32_MAX));
}

static void out_needs_a_charge_within_a_quarter(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	ok(add(ep, s.a, OUT | ET, 1));
	gives(ep, 9, {1, OUT});
	/* 69 * 768 = 52992 */
	for (int i = 0; i < 69; i++)
		is(1, put(s.a, 1));
	is(OUT | WRNORM | WRBAND, model_readiness(m, s.a));
	is(1, put(s.a, 1));
	is(0, model_readiness(m, s.a));
	is(1, put(s.a, 1));
	ok(mod(ep, s.a, OUT | ET, 1));
	nothing(ep);
	decided(socket_says_no_out_above_a_quarter);
	is(1, get(s.b, 1));
	nothing(ep);
	decided(socket_read_leaves_no_room);
	is(1, get(s.b, 1));
	gives(ep, 9, {1, OUT});
}

static void shutdown_wakes_both_each_time(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	ok(add(ep, s.a, OUT | ET, 1));
	ok(add(ep, s.b, RDHUP | ET, 2));
	gives(ep, 9, {1, OUT});
	ok(shut(s.a, MODEL_SHUT_WR));
	gives(ep, 9, {1, OUT}, {2, RDHUP});
	ok(shut(s.a, MODEL_SHUT_WR));
	gives(ep, 9, {1, OUT}, {2, RDHUP});
	decided(shutdown);
	decided(shutdown_again);
	decided(socket_says_out_though_shut);
	decided(socket_says_rdhup_when_reading_is_shut);
}

static void shutdown_of_writing(void **state)
{
	(void)state;
	struct pair s = socket_pair();
	is(3, put(s.a, 3));
	ok(shut(s.a, MODEL_SHUT_WR));
	errs(EPIPE, put(s.a, 1));
	errs(EPIPE, put(s.a, 0));
	is(3, get(s.b, 9));
	is(0, get(s.b, 9));
	is(2, put(s.b, 2));
	is(2, get(s.a, 2));
	errs(EAGAIN, get(s.a, 2));
	is(RDHUP | IN | RDNORM | OUT | WRNORM | WRBAND, model_readiness(m, s.b));
	is(OUT | WRNORM | WRBAND, model_readiness(m, s.a));
	decided(socket_write_shut);
	decided(socket_write_of_0_shut);
	decided(socket_read_shut);
}

static void shutdown_of_reading(void **state)
{
	(void)state;
	struct pair s = socket_pair();
	is(3, put(s.b, 3));
	ok(shut(s.a, MODEL_SHUT_RD));
	is(RDHUP | IN | RDNORM | OUT | WRNORM | WRBAND, model_readiness(m, s.a));
	is(OUT | WRNORM | WRBAND, model_readiness(m, s.b));
	errs(EPIPE, put(s.b, 1));
	is(3, get(s.a, 9));
	is(0, get(s.a, 9));
	is(1, put(s.a, 1));
	is(1, get(s.b, 1));
}

static void shutdown_of_both(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	ok(add(ep, s.a, 0, 1));
	ok(add(ep, s.b, 0, 2));
	ok(shut(s.a, MODEL_SHUT_RD));
	nothing(ep);
	ok(shut(s.b, MODEL_SHUT_RD));
	gives(ep, 9, {2, HUP}, {1, HUP});
	decided(socket_says_hup_when_both_are_shut);
	struct pair t = socket_pair();
	ok(shut(t.a, MODEL_SHUT_RDWR));
	is(HUP, model_readiness(m, t.b) & HUP);
}

static void the_errors_of_shutdown(void **state)
{
	(void)state;
	int a = eventfd(0);
	errs(EBADF, shut(-1, MODEL_SHUT_RD));
	errs(ENOTSOCK, shut(a, MODEL_SHUT_RD));
	errs(ENOTSOCK, shut(epoll(), MODEL_SHUT_RDWR));
	errs(ENOTSOCK, shut(timerfd(), MODEL_SHUT_WR));
	decided(shutdown_not_open);
	decided(shutdown_no_socket);
}

static void closing_hangs_the_peer_up(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	is(5, put(s.b, 5));
	ok(add(ep, s.a, ET, 1));
	ok(shut_number(s.b));
	gives(ep, 9, {1, HUP});
	is(2, get(s.a, 2));
	is(3, get(s.a, 9));
	is(0, get(s.a, 9));
	errs(EPIPE, put(s.a, 1));
	decided(socket_closed);
	decided(socket_message_of_a_closed_sender);
	ok(shut(s.a, MODEL_SHUT_RD));
	gives(ep, 9, {1, HUP});
	decided(shutdown_peer_closed);
}

static void closing_with_unread_data_resets_the_peer(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	ok(add(ep, s.a, IN, 1));
	is(1, put(s.b, 1));
	is(1, put(s.a, 1));
	ok(shut_number(s.b));
	gives(ep, 9, {1, IN | ERR | HUP});
	is(1, get(s.a, 1));
	is(0, get(s.a, 0));
	errs(EPIPE, put(s.a, 1));
	errs(ECONNRESET, get(s.a, 1));
	gives(ep, 9, {1, IN | HUP});
	is(0, get(s.a, 1));
	decided(socket_closed_with_unread_data);
	decided(socket_says_err_while_reset);
	decided(socket_read_reset);
}

static void a_reset_that_is_read_wakes_nobody(void **state)
{
	(void)state;
	int ep = epoll();
	struct pair s = socket_pair();
	is(1, put(s.a, 1));
	ok(add(ep, s.a, IN | ET, 1));
	ok(shut_number(s.b));
	gives(ep, 9, {1, IN | ERR | HUP});
	errs(ECONNRESET, get(s.a, 1));
	nothing(ep);
}

static void what_a_closing_socket_had_not_read_frees_its_senders_room(void **state)
{
	(void)state;
	struct pair s = socket_pair();
	while (put(s.a, 1000) > 0)
		;
	is(0, model_readiness(m, s.a));
	ok(shut_number(s.b));
	is(ERR | HUP | RDHUP | IN | RDNORM | OUT | WRNORM | WRBAND, model_readiness(m, s.a));
}

/* A new socket that takes the place of a closed one has nothing to do with the old pair. */
static void the_place_of_a_closed_socket_is_used_again(void **state)
{
	(void)state;
	struct pair s = socket_pair();
	is(7, put(s.b, 7));
	ok(shut_number(s.b));
	struct pair t = socket_pair();
	is(7, get(s.a, 7));
	is(0, get(s.a, 7));
	is(OUT | WRNORM | WRBAND, model_readiness(m, t.a));
	is(OUT | WRNORM | WRBAND, model_readiness(m, t.b));
	is(4, put(t.a, 4));
	is(4, get(t.b, 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(a_message_is_read_in_parts),
		world_test(a_read_crosses_messages),
		world_test(a_write_wakes_the_peer_alone),
		world_test(wakeups_concern_no_other_interest),
		world_test(each_bit_of_a_key_takes_a_place),
		world_test(room_is_counted_by_charge),
		world_test(a_charge_of_a_quarter_is_too_much_for_out),
		world_test(a_charge_at_the_limit_is_full),
		world_test(each_charge_adds_up_to_the_limit),
		world_test(a_large_write_is_split_and_cut),
		world_test(out_needs_a_charge_within_a_quarter),
		world_test(shutdown_wakes_both_each_time),
		world_test(shutdown_of_writing),
		world_test(shutdown_of_reading),
		world_test(shutdown_of_both),
		world_test(the_errors_of_shutdown),
		world_test(closing_hangs_the_peer_up),
		world_test(closing_with_unread_data_resets_the_peer),
		world_test(a_reset_that_is_read_wakes_nobody),
		world_test(what_a_closing_socket_had_not_read_frees_its_senders_room),
		world_test(the_place_of_a_closed_socket_is_used_again),
	};
	return world_run(tests);
}
