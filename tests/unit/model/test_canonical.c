/* SPDX-License-Identifier: BSD-3-Clause */
/* canonical.c, symmetry.c: equal bytes for what decides the same answers, and for nothing else. */
#include "world.h"

#define ALL_FOLDS (MODEL_FOLD_TOKENS | MODEL_FOLD_NUMBERS | MODEL_FOLD_WAKE_ORDER)

typedef void scene(void);

static int after(scene *what, unsigned folds, unsigned char bytes[MODEL_CANONICAL_SIZE])
{
	model_reset(m);
	what();
	return model_canonical(m, folds, bytes);
}

static bool equal(scene *one, scene *other, unsigned folds)
{
	unsigned char a[MODEL_CANONICAL_SIZE], b[MODEL_CANONICAL_SIZE];
	int size = after(one, folds, a);
	int same = after(other, folds, b);
	assert_true(size >= 0 && same >= 0);
	return size == same && memcmp(a, b, (size_t)size) == 0;
}

#define folded(one, other, folds)   assert_true(equal(one, other, folds))
#define distinct(one, other, folds) assert_false(equal(one, other, folds))

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

static void exchange(int one, int other)
{
	int spare = duplicate(one);
	ok(dup_onto(other, one));
	ok(dup_onto(spare, other));
	ok(shut_number(spare));
}

/* Numbers 0 to 3, connected in pairs that are next to each other, or not. */
static void pipes_side_by_side(void)
{
	pipe_pair();
	pipe_pair();
	exchange(1, 1);
}

static void pipes_crosswise(void)
{
	pipe_pair();
	pipe_pair();
	exchange(1, 3);
}

static void sockets_side_by_side(void)
{
	socket_pair();
	socket_pair();
	exchange(1, 1);
}

static void sockets_crosswise(void)
{
	socket_pair();
	socket_pair();
	exchange(1, 2);
}

