/* SPDX-License-Identifier: BSD-3-Clause */
/* counters.c: eventfd, timerfd, the offset of a regular file. */
#include "world.h"

static void an_eventfd_counts(void **state)
{
	(void)state;
	int a = eventfd(3);
	is(0, put(a, 4));
	is(7, get(a, 8));
	errs(EAGAIN, get(a, 8));
	is(0, put(a, 1));
	is(1, get(a, 0));
	decided(eventfd_write);
	decided(eventfd_read);
	decided(eventfd_read_of_0);
}

static void a_semaphore_gives_one_at_a_time(void **state)
{
	(void)state;
	int a = semaphore(2);
	is(1, get(a, 8));
	is(1, get(a, 8));
	errs(EAGAIN, get(a, 8));
	decided(eventfd_read_semaphore);
}

static void an_eventfd_is_full_at_its_maximum(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(0);
	ok(add(ep, a, IN | OUT | RDNORM | WRNORM, 1));
	gives(ep, 9, {1, OUT});
	errs(EINVAL, put(a, UINT64_MAX));
	decided(eventfd_write_of_the_maximum);
	undecided(eventfd_says_in_above_0);
	is(0, put(a, UINT64_MAX - 2));
	gives(ep, 9, {1, IN | OUT});
	decided(eventfd_says_in_above_0);
	errs(EAGAIN, put(a, 2));
	decided(eventfd_write_overflow);
	errs(EINVAL, put(a, UINT64_MAX));
	is(0, put(a, 1));
	gives(ep, 9, {1, IN});
	decided(eventfd_says_no_out_when_full);
	errs(EAGAIN, put(a, 1));
	is(0, put(a, 0));
	is(-2, get(a, 8));
}

static void an_eventfd_write_wakes_always_and_a_refused_one_never(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	ok(add(ep, a, IN | ET, 1));
	gives(ep, 9, {1, IN});
	is(0, put(a, 1));
	gives(ep, 9, {1, IN});
	undecided(eventfd_write_of_0);
	is(0, put(a, 0));
	gives(ep, 9, {1, IN});
	errs(EINVAL, put(a, UINT64_MAX));
	errs(EAGAIN, put(a, UINT64_MAX - 1));
	nothing(ep);
	decided(eventfd_write_of_0);
}

static void an_eventfd_read_wakes_with_out(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(1);
	ok(add(ep, a, OUT | ET, 1));
	gives(ep, 9, {1, OUT});
	is(1, get(a, 8));
	gives(ep, 9, {1, OUT});
	errs(EAGAIN, get(a, 8));
	nothing(ep);
	is(0, put(a, 1));
	nothing(ep);
	decided(wakeup_misses_the_interest);
}

static void an_edge_delivers_all_that_is_true(void **state)
{
	(void)state;
	int ep = epoll();
	int a = eventfd(0);
	ok(add(ep, a, IN | OUT | ET, 1));
	gives(ep, 9, {1, OUT});
	is(0, put(a, 0));
	gives(ep, 9, {1, OUT});
}

static void a_timer_expires(void **state)
{
	(void)state;
	int ep = epoll();
	int t = timerfd();
	ok(add(ep, t, IN | ET, 1));
	nothing(ep);
	undecided(timerfd_says_in_when_expired);
	errs(EAGAIN, get(t, 8));
	ok(arm(t));
	undecided(timerfd_expires_again);
	gives(ep, 9, {1, IN});
	ok(arm(t));
	gives(ep, 9, {1, IN});
	is(1, get(t, 8));
	errs(EAGAIN, get(t, 8));
	nothing(ep);
	ok(mod(ep, t, ~EXCLUSIVE ^ IN, 1));
	ok(arm(t));
	nothing(ep);
	ok(disarm(t));
	nothing(ep);
	errs(EAGAIN, get(t, 8));
	ok(disarm(t));
	decided(timerfd_expires);
	decided(timerfd_expires_again);
	decided(timerfd_read);
	decided(timerfd_read_unexpired);
	decided(timerfd_disarm);
	decided(timerfd_says_in_when_expired);
}

static void a_timer_wakes_with_in_alone(void **state)
{
	(void)state;
	int ep = epoll();
	int t = timerfd();
	int a = eventfd(0);
	ok(add(ep, t, OUT, 1));
	ok(add(ep, a, IN, 2));
	ok(arm(t));
	is(0, put(a, 1));
	ok(mod(ep, t, IN, 1));
	gives(ep, 9, {2, IN}, {1, IN});
}

static void the_errors_of_a_timer(void **state)
{
	(void)state;
	int t = timerfd();
	int a = eventfd(0);
	errs(EINVAL, put(t, 1));
	errs(EINVAL, put(t, 0));
	errs(EINVAL, arm(a));
	errs(EINVAL, disarm(a));
	errs(EINVAL, arm(regular_file()));
	errs(EBADF, arm(-1));
	errs(EBADF, disarm(99));
	decided(timerfd_write);
	decided(timerfd_set_no_timerfd);
	decided(timerfd_set_not_open);
}

static void a_file_shares_its_offset_and_ends(void **state)
{
	(void)state;
	int f = regular_file();
	int g = duplicate(f);
	is(0, put(f, 0));
	is(0, get(f, 10));
	is(1000, put(f, 1000));
	is(0, get(g, 10));
	is(MODEL_FILE_BYTES_MAX - 1000, put(g, MODEL_FILE_BYTES_MAX));
	errs(EFBIG, put(f, 1));
	is(0, put(f, 0));
	is(IN | OUT | RDNORM | WRNORM, model_readiness(m, f));
	decided(file_write);
	decided(file_write_of_0);
	decided(file_write_cut);
	decided(file_write_at_the_limit);
	decided(file_read_at_the_end);
}

static void a_write_up_to_the_limit_is_not_cut(void **state)
{
	(void)state;
	int f = regular_file();
	is(MODEL_FILE_BYTES_MAX, put(f, MODEL_FILE_BYTES_MAX));
	decided(file_write);
	undecided(file_write_cut);
	errs(EFBIG, put(f, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(an_eventfd_counts),
		world_test(a_semaphore_gives_one_at_a_time),
		world_test(an_eventfd_is_full_at_its_maximum),
		world_test(an_eventfd_write_wakes_always_and_a_refused_one_never),
		world_test(an_eventfd_read_wakes_with_out),
		world_test(an_edge_delivers_all_that_is_true),
		world_test(a_timer_expires),
		world_test(a_timer_wakes_with_in_alone),
		world_test(the_errors_of_a_timer),
		world_test(a_file_shares_its_offset_and_ends),
		world_test(a_write_up_to_the_limit_is_not_cut),
	};
	return world_run(tests);
}
