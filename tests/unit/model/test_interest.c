/* SPDX-License-Identifier: BSD-3-Clause */
/* interest.c: epoll_ctl(2)'s errors in their order, what ADD, MOD and DEL do. */
#include "world.h"

static void closed_numbers_come_first(void **state)
{
	(void)state;
	int f = regular_file();
	int ep = epoll();
	errs(EBADF, add(-1, f, IN, 1));
	errs(EBADF, add(99, 99, EXCLUSIVE | PRI, 1));
	decided(ctl_instance_not_open);
	errs(EBADF, add(f, 99, IN, 1));
	errs(EBADF, mod(ep, 99, EXCLUSIVE, 1));
	errs(EBADF, del(ep, -1));
	decided(ctl_target_not_open);
}

static void then_regular_files(void **state)
{
	(void)state;
	int f = regular_file();
	int ep = epoll();
	struct two p = pipe_pair();
	errs(EPERM, add(p.r, f, IN, 1));
	errs(EPERM, add(f, f, IN, 1));
	errs(EPERM, mod(ep, f, EXCLUSIVE, 1));
	errs(EPERM, del(ep, f));
	decided(ctl_target_is_a_regular_file);
}

static void then_what_is_no_instance(void **state)
{
	(void)state;
	int f = regular_file();
	int ep = epoll();
	int dup = duplicate(ep);
	struct two p = pipe_pair();
	errs(EINVAL, add(p.r, p.r, IN, 1));
	errs(EINVAL, add(ep, ep, IN, 1));
	errs(EINVAL, del(ep, ep));
	errs(EINVAL, add(ep, dup, IN, 1));
	errs(EINVAL, mod(dup, ep, IN, 1));
	is(3, model_rule_hits(m, MODEL_RULE_ctl_target_is_itself));
	is(2, model_rule_hits(m, MODEL_RULE_ctl_target_is_its_own_dup));
	errs(EINVAL, add(f, p.r, IN, 1));
	errs(EINVAL, del(p.r, p.w));
	decided(ctl_no_instance);
}

static void then_exclusive(void **state)
{
	(void)state;
	int ep = epoll();
	int inner = epoll();
	int a = eventfd(0);
	errs(EINVAL, mod(ep, a, EXCLUSIVE, 1));
	decided(mod_to_exclusive);
	ok(add(ep, a, IN | EXCLUSIVE, 1));
	errs(EINVAL, add(ep, a, EXCLUSIVE | RDHUP, 1));
	decided(add_exclusive_with_other_bits);
	errs(EINVAL, add(ep, inner, IN | EXCLUSIVE, 1));
	ok(add(inner, a, IN, 1));
	/* A ring, but EXCLUSIVE is looked at before. */
	ok(add(ep, inner, IN, 1));
	errs(EINVAL, add(inner, ep, EXCLUSIVE, 1));
	decided(add_exclusive_of_an_instance);
	errs(EEXIST, add(ep, a, IN | EXCLUSIVE, 1));
	errs(EINVAL, mod(ep, a, IN, 2));
	decided(mod_of_exclusive);
	ok(del(ep, a));
	errs(ENOENT, mod(ep, a, IN, 2));
}

static void exclusive_takes_just_these_bits(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(0);
	uint32_t good = IN | OUT | ERR | HUP | WAKEUP | ET;
	for (uint32_t bit = 1; bit != 0; bit <<= 1) {
		bool allowed = (bit & (good | EXCLUSIVE)) != 0;
		is(allowed ? 0 : -EINVAL, add(ep, a, bit | EXCLUSIVE, 1));
		if (allowed)
			ok(del(ep, a));
	}
	ok(add(ep, a, good | EXCLUSIVE, 1));
}

static void then_what_is_registered(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	errs(ENOENT, mod(ep, a, IN, 1));
	errs(ENOENT, del(ep, a));
	ok(add(ep, a, IN, 1));
	undecided(wakeup_changes_nothing);
	undecided(ctl_of_what_is_ready_wakes_the_watchers);
	undecided(ways_up_few_enough);
	errs(EEXIST, add(ep, a, OUT, 2));
	undecided(add_registered_and_fired);
	undecided(add_finds_what_a_former_number_registered);
	gives(ep, 9, {1, IN});
	int b = duplicate(a);
	errs(ENOENT, del(ep, b));
	ok(add(ep, b, IN, 2));
	ok(del(ep, a));
	errs(ENOENT, del(ep, a));
	gives(ep, 9, {2, IN});
	decided(add_registered);
	decided(mod_not_registered);
	decided(del_not_registered);
	is(1, model_rule_hits(m, MODEL_RULE_del_of_a_queued_item));
	undecided(del);
	undecided(del_finds_what_a_former_number_registered);
}

static void no_room_is_enospc(void **state)
{
	(void)state;
	free(m);
	m = world_create(8, 2);
	int ep = epoll();
	int a = eventfd(0);
	int b = eventfd(1);
	int c = eventfd(1);
	ok(add(ep, a, IN, 1));
	ok(add(ep, b, IN, 2));
	errs(ENOSPC, add(ep, c, IN, 3));
	errs(EEXIST, add(ep, b, IN, 3));
	gives(ep, 9, {2, IN});
	ok(del(ep, a));
	ok(add(ep, c, IN, 3));
	errs(ENOSPC, add(ep, a, IN, 1));
	gives(ep, 9, {2, IN}, {3, IN});
}

