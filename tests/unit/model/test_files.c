/* SPDX-License-Identifier: BSD-3-Clause */
/* files.c: what all kinds share, what an observer can ask, the last close. */
#include "world.h"

static void closed_numbers_are_ebadf(void **state)
{
	(void)state;
	errs(EBADF, put(-1, 0));
	errs(EBADF, get(0, 0));
	errs(EBADF, put(WORLD_NUMBERS, 1));
	errs(EBADF, get(INT32_MAX, 1));
	errs(EBADF, get(INT32_MIN, 1));
	decided(write_not_open);
	decided(read_not_open);
}

static void an_instance_is_neither_read_nor_written(void **state)
{
	(void)state;
	int ep = epoll();
	errs(EINVAL, put(ep, 0));
	errs(EINVAL, put(ep, 8));
	undecided(timerfd_write);
	errs(EINVAL, get(ep, 0));
	errs(EINVAL, get(ep, 8));
	decided(instance_write);
	decided(instance_read);
}

static void kinds_are_told(void **state)
{
	(void)state;
	struct two p = pipe_pair();
	struct pair s = socket_pair();
	is(MODEL_EPOLL, model_kind(m, epoll()));
	is(MODEL_EVENTFD, model_kind(m, eventfd(0)));
	is(MODEL_TIMERFD, model_kind(m, timerfd()));
	is(MODEL_FILE, model_kind(m, regular_file()));
	is(MODEL_PIPE_READER, model_kind(m, p.r));
	is(MODEL_PIPE_WRITER, model_kind(m, p.w));
	is(MODEL_SOCKET, model_kind(m, s.a));
	is(MODEL_SOCKET, model_kind(m, s.b));
	is(MODEL_CLOSED, model_kind(m, -1));
	is(MODEL_CLOSED, model_kind(m, 8));
	is(0, model_readiness(m, 8));
	is(0, model_bytes_waiting(m, 8));
	is(0, model_bytes_waiting(m, 4));
}

static void readiness_is_what_poll_says(void **state)
{
	(void)state;
	struct two p = pipe_pair();
	struct pair s = socket_pair();
	int a = eventfd(1);
	int t = timerfd();
	is(0, model_readiness(m, p.r));
	is(OUT | WRNORM, model_readiness(m, p.w));
	is(OUT | WRNORM | WRBAND, model_readiness(m, s.a));
	is(IN | OUT, model_readiness(m, a));
	is(0, model_readiness(m, t));
	ok(arm(t));
	is(IN, model_readiness(m, t));
}

static void readiness_of_an_instance_leaves_no_trace(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	ok(add(inner, a, IN, 1));
	ok(add(inner, b, IN, 2));
	ok(add(outer, inner, IN, 9));
	is(1, get(a, 8));
	is(IN | RDNORM, model_readiness(m, inner));
	is(IN | RDNORM, model_readiness(m, outer));
	is(0, put(a, 1));
	/* The place in front was kept, which a look by a wait would have taken. */
	gives(inner, 9, {1, IN}, {2, IN});
	is(1, get(a, 8));
	is(1, get(b, 8));
	is(0, model_readiness(m, inner));
	is(0, model_readiness(m, outer));
}

static void the_last_close_takes_items_out_of_every_instance(void **state)
{
	(void)state;
	int e1 = epoll();
	int e2 = epoll();
	int a = eventfd(1);
	int b = duplicate(a);
	ok(add(e1, a, IN, 1));
	ok(add(e2, a, IN, 2));
	ok(add(e2, b, IN, 3));
	ok(shut_number(a));
	gives(e1, 9, {1, IN});
	gives(e2, 9, {2, IN}, {3, IN});
	ok(shut_number(b));
	nothing(e1);
	nothing(e2);
	is(0, model_items(m, e2, NULL, 0));
	decided(last_close_of_a_watched_file);
	decided(wait_delivers_under_a_number_that_is_gone);
}

static void the_last_close_of_an_inner_instance_wakes_nobody(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	int a = eventfd(1);
	ok(add(inner, a, IN, 1));
	ok(add(outer, inner, IN | ET, 2));
	gives(outer, 9, {2, IN});
	ok(shut_number(inner));
	nothing(outer);
	is(0, model_items(m, outer, NULL, 0));
	ok(add(outer, a, IN, 3));
	gives(outer, 9, {3, IN});
	decided(last_close_of_a_watched_instance);
	decided(last_close_of_an_instance_with_items);
}

static void the_last_close_of_a_member_wakes_no_watcher(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	ok(add(inner, a, IN, 1));
	ok(add(inner, b, IN, 1));
	ok(add(outer, inner, IN | ET, 2));
	gives(outer, 9, {2, IN});
	ok(shut_number(b));
	nothing(outer);
	ok(del(inner, a));
	nothing(outer);
}

/* Every rule about what a file says, and which of them decide at one look at it. */
static const enum model_rule said[] = {
	MODEL_RULE_eventfd_says_in_above_0,
	MODEL_RULE_eventfd_says_no_out_when_full,
	MODEL_RULE_timerfd_says_in_when_expired,
	MODEL_RULE_pipe_reader_says_in_with_data,
	MODEL_RULE_pipe_reader_says_in_beside_hup,
	MODEL_RULE_pipe_reader_says_hup_alone,
	MODEL_RULE_pipe_writer_says_nothing_when_full,
	MODEL_RULE_pipe_writer_says_err_beside_out,
	MODEL_RULE_pipe_writer_says_err_alone,
	MODEL_RULE_socket_says_in_with_data,
	MODEL_RULE_socket_says_rdhup_when_reading_is_shut,
	MODEL_RULE_socket_says_hup_when_both_are_shut,
	MODEL_RULE_socket_says_err_while_reset,
	MODEL_RULE_socket_says_out_though_shut,
	MODEL_RULE_socket_says_no_out_above_a_quarter,
};
enum { SAID = sizeof(said) / sizeof(said[0]) };

