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
	};
	return world_run(tests);
}