static void who_is_connected_counts(void **state)
{
	(void)state;
	distinct(pipes_side_by_side, pipes_crosswise, 0);
	folded(pipes_side_by_side, pipes_crosswise, MODEL_FOLD_NUMBERS);
	distinct(sockets_side_by_side, sockets_crosswise, 0);
	folded(sockets_side_by_side, sockets_crosswise, MODEL_FOLD_NUMBERS);
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

/* Two eventfds in one instance: the numbers, the order, the interest, the tokens, by the caller. */
static void watch(int first, uint32_t events, uint64_t token, int second, uint64_t other)
{
	int ep = epoll();
	eventfd(1);
	eventfd(1);
	ok(add(ep, first, events, token));
	ok(add(ep, second, IN, other));
}

static void watched_1_2(void)
{
	watch(1, IN, 7, 2, 8);
}

static void watched_2_1(void)
{
	watch(2, IN, 8, 1, 7);
}

static void watched_with_tokens_exchanged(void)
{
	watch(1, IN, 8, 2, 7);
}

static void watched_with_one_token(void)
{
	watch(1, IN, 8, 2, 8);
}

static void watched_edge_triggered(void)
{
	watch(1, IN | ET, 7, 2, 8);
}

static void watched_and_fired(void)
{
	struct model_event event;
	watch(1, IN | ONESHOT, 7, 2, 8);
	is(1, model_wait(m, 0, 1, &event));
}

static void watched_and_turned(void)
{
	struct model_event event;
	watch(1, IN, 7, 2, 8);
	is(1, model_wait(m, 0, 1, &event));
}

static void watched_and_dropped(void)
{
	struct model_event events[2];
	watch(1, IN, 7, 2, 8);
	is(1, get(1, 1));
	is(1, model_wait(m, 0, 2, events));
	ok(put(2, 0));
}

static void watched_and_read(void)
{
	watch(1, IN, 7, 2, 8);
	is(1, get(1, 1));
}

static void registrations(void **state)
{
	(void)state;
	folded(watched_1_2, watched_with_tokens_exchanged, MODEL_FOLD_TOKENS);
	distinct(watched_1_2, watched_with_tokens_exchanged, MODEL_FOLD_WAKE_ORDER);
	distinct(watched_1_2, watched_with_one_token, ALL_FOLDS);
	folded(watched_1_2, watched_2_1, ALL_FOLDS);
	distinct(watched_1_2, watched_2_1, MODEL_FOLD_TOKENS);
	distinct(watched_1_2, watched_edge_triggered, ALL_FOLDS);
	distinct(watched_1_2, watched_edge_triggered, 0);
	distinct(watched_1_2, watched_and_fired, ALL_FOLDS);
	distinct(watched_and_read, watched_and_dropped, ALL_FOLDS);
	/* With both turned, the one that is first is the other one. */
	distinct(watched_1_2, watched_and_turned, MODEL_FOLD_TOKENS);
	folded(watched_1_2, watched_and_turned, ALL_FOLDS);
}

/* One eventfd in two instances, which are woken newest first. */
static void in_two_instances(void)
{
	int a = epoll();
	int b = epoll();
	int e = eventfd(0);
	ok(add(a, e, IN, 1));
	ok(add(b, e, IN, 1));
}

static void in_two_instances_the_other_way(void)
{
	int a = epoll();
	int b = epoll();
	int e = eventfd(0);
	ok(add(b, e, IN, 1));
	ok(add(a, e, IN, 1));
}

static void in_one_of_two(void)
{
	int a = epoll();
	epoll();
	ok(add(a, eventfd(0), IN, 1));
}

static void the_order_of_wakeups(void **state)
{
	(void)state;
	distinct(in_two_instances, in_two_instances_the_other_way, 0);
	folded(in_two_instances, in_two_instances_the_other_way, MODEL_FOLD_WAKE_ORDER);
	folded(in_two_instances, in_two_instances_the_other_way, MODEL_FOLD_NUMBERS);
	distinct(in_two_instances, in_one_of_two, ALL_FOLDS);
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

/* Some plain files and instances that watch them and each other, opened in the order given. */
static void build(const int order[6], const uint64_t tokens[2])
{
	int n[6];
	for (int i = 0; i < 6; i++)
		n[order[i]] = order[i] < 3 ? epoll() : eventfd(order[i] == 4);
	ok(add(n[0], n[1], IN, tokens[0]));
	ok(add(n[0], n[2], IN | ET, tokens[1]));
	ok(add(n[1], n[3], IN, tokens[1]));
	ok(add(n[1], n[4], IN | OUT, tokens[0]));
	ok(add(n[2], n[4], IN | ONESHOT, tokens[0]));
	ok(add(n[2], n[5], OUT, tokens[1]));
	ok(put(n[3], 1));
}

/* All 720 orders of opening are one state, with the tokens exchanged or not. */
static void every_order_of_opening(void **state)
{
	(void)state;
	unsigned char first[MODEL_CANONICAL_SIZE], bytes[MODEL_CANONICAL_SIZE];
	int size = 0, orders = 0;
	for (int code = 0; code < 6 * 6 * 6 * 6 * 6 * 6; code++) {
		int order[6];
		unsigned seen = 0;
		for (int i = 0, rest = code; i < 6; i++, rest /= 6)
			seen |= 1U << (order[i] = rest % 6);
		if (seen != 0x3f)
			continue;
		model_reset(m);
		build(order, (const uint64_t[]){orders % 2 ? 5 : 9, orders % 2 ? 9 : 5});
		if (orders++ == 0)
			size = model_canonical(m, ALL_FOLDS, first);
		is(size, model_canonical(m, ALL_FOLDS, bytes));
		assert_memory_equal(first, bytes, (size_t)size);
	}
	is(720, orders);
}

/* Numbers that all look alike are tried in every order, and are still one state. */
static void alike(void)
{
	for (int i = 0; i < 6; i++)
		epoll();
}

static void numbers_that_look_alike(void **state)
{
	(void)state;
	unsigned char bytes[MODEL_CANONICAL_SIZE];
	assert_true(after(alike, ALL_FOLDS, bytes) > 0);
	folded(alike, alike, ALL_FOLDS);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(what_a_file_holds_counts),
		world_test(what_was_before_does_not_count),
		world_test(kinds_of_file_count),
		world_test(pipes),
		world_test(socketpairs),
		world_test(who_is_connected_counts),
		world_test(registrations),
		world_test(the_order_of_wakeups),
		world_test(duplicates),
		world_test(limits),
		world_test(every_order_of_opening),
		world_test(numbers_that_look_alike),
		world_test(census),
	};
	return world_run(tests);
}