static void says_by(int number, const enum model_rule *rules, int count)
{
	uint64_t before[SAID];
	int ep = epoll();
	for (int i = 0; i < SAID; i++)
		before[i] = model_rule_hits(m, said[i]);
	ok(add(ep, number, 0, 1));
	for (int i = 0; i < SAID; i++) {
		uint64_t expected = before[i];
		for (int j = 0; j < count; j++)
			expected += rules[j] == said[i];
		assert_true(model_rule_hits(m, said[i]) == expected);
	}
	ok(shut_number(ep));
}

#define says(number, ...)                                         \
	says_by((number), (const enum model_rule[]){__VA_ARGS__}, \
		(int)(sizeof((const enum model_rule[]){__VA_ARGS__}) / sizeof(enum model_rule)))
#define says_nothing_much(number) says_by((number), NULL, 0)

static void counters_say_by_these_rules(void **state)
{
	(void)state;
	int a = eventfd(0);
	int t = timerfd();
	says_nothing_much(a);
	is(0, put(a, 1));
	says(a, MODEL_RULE_eventfd_says_in_above_0);
	is(0, put(a, UINT64_MAX - 2));
	says(a, MODEL_RULE_eventfd_says_no_out_when_full);
	says_nothing_much(t);
	ok(arm(t));
	says(t, MODEL_RULE_timerfd_says_in_when_expired);
}

static void pipes_say_by_these_rules(void **state)
{
	(void)state;
	struct two p = pipe_pair();
	struct two full = pipe_pair();
	says_nothing_much(p.r);
	says_nothing_much(p.w);
	is(1, put(p.w, 1));
	says(p.r, MODEL_RULE_pipe_reader_says_in_with_data);
	says_nothing_much(p.w);
	ok(shut_number(p.w));
	says(p.r, MODEL_RULE_pipe_reader_says_in_beside_hup);
	is(1, get(p.r, 1));
	says(p.r, MODEL_RULE_pipe_reader_says_hup_alone);
	is(65536, put(full.w, 65536));
	says(full.w, MODEL_RULE_pipe_writer_says_nothing_when_full);
	ok(shut_number(full.r));
	says(full.w, MODEL_RULE_pipe_writer_says_err_alone);
	p = pipe_pair();
	ok(shut_number(p.r));
	says(p.w, MODEL_RULE_pipe_writer_says_err_beside_out);
}

static void sockets_say_by_these_rules(void **state)
{
	(void)state;
	struct pair s = socket_pair();
	says_nothing_much(s.a);
	is(1, put(s.b, 1));
	says(s.a, MODEL_RULE_socket_says_in_with_data);
	says_nothing_much(s.b);
	/* Two messages. */
	is(2 * 36544, put(s.b, 73088));
	says(s.b, MODEL_RULE_socket_says_no_out_above_a_quarter);
	is(1, put(s.a, 1));
	says(s.b, MODEL_RULE_socket_says_no_out_above_a_quarter,
		MODEL_RULE_socket_says_in_with_data);
	is(1, get(s.b, 1));
	is(2 * 36544 + 1, get(s.a, UINT32_MAX));
	ok(shut(s.a, MODEL_SHUT_RD));
	says(s.a, MODEL_RULE_socket_says_rdhup_when_reading_is_shut);
	says(s.b, MODEL_RULE_socket_says_out_though_shut);
	is(1, put(s.a, 1));
	ok(shut_number(s.b));
	says(s.a, MODEL_RULE_socket_says_hup_when_both_are_shut,
		MODEL_RULE_socket_says_err_while_reset, MODEL_RULE_socket_says_out_though_shut);
	errs(ECONNRESET, get(s.a, 1));
	says(s.a, MODEL_RULE_socket_says_hup_when_both_are_shut,
		MODEL_RULE_socket_says_out_though_shut);
}

/* What is closed unwatched, or empty, is counted by no rule of the last close. */
static void a_close_that_nobody_watches_is_counted_by_none(void **state)
{
	(void)state;
	int ep = epoll();
	ok(shut_number(eventfd(0)));
	ok(shut_number(ep));
	undecided(last_close_of_a_watched_file);
	undecided(last_close_of_a_watched_instance);
	undecided(last_close_of_an_instance_with_items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(closed_numbers_are_ebadf),
		world_test(an_instance_is_neither_read_nor_written),
		world_test(kinds_are_told),
		world_test(readiness_is_what_poll_says),
		world_test(readiness_of_an_instance_leaves_no_trace),
		world_test(the_last_close_takes_items_out_of_every_instance),
		world_test(the_last_close_of_an_inner_instance_wakes_nobody),
		world_test(the_last_close_of_a_member_wakes_no_watcher),
		world_test(counters_say_by_these_rules),
		world_test(pipes_say_by_these_rules),
		world_test(sockets_say_by_these_rules),
		world_test(a_close_that_nobody_watches_is_counted_by_none),
	};
	return world_run(tests);
}
