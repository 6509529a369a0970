/* SPDX-License-Identifier: BSD-3-Clause */
/* canonical.c: equal bytes for what decides the same answers, and for nothing else. */
#include "scenes.h"

static void nothing_at_all(void)
{
}

static void one_eventfd(void)
{
	eventfd(0);
}

static void eventfd_of_1(void)
{
	eventfd(1);
}

static void one_semaphore(void)
{
	semaphore(0);
}

static void eventfd_after_reuse(void)
{
	eventfd(0);
	eventfd(3);
	ok(shut_number(0));
	ok(shut_number(1));
	ok(put(eventfd(7), 1));
	is(8, get(0, 1));
	ok(shut_number(0));
	eventfd(0);
}

static void two_eventfds(void)
{
	eventfd(0);
	eventfd(0);
}

static void eventfd_and_dup(void)
{
	duplicate(eventfd(0));
}

static void what_a_file_holds_counts(void **state)
{
	(void)state;
	folded(one_eventfd, one_eventfd, 0);
	folded(nothing_at_all, nothing_at_all, ALL_FOLDS);
	distinct(nothing_at_all, one_eventfd, ALL_FOLDS);
	distinct(one_eventfd, eventfd_of_1, ALL_FOLDS);
	distinct(one_eventfd, one_semaphore, ALL_FOLDS);
	distinct(two_eventfds, eventfd_and_dup, 0);
}

/* Without the fold a closed number has its place; the fold leaves it out. */
static void what_was_before_does_not_count(void **state)
{
	(void)state;
	folded(one_eventfd, eventfd_after_reuse, ALL_FOLDS);
	distinct(one_eventfd, eventfd_after_reuse, 0);
}

static void timer(void)
{
	timerfd();
}

static void armed_timer(void)
{
	ok(arm(timerfd()));
}

static void empty_file(void)
{
	regular_file();
}

static void written_file(void)
{
	is(5, put(regular_file(), 5));
}

static void an_instance(void)
{
	epoll();
}

static void kinds_of_file_count(void **state)
{
	(void)state;
	scene *scenes[] = {timer, armed_timer, empty_file, written_file, an_instance, one_eventfd};
	for (size_t i = 0; i < sizeof(scenes) / sizeof(*scenes); i++)
		for (size_t j = 0; j < i; j++)
			distinct(scenes[i], scenes[j], ALL_FOLDS);
}

static void an_empty_pipe(void)
{
	pipe_pair();
}

/* The ring of pages begins elsewhere, and nobody can tell. */
static void a_pipe_that_was_used(void)
{
	struct two p = pipe_pair();
	is(4096, put(p.w, 4096));
	is(4096, get(p.r, 4096));
}

static void a_pipe_of_2_bytes(void)
{
	is(2, put(pipe_pair().w, 2));
}

static void a_pipe_of_3_bytes(void)
{
	is(3, put(pipe_pair().w, 3));
}

static void a_pipe_of_the_last_2_of_3_bytes(void)
{
	struct two p = pipe_pair();
	is(3, put(p.w, 3));
	is(1, get(p.r, 1));
}

static void a_pipe_of_2_bytes_without_a_reader(void)
{
	struct two p = pipe_pair();
	is(2, put(p.w, 2));
	ok(shut_number(p.r));
}

static void a_pipe_without_a_reader(void)
{
	ok(shut_number(pipe_pair().r));
}

static void a_pipe_without_a_writer(void)
{
	ok(shut_number(pipe_pair().w));
}

static void two_pipes(void)
{
	pipe_pair();
	pipe_pair();
}

static void two_halves_of_pipes(void)
{
	struct two p = pipe_pair();
	ok(shut_number(p.w));
	ok(shut_number(pipe_pair().r));
}

static void pipes(void **state)
{
	(void)state;
	scene *scenes[] = {an_empty_pipe, a_pipe_of_2_bytes, a_pipe_of_3_bytes,
		a_pipe_of_the_last_2_of_3_bytes, a_pipe_of_2_bytes_without_a_reader,
		a_pipe_without_a_reader, a_pipe_without_a_writer, two_pipes, two_halves_of_pipes};
	for (size_t i = 0; i < sizeof(scenes) / sizeof(*scenes); i++)
		for (size_t j = 0; j < i; j++)
			distinct(scenes[i], scenes[j], ALL_FOLDS);
	folded(an_empty_pipe, a_pipe_that_was_used, 0);
}

static void sockets(void)
{
	socket_pair();
}

static void sockets_with_a_message(void)
{
	is(2, put(socket_pair().a, 2));
}

static void sockets_with_a_message_back(void)
{
	is(2, put(socket_pair().b, 2));
}

