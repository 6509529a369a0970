/* SPDX-License-Identifier: BSD-3-Clause */
/* ready.c: the order of the ready list, wakeups, edges, one-shots, epoll_wait(2). */
#include "world.h"

static void ordinary_waiters_are_woken_newest_first(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(0);
	int b = duplicate(a);
	ok(add(ep, a, IN, 1));
	ok(add(ep, b, IN, 2));
	is(0, put(a, 1));
	gives(ep, 9, {2, IN}, {1, IN});
	decided(wakeup_queues);
	undecided(wait_delivers_hup);
	undecided(wait_delivers_err);
	undecided(wait_delivers_under_a_number_that_is_gone);
}

static void exclusive_waiters_are_woken_last_and_oldest_first(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(0);
	int b = duplicate(a);
	int c = duplicate(a);
	int d = duplicate(a);
	ok(add(ep, a, IN | EXCLUSIVE, 1));
	ok(add(ep, b, IN, 2));
	ok(add(ep, c, IN | EXCLUSIVE, 3));
	ok(add(ep, d, IN, 4));
	is(0, put(a, 1));
	gives(ep, 9, {4, IN}, {2, IN}, {1, IN}, {3, IN});
	decided(add_exclusive_waits_at_the_end);
}

static void exclusive_keeps_no_instance_from_its_event(void **state)
{
	(void)state;
	int e1 = epoll();
	int e2 = epoll();
	int a = eventfd(0);
	ok(add(e1, a, IN | EXCLUSIVE, 1));
	ok(add(e2, a, IN | EXCLUSIVE, 2));
	is(0, put(a, 1));
	gives(e1, 9, {1, IN});
	gives(e2, 9, {2, IN});
}

static void mod_keeps_the_place_in_the_wait_queue(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(0);
	int b = duplicate(a);
	ok(add(ep, a, IN, 1));
	ok(add(ep, b, IN, 2));
	ok(mod(ep, a, IN, 3));
	is(0, put(a, 1));
	gives(ep, 9, {2, IN}, {3, IN});
}

static void slots_go_round(void **state)
{
	(void)state;
	int ep = epoll();
	for (uint64_t token = 1; token <= 3; token++)
		ok(add(ep, eventfd(1), IN, token));
	gives(ep, 3, {1, IN}, {2, IN}, {3, IN});
	undecided(wait_leaves_the_rest_in_front);
	undecided(wait_finds_nothing);
	gives(ep, 2, {1, IN}, {2, IN});
	gives(ep, 2, {3, IN}, {1, IN});
	gives(ep, 2, {2, IN}, {3, IN});
	gives(ep, MODEL_CAPACITY_MAX, {1, IN}, {2, IN}, {3, IN});
	is(3, model_rule_hits(m, MODEL_RULE_wait_leaves_the_rest_in_front));
	decided(wait_puts_level_triggered_to_the_tail);
}

static void drained_and_filled_before_a_look_keeps_its_place(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	ok(add(ep, a, IN, 1));
	ok(add(ep, b, IN, 2));
	is(1, get(a, 8));
	is(0, put(a, 1));
	gives(ep, 9, {1, IN}, {2, IN});
	decided(wakeup_of_a_queued_item);
}

static void a_look_in_vain_costs_the_place_but_no_slot(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	ok(add(ep, a, IN, 1));
	ok(add(ep, b, IN, 2));
	is(1, get(a, 8));
	gives(ep, 1, {2, IN});
	is(0, put(a, 1));
	gives(ep, 9, {2, IN}, {1, IN});
	decided(wait_drops_what_is_not_ready);
}

static void what_the_slots_do_not_reach_is_not_looked_at(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	ok(add(ep, a, IN, 1));
	ok(add(ep, b, IN, 2));
	is(1, get(b, 8));
	gives(ep, 1, {1, IN});
	is(0, put(b, 1));
	gives(ep, 9, {2, IN}, {1, IN});
}

static void a_wakeup_takes_a_place_though_nothing_is_true(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(0);
	int b = eventfd(0);
	ok(add(ep, a, IN, 1));
	ok(add(ep, b, IN, 2));
	is(0, put(a, 0));
	is(0, put(b, 1));
	is(0, put(a, 1));
	gives(ep, 9, {1, IN}, {2, IN});
}

