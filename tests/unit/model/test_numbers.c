/* SPDX-License-Identifier: BSD-3-Clause */
/* numbers.c: the lowest free number, dup, dup2, close, and what they mean to an item. */
#include "world.h"

static void small(uint32_t descriptors)
{
	free(m);
	m = world_create(descriptors, 100);
	assert_non_null(m);
}

static void openers_take_the_lowest_free_number(void **state)
{
	(void)state;
	is(-1, model_highest(m));
	is(0, epoll());
	is(1, eventfd(0));
	struct two p = pipe_pair();
	is(2, p.r);
	is(3, p.w);
	ok(shut_number(1));
	ok(shut_number(2));
	struct pair s = socket_pair();
	is(1, s.a);
	is(2, s.b);
	ok(shut_number(0));
	is(0, duplicate(1));
	is(4, timerfd());
	is(5, regular_file());
	is(5, model_highest(m));
	ok(shut_number(5));
	is(5, model_highest(m));
	decided(number_lowest_free);
	decided(number_used_again);
	decided(dup_shares_description);
}

static void all_numbers_are_used_across_words(void **state)
{
	(void)state;
	uint32_t limits[] = {1, 63, 64, 65, 128, 1000, MODEL_DESCRIPTORS_MAX};
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		small(limits[i]);
		int n;
		for (uint32_t expected = 0; expected < limits[i]; expected++) {
			ok(model_eventfd(m, 0, false, &n));
			is(expected, n);
		}
		n = 77;
		errs(EMFILE, model_epoll(m, &n));
		is(77, n);
		int middle = (int)limits[i] / 2;
		ok(shut_number(middle));
		is(middle, epoll());
		is((int)limits[i] - 1, model_highest(m));
		decided(number_none_free);
	}
}

/* A word of the bitmap that is full stays so when one of its numbers comes to mean another file. */
static void a_full_word_stays_full(void **state)
{
	(void)state;
	for (int i = 0; i < 64; i++)
		(void)eventfd(0);
	ok(dup_onto(3, 17));
	is(64, epoll());
	ok(shut_number(17));
	is(17, epoll());
	is(65, epoll());
}

/* After a reset all numbers are there again, in each word and beside the limit. */
static void a_reset_gives_all_numbers_back(void **state)
{
	(void)state;
	uint32_t limits[] = {1, 63, 64, 65, 128, 129, MODEL_DESCRIPTORS_MAX};
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		small(limits[i]);
		int n;
		for (int round = 0; round < 2; round++) {
			for (uint32_t expected = 0; expected < limits[i]; expected++) {
				ok(model_eventfd(m, 0, false, &n));
				is(expected, n);
			}
			errs(EMFILE, sound(model_epoll(m, &n)));
			model_reset(m);
			is(0, sound(0));
		}
		is(0, epoll());
	}
}

static void each_opener_without_a_number_is_emfile(void **state)
{
	(void)state;
	small(1);
	int x = 77, y = 78;
	errs(EMFILE, sound(model_pipe(m, &x, &y)));
	errs(EMFILE, sound(model_socketpair(m, &x, &y)));
	decided(number_one_free_of_two);
	is(-1, model_highest(m));
	is(0, eventfd(0));
	errs(EMFILE, sound(model_pipe(m, &x, &y)));
	errs(EMFILE, sound(model_socketpair(m, &x, &y)));
	errs(EMFILE, sound(model_eventfd(m, 0, false, &x)));
	errs(EMFILE, sound(model_timerfd(m, &x)));
	errs(EMFILE, sound(model_file(m, &x)));
	errs(EMFILE, sound(model_dup(m, 0, &x)));
	errs(EBADF, sound(model_dup(m, -1, &x)));
	is(77, x);
	is(78, y);
	decided(dup_none_free);
	decided(dup_not_open);
}