static void sockets_with_two_messages(void)
{
	struct pair p = socket_pair();
	is(1, put(p.a, 1));
	is(1, put(p.a, 1));
}

static void sockets_with_a_message_of_3(void)
{
	is(3, put(socket_pair().a, 3));
}

static void sockets_with_the_end_of_a_message(void)
{
	struct pair p = socket_pair();
	is(3, put(p.a, 3));
	is(1, get(p.b, 1));
}

static void sockets_of_which_one_is_shut(void)
{
	ok(shut(socket_pair().a, MODEL_SHUT_WR));
}

static void sockets_of_which_both_are_shut(void)
{
	ok(shut(socket_pair().a, MODEL_SHUT_RDWR));
}

static void a_socket_that_is_left(void)
{
	ok(shut_number(socket_pair().a));
}

static void a_socket_that_was_reset(void)
{
	struct pair p = socket_pair();
	is(1, put(p.b, 1));
	ok(shut_number(p.a));
}

static void socketpairs(void **state)
{
	(void)state;
	scene *scenes[] = {sockets, sockets_with_a_message, sockets_with_two_messages,
		sockets_with_a_message_of_3, sockets_with_the_end_of_a_message,
		sockets_of_which_one_is_shut, sockets_of_which_both_are_shut, a_socket_that_is_left,
		a_socket_that_was_reset};
	for (size_t i = 0; i < sizeof(scenes) / sizeof(*scenes); i++)
		for (size_t j = 0; j < i; j++)
			distinct(scenes[i], scenes[j], ALL_FOLDS);
	folded(sockets_with_a_message, sockets_with_a_message_back, MODEL_FOLD_NUMBERS);
	distinct(sockets_with_a_message, sockets_with_a_message_back, MODEL_FOLD_TOKENS);
}

/* Through two numbers of one description, in one instance. */
static void twice(void)
{
	int ep = epoll();
	int e = eventfd(0);
	int d = duplicate(e);
	ok(add(ep, e, IN, 1));
	ok(add(ep, d, OUT, 2));
}

static void twice_the_other_way(void)
{
	int ep = epoll();
	int e = eventfd(0);
	int d = duplicate(e);
	ok(add(ep, d, OUT, 2));
	ok(add(ep, e, IN, 1));
}

static void by_the_first_of_two_numbers(void)
{
	int ep = epoll();
	int e = eventfd(0);
	duplicate(e);
	ok(add(ep, e, IN, 1));
}

static void by_the_second_of_two_numbers(void)
{
	int ep = epoll();
	ok(add(ep, duplicate(eventfd(0)), IN, 1));
}

static void left_behind(void)
{
	twice();
	ok(shut_number(1));
}

static void left_behind_the_other_way(void)
{
	twice();
	ok(shut_number(2));
}

static void left_behind_under_number_0(void)
{
	int e = eventfd(0);
	int ep = epoll();
	duplicate(e);
	ok(add(ep, e, IN, 1));
	ok(shut_number(e));
}

static void duplicates(void **state)
{
	(void)state;
	unsigned char bytes[MODEL_CANONICAL_SIZE];
	distinct(twice, twice_the_other_way, 0);
	folded(twice, twice_the_other_way, MODEL_FOLD_WAKE_ORDER);
	distinct(by_the_first_of_two_numbers, by_the_second_of_two_numbers, 0);
	distinct(left_behind, twice, MODEL_FOLD_TOKENS);
	distinct(left_behind, left_behind_the_other_way, 0);
	/* An item of a number that is closed has no place among those that are open. */
	is(-E2BIG, after(left_behind, MODEL_FOLD_NUMBERS, bytes));
	is(-E2BIG, after(left_behind_under_number_0, MODEL_FOLD_NUMBERS, bytes));
}

static void eight_numbers(void)
{
	for (int i = 0; i < MODEL_CANONICAL_NUMBERS; i++)
		eventfd(i == 5);
}

static void nine_numbers(void)
{
	eight_numbers();
	eventfd(0);
}

static void nine_numbers_of_which_eight_are_left(void)
{
	nine_numbers();
	ok(shut_number(0));
}

/* Long numbers in the messages of a socket, until the bytes are full. */
static void more_bytes_than_fit(void)
{
	for (int pair = 0; pair < 4; pair++) {
		struct pair p = socket_pair();
		for (int i = 0; i < 250; i++) {
			is(190, put(p.a, 190));
			is(190, put(p.b, 190));
		}
	}
}