static void err_and_hup_are_always_added(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(0);
	struct model_item item;
	ok(add(ep, a, WAKEUP | ONESHOT, 7));
	is(1, model_items(m, ep, &item, 1));
	is(a, item.number);
	is(ERR | HUP | ONESHOT, item.events);
	is(7, item.token);
	decided(wakeup_changes_nothing);
	ok(mod(ep, a, IN | ET | WAKEUP, UINT64_MAX));
	is(1, model_items(m, ep, &item, 1));
	is(IN | ERR | HUP | ET, item.events);
	assert_true(item.token == UINT64_MAX);
	decided(mod_of_what_is_not_ready);
}

static void unnamed_bits_never_come_back(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	uint32_t named = IN | PRI | OUT | ERR | HUP | RDNORM | RDBAND | WRNORM | WRBAND | MSG |
			 RDHUP | WAKEUP;
	ok(add(ep, a, named, 1));
	ok(mod(ep, a, ET | ONESHOT, 1));
	undecided(unnamed_bits_are_taken);
	undecided(ways_up_of_a_file_in_a_watched_instance);
	ok(mod(ep, a, ~EXCLUSIVE & ~ONESHOT & ~ET, 1));
	gives(ep, 9, {1, IN | OUT});
	ok(mod(ep, a, MSG | 0x20, 1));
	nothing(ep);
	decided(unnamed_bits_are_taken);
}

static void items_are_listed_up_to_the_capacity(void **state)
{
	(void)state;
	int ep = epoll();
	struct model_item items[3] = {{-5, 0, 0}, {-5, 0, 0}, {-5, 0, 0}};
	is(0, model_items(m, ep, items, 3));
	for (int i = 0; i < 3; i++)
		ok(add(ep, eventfd(0), IN, (uint64_t)i));
	is(3, model_items(m, ep, items, -1));
	is(-5, items[0].number);
	is(3, model_items(m, ep, items, 2));
	assert_true(items[0].number != items[1].number);
	is(-5, items[2].number);
	is(0, model_items(m, -1, items, 3));
	is(0, model_items(m, 1, items, 3));
	/* Whatever a socket has where an instance has its items. */
	struct pair s = socket_pair();
	is(1, put(s.a, 1));
	is(1, get(s.b, 1));
	is(0, model_items(m, s.b, items, 3));
}

static void mod_keeps_the_place_of_a_queued_item(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	ok(add(ep, a, IN, 1));
	ok(add(ep, b, IN, 2));
	ok(mod(ep, a, 0, 1));
	is(1, model_rule_hits(m, MODEL_RULE_mod_unmet_stays_queued));
	ok(mod(ep, a, IN, 3));
	is(1, model_rule_hits(m, MODEL_RULE_mod_keeps_the_place));
	is(1, model_rule_hits(m, MODEL_RULE_mod_unmet_stays_queued));
	undecided(mod_of_edge_triggered);
	undecided(mod_arms_a_fired_one_shot);
	undecided(mod_finds_what_a_former_number_registered);
	gives(ep, 9, {3, IN}, {2, IN});
}

static void mod_queues_what_is_ready_at_the_tail(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	ok(add(ep, a, RDHUP, 1));
	ok(add(ep, b, IN, 2));
	ok(mod(ep, a, OUT, 3));
	gives(ep, 9, {2, IN}, {3, OUT});
	decided(mod_of_what_is_ready);
	decided(add_of_what_is_ready);
	decided(add_of_what_is_not_ready);
}

static void mod_is_an_edge(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	ok(add(ep, a, IN | ET, 1));
	gives(ep, 9, {1, IN});
	nothing(ep);
	ok(mod(ep, a, IN | ET, 1));
	gives(ep, 9, {1, IN});
	decided(mod_of_edge_triggered);
}

static void del_and_add_again_go_to_the_tail(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	int b = eventfd(1);
	int c = eventfd(0);
	ok(add(ep, a, IN, 1));
	ok(add(ep, b, IN, 2));
	ok(add(ep, c, IN, 3));
	ok(del(ep, c));
	decided(del);
	ok(del(ep, a));
	ok(add(ep, a, IN, 1));
	gives(ep, 9, {2, IN}, {1, IN});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(closed_numbers_come_first),
		world_test(then_regular_files),
		world_test(then_what_is_no_instance),
		world_test(then_exclusive),
		world_test(exclusive_takes_just_these_bits),
		world_test(then_what_is_registered),
		world_test(no_room_is_enospc),
		world_test(err_and_hup_are_always_added),
		world_test(unnamed_bits_never_come_back),
		world_test(items_are_listed_up_to_the_capacity),
		world_test(mod_keeps_the_place_of_a_queued_item),
		world_test(mod_queues_what_is_ready_at_the_tail),
		world_test(mod_is_an_edge),
		world_test(del_and_add_again_go_to_the_tail),
	};
	return world_run(tests);
}