static void an_edge_is_delivered_once(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	ok(add(ep, a, IN | ET, 1));
	gives(ep, 9, {1, IN});
	undecided(wait_finds_nothing);
	nothing(ep);
	is(0, put(a, 1));
	gives(ep, 9, {1, IN});
	nothing(ep);
	decided(wait_delivers_edge_triggered_once);
	decided(wait_finds_nothing);
}

static void an_edge_that_is_left_over_is_not_lost(void **state)
{
	(void)state;
	int ep = epoll();
	ok(add(ep, eventfd(1), IN | ET, 1));
	ok(add(ep, eventfd(1), IN | ET, 2));
	gives(ep, 1, {1, IN});
	gives(ep, 1, {2, IN});
	nothing(ep);
}

static void a_fired_one_shot_is_deaf_until_mod(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	ok(add(ep, p.w, OUT | ONESHOT, 1));
	gives(ep, 9, {1, OUT});
	decided(wait_fires_one_shot);
	ok(shut_number(p.r));
	decided(wakeup_of_a_fired_one_shot);
	nothing(ep);
	errs(EEXIST, add(ep, p.w, OUT, 1));
	decided(add_registered_and_fired);
	ok(mod(ep, p.w, 0, 2));
	decided(mod_arms_a_fired_one_shot);
	gives(ep, 9, {2, ERR});
	ok(mod(ep, p.w, ONESHOT, 3));
	gives(ep, 9, {3, ERR});
	nothing(ep);
	ok(del(ep, p.w));
	errs(ENOENT, del(ep, p.w));
}

static void a_look_in_vain_does_not_use_the_shot_up(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	ok(add(ep, a, IN | ONESHOT, 1));
	is(1, get(a, 8));
	nothing(ep);
	is(0, put(a, 1));
	ok(add(ep, b, IN | ONESHOT, 2));
	gives(ep, 1, {1, IN});
	gives(ep, 1, {2, IN});
	nothing(ep);
	struct model_item items[2];
	is(2, model_items(m, ep, items, 2));
	is(ONESHOT, items[0].events);
}

static void one_shot_wins_over_edge_triggered(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	ok(add(ep, a, IN | ONESHOT | ET, 1));
	gives(ep, 9, {1, IN});
	is(0, put(a, 1));
	nothing(ep);
	ok(mod(ep, a, IN | ET, 2));
	gives(ep, 9, {2, IN});
}

static void an_empty_interest_hears_err_and_hup(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	ok(add(ep, p.r, 0, 7));
	is(1, put(p.w, 1));
	nothing(ep);
	ok(shut_number(p.w));
	gives(ep, 9, {7, HUP});
}

static void a_number_that_means_another_file_is_gone(void **state)
{
	(void)state;
	int elder = eventfd(0);
	int ep = epoll();
	int a = eventfd(1);
	duplicate(a);
	ok(add(ep, a, IN, 1));
	ok(dup_onto(elder, a));
	gives(ep, 9, {1, IN});
	decided(wait_delivers_under_a_number_that_is_gone);
}

static void the_errors_of_wait(void **state)
{
	(void)state;
	struct model_event event = {77, 77};
	int ep = epoll();
	int a = eventfd(1);
	ok(add(ep, a, IN, 1));
	errs(EINVAL, sound(model_wait(m, -1, 0, &event)));
	errs(EINVAL, sound(model_wait(m, ep, 0, &event)));
	errs(EINVAL, sound(model_wait(m, ep, MODEL_CAPACITY_MAX + 1, &event)));
	decided(wait_capacity);
	errs(EBADF, sound(model_wait(m, -1, 1, &event)));
	errs(EBADF, sound(model_wait(m, 99, 1, &event)));
	decided(wait_not_open);
	errs(EINVAL, sound(model_wait(m, a, 1, &event)));
	decided(wait_no_instance);
	is(77, event.token);
	is(77, event.events);
}

static void an_inner_instance_is_looked_through(void **state)
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
	gives(outer, 9, {9, IN});
	is(0, put(a, 1));
	gives(inner, 9, {2, IN}, {1, IN});
	decided(nested_look_finds);
	decided(nested_look_drops);
}

static void mod_of_an_inner_instance_looks_too(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	ok(add(inner, a, IN, 1));
	ok(add(inner, b, IN, 2));
	ok(add(outer, inner, 0, 9));
	is(1, get(a, 8));
	ok(mod(outer, inner, OUT, 9));
	is(0, put(a, 1));
	gives(inner, 9, {2, IN}, {1, IN});
	nothing(outer);
}