static void dup2_onto_what_it_says(void **state)
{
	(void)state;
	int a = eventfd(5);
	int b = eventfd(0);
	ok(dup_onto(a, a));
	errs(EBADF, dup_onto(99, 99));
	errs(EBADF, dup_onto(99, a));
	errs(EBADF, dup_onto(a, -1));
	errs(EBADF, dup_onto(a, WORLD_NUMBERS));
	ok(dup_onto(a, 100));
	is(100, model_highest(m));
	ok(dup_onto(a, b));
	ok(shut_number(a));
	ok(dup_onto(100, b));
	is(5, get(b, 8));
	errs(EAGAIN, get(100, 8));
	is(0, epoll());
	decided(dup2_onto_itself);
	decided(dup2_not_open);
	decided(dup2_out_of_range);
	decided(dup2_opens_the_number);
	is(1, model_rule_hits(m, MODEL_RULE_dup2_closes_the_number));
	is(1, model_rule_hits(m, MODEL_RULE_dup2_onto_a_dup));
	int elder = eventfd(0);
	int younger = eventfd(0);
	ok(dup_onto(elder, younger));
	younger = eventfd(0);
	ok(dup_onto(younger, elder));
	is(3, model_rule_hits(m, MODEL_RULE_dup2_closes_the_number));
}

static void dup2_ends_what_the_number_meant(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	int a = eventfd(0);
	ok(add(ep, p.r, IN, 1));
	ok(dup_onto(a, p.w));
	gives(ep, 9, {1, HUP});
	ok(dup_onto(a, p.r));
	nothing(ep);
}

/* The old description ends after the number means the new one. */
static void dup2_of_one_end_onto_the_other(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	ok(add(ep, p.r, IN, 1));
	ok(dup_onto(p.r, p.w));
	gives(ep, 9, {1, HUP});
	is(0, get(p.w, 1));
}

static void a_number_closes_once(void **state)
{
	(void)state;
	int a = eventfd(0);
	ok(shut_number(a));
	errs(EBADF, shut_number(a));
	errs(EBADF, shut_number(-1));
	errs(EBADF, shut_number(WORLD_NUMBERS));
	decided(close_not_open);
}

static void an_item_outlives_its_number(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	int b = duplicate(a);
	ok(add(ep, a, IN, 1));
	ok(shut_number(a));
	errs(EBADF, del(ep, a));
	errs(ENOENT, del(ep, b));
	gives(ep, 9, {1, IN});
	decided(wait_delivers_under_a_number_that_is_gone);
	ok(dup_onto(b, a));
	errs(EEXIST, add(ep, a, IN, 2));
	ok(mod(ep, a, IN, 3));
	gives(ep, 9, {3, IN});
	ok(del(ep, a));
	nothing(ep);
	decided(add_finds_what_a_former_number_registered);
	decided(mod_finds_what_a_former_number_registered);
	decided(del_finds_what_a_former_number_registered);
}

static void a_number_may_be_registered_for_two_descriptions(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	int b = duplicate(a);
	ok(add(ep, a, IN, 1));
	int c = eventfd(0);
	ok(dup_onto(c, a));
	errs(ENOENT, mod(ep, a, IN, 2));
	ok(add(ep, a, OUT, 2));
	gives(ep, 9, {1, IN}, {2, OUT});
	ok(shut_number(b));
	gives(ep, 9, {2, OUT});
}

static void all_numbers_of_an_instance_are_that_instance(void **state)
{
	(void)state;
	int ep = epoll();
	int dup = duplicate(ep);
	int a = eventfd(1);
	ok(add(ep, a, IN, 1));
	errs(EEXIST, add(dup, a, IN, 2));
	ok(shut_number(ep));
	gives(dup, 9, {1, IN});
	ok(shut_number(dup));
	is(0, epoll());
	nothing(0);
}

static void a_new_description_inherits_nothing(void **state)
{
	(void)state;
	int ep = epoll();
	for (int round = 0; round < 4; round++) {
		int a = eventfd(1);
		ok(add(ep, a, IN, 1));
		gives(ep, 9, {1, IN});
		ok(shut_number(a));
		nothing(ep);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(openers_take_the_lowest_free_number),
		world_test(all_numbers_are_used_across_words),
		world_test(a_full_word_stays_full),
		world_test(a_reset_gives_all_numbers_back),
		world_test(each_opener_without_a_number_is_emfile),
		world_test(dup2_onto_what_it_says),
		world_test(dup2_ends_what_the_number_meant),
		world_test(dup2_of_one_end_onto_the_other),
		world_test(a_number_closes_once),
		world_test(an_item_outlives_its_number),
		world_test(a_number_may_be_registered_for_two_descriptions),
		world_test(all_numbers_of_an_instance_are_that_instance),
		world_test(a_new_description_inherits_nothing),
	};
	return world_run(tests);
}