/* Items of numbers that are closed, more than there could be of open ones. */
static void watched_under_many_numbers(void)
{
	int ep = epoll();
	int e = eventfd(0);
	for (uint64_t i = 0; i < 70; i++)
		ok(add(ep, duplicate(e), IN, i));
	for (int number = 2; number < 72; number++)
		ok(shut_number(number));
}

/*
 * Under 7 numbers, of which then two come to mean instances that watch it under those left. The
 * first item is the last one to be woken.
 */
static void watched_18_times(uint64_t first_token)
{
	int ep = epoll();
	int e = eventfd(0);
	for (int number = 2; number < 8; number++)
		is(number, duplicate(e));
	for (int next = 2; next < 5; next++) {
		for (int number = 1; number < 8; number++)
			if (model_kind(m, number) == MODEL_EVENTFD)
				ok(add(ep, number, IN, ep + number == 1 ? first_token : 1));
		ok(shut_number(next));
		ep = epoll();
	}
}

static void watched_18_times_by_1(void)
{
	watched_18_times(1);
}

static void watched_18_times_the_first_time_by_2(void)
{
	watched_18_times(2);
}

static void every_item_counts(void **state)
{
	(void)state;
	distinct(watched_18_times_by_1, watched_18_times_the_first_time_by_2, 0);
	distinct(watched_18_times_by_1, watched_18_times_the_first_time_by_2, MODEL_FOLD_TOKENS);
}

static void limits(void **state)
{
	(void)state;
	unsigned char bytes[MODEL_CANONICAL_SIZE];
	assert_true(after(eight_numbers, 0, bytes) > 0);
	is(-E2BIG, after(nine_numbers, 0, bytes));
	is(-E2BIG, after(nine_numbers, ALL_FOLDS, bytes));
	is(-E2BIG, after(nine_numbers_of_which_eight_are_left, 0, bytes));
	assert_true(after(nine_numbers_of_which_eight_are_left, ALL_FOLDS, bytes) > 0);
	is(-E2BIG, after(more_bytes_than_fit, 0, bytes));
	is(-E2BIG, after(watched_under_many_numbers, MODEL_FOLD_NUMBERS, bytes));
	is(-E2BIG, after(watched_under_many_numbers, ALL_FOLDS, bytes));
}

static void census(void **state)
{
	(void)state;
	struct model_census census;
	model_census(m, &census);
	is(0, census.numbers);
	int ep = epoll();
	int e = eventfd(3);
	eventfd(2);
	duplicate(e);
	struct two p = pipe_pair();
	struct pair s = socket_pair();
	is(100, put(p.w, 100));
	is(200, put(s.a, 200));
	ok(add(ep, e, IN, 1));
	ok(add(ep, p.r, IN, 1));
	ok(shut_number(timerfd()));
	model_census(m, &census);
	is(8, census.numbers);
	is(1, census.files[MODEL_EPOLL]);
	is(2, census.files[MODEL_EVENTFD]);
	is(1, census.files[MODEL_PIPE_READER]);
	is(1, census.files[MODEL_PIPE_WRITER]);
	is(2, census.files[MODEL_SOCKET]);
	is(0, census.files[MODEL_TIMERFD]);
	is(2, census.items);
	is(3, census.count);
	is(200, census.bytes);
	is(200, get(s.b, 200));
	model_census(m, &census);
	is(100, census.bytes);
}

/* What is closed is not counted, nor what nobody can read any more. */
static void census_of_what_is_left(void **state)
{
	(void)state;
	struct model_census census;
	ok(shut_number(eventfd(9)));
	eventfd(1);
	int gone = eventfd(9);
	epoll();
	ok(shut_number(gone));
	model_census(m, &census);
	is(2, census.numbers);
	is(0, census.files[MODEL_CLOSED]);
	is(1, census.files[MODEL_EPOLL]);
	is(1, census.count);
	is(0, census.bytes);
	struct two p = pipe_pair();
	is(300, put(p.w, 300));
	model_census(m, &census);
	is(300, census.bytes);
	ok(shut_number(p.r));
	model_census(m, &census);
	is(0, census.bytes);
	struct pair s = socket_pair();
	is(1, put(s.a, 1));
	is(1, get(s.b, 1));
	ok(add(epoll(), s.a, IN, 1));
	ok(add(epoll(), s.a, IN, 1));
	epoll();
	model_census(m, &census);
	is(2, census.items);
	is(0, census.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(what_a_file_holds_counts),
		world_test(what_was_before_does_not_count),
		world_test(kinds_of_file_count),
		world_test(pipes),
		world_test(socketpairs),
		world_test(duplicates),
		world_test(every_item_counts),
		world_test(limits),
		world_test(census),
		world_test(census_of_what_is_left),
	};
	return world_run(tests);
}