static void an_inner_instance_wakes_with_in_alone(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	struct two p = pipe_pair();
	ok(add(inner, p.r, IN, 1));
	ok(add(outer, inner, RDNORM, 2));
	is(1, put(p.w, 1));
	nothing(outer);
	decided(nested_wakeup_is_for_in_alone);
	ok(mod(outer, inner, RDNORM, 2));
	gives(outer, 9, {2, RDNORM});
	ok(shut_number(p.w));
	gives(outer, 9, {2, RDNORM});
}

static void each_inner_wakeup_is_an_outer_edge(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	int a = eventfd(0);
	ok(add(inner, a, IN, 1));
	ok(add(outer, inner, IN | ET, 2));
	is(0, put(a, 1));
	gives(outer, 9, {2, IN});
	is(0, put(a, 1));
	gives(outer, 9, {2, IN});
	nothing(outer);
	decided(nested_wakeup_queues);
}

static void an_inner_edge_is_an_outer_level(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	int a = eventfd(1);
	ok(add(inner, a, IN | ET, 1));
	ok(add(outer, inner, IN, 2));
	gives(outer, 9, {2, IN});
	gives(outer, 9, {2, IN});
	gives(inner, 9, {1, IN});
	nothing(outer);
}

static void add_and_mod_that_queue_wake_the_watchers(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	int a = eventfd(1);
	ok(add(outer, inner, IN | ET, 2));
	ok(add(inner, a, IN | ET, 1));
	gives(outer, 9, {2, IN});
	decided(ctl_of_what_is_ready_wakes_the_watchers);
	gives(inner, 9, {1, IN});
	ok(mod(inner, a, IN | ET, 1));
	gives(outer, 9, {2, IN});
	/* It is queued now, so that MOD tells nobody. */
	ok(mod(inner, a, IN | ET, 1));
	nothing(outer);
	gives(inner, 9, {1, IN});
	nothing(outer);
}

static void add_and_mod_wake_the_watchers_with_in_alone(void **state)
{
	(void)state;
	int outer = epoll();
	int inner = epoll();
	int a = eventfd(1);
	ok(add(outer, inner, RDNORM, 2));
	ok(add(inner, a, IN | ET, 1));
	nothing(outer);
	gives(inner, 9, {1, IN});
	ok(mod(inner, a, IN | ET, 1));
	nothing(outer);
	is(2, model_rule_hits(m, MODEL_RULE_nested_wakeup_is_for_in_alone));
}

static void wakeups_climb_a_chain(void **state)
{
	(void)state;
	int chain[5];
	int a = eventfd(0);
	for (int i = 0; i < 5; i++) {
		chain[i] = epoll();
		ok(add(chain[i], i == 0 ? a : chain[i - 1], IN, (uint64_t)i));
	}
	is(0, put(a, 1));
	gives(chain[4], 9, {4, IN});
	gives(chain[0], 9, {0, IN});
	is(1, get(a, 8));
	nothing(chain[4]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(ordinary_waiters_are_woken_newest_first),
		world_test(exclusive_waiters_are_woken_last_and_oldest_first),
		world_test(exclusive_keeps_no_instance_from_its_event),
		world_test(mod_keeps_the_place_in_the_wait_queue),
		world_test(slots_go_round),
		world_test(drained_and_filled_before_a_look_keeps_its_place),
		world_test(a_look_in_vain_costs_the_place_but_no_slot),
		world_test(what_the_slots_do_not_reach_is_not_looked_at),
		world_test(a_wakeup_takes_a_place_though_nothing_is_true),
		world_test(an_edge_is_delivered_once),
		world_test(an_edge_that_is_left_over_is_not_lost),
		world_test(a_fired_one_shot_is_deaf_until_mod),
		world_test(a_look_in_vain_does_not_use_the_shot_up),
		world_test(one_shot_wins_over_edge_triggered),
		world_test(an_empty_interest_hears_err_and_hup),
		world_test(a_number_that_means_another_file_is_gone),
		world_test(the_errors_of_wait),
		world_test(an_inner_instance_is_looked_through),
		world_test(mod_of_an_inner_instance_looks_too),
		world_test(an_inner_instance_wakes_with_in_alone),
		world_test(each_inner_wakeup_is_an_outer_edge),
		world_test(an_inner_edge_is_an_outer_level),
		world_test(add_and_mod_that_queue_wake_the_watchers),
		world_test(add_and_mod_wake_the_watchers_with_in_alone),
		world_test(wakeups_climb_a_chain),
	};
	return world_run(tests);
}
