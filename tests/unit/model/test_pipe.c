/* SPDX-License-Identifier: BSD-3-Clause */
/* pipe.c: room in pages, who is woken, the order of a pipe's errors. */
#include "world.h"

static void room_is_counted_in_pages(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	ok(add(ep, p.w, OUT, 1));
	is(61441, put(p.w, 61441));
	nothing(ep);
	is(4095, put(p.w, 4095));
	errs(EAGAIN, put(p.w, 1));
	is(4095, get(p.r, 4095));
	errs(EAGAIN, put(p.w, 1));
	is(1, get(p.r, 1));
	is(4096, put(p.w, 8192));
	decided(pipe_write_merges);
	decided(pipe_write_part);
	decided(pipe_write_full);
	decided(pipe_read_keeps_the_page);
	decided(pipe_read_frees_a_page_of_a_full_pipe);
	decided(pipe_writer_says_nothing_when_full);
}

/* Odd bytes that do not fit behind the last page's data leave a gap there. */
static void odd_bytes_merge_whole_or_not_at_all(void **state)
{
	(void)state;
	struct two p = pipe_pair();
	is(4000, put(p.w, 4000));
	is(97, put(p.w, 97));
	decided(pipe_write_does_not_merge);
	/* 14 pages are free, and the 97 bytes' page takes the 3999 odd ones. */
	is(14 * 4096 + 3999, put(p.w, 15 * 4096 + 3999));
	errs(EAGAIN, put(p.w, 4096));
	is(16 * 4096 - 96, model_bytes_waiting(m, p.r));
	is(0, model_bytes_waiting(m, p.w));
}

/* What was read from the front of the last page does not come back as room behind its data. */
static void a_page_read_in_part_has_no_new_room(void **state)
{
	(void)state;
	struct two p = pipe_pair();
	is(4096, put(p.w, 4096));
	is(4000, get(p.r, 4000));
	is(65535 - 4096, put(p.w, 65535 - 4096));
	is(1, put(p.w, 1));
	errs(EAGAIN, put(p.w, 1));
	is(96, get(p.r, 96));
	is(4096, put(p.w, 5000));
}

static void a_page_read_in_two_parts_has_no_new_room(void **state)
{
	(void)state;
	struct two p = pipe_pair();
	is(4096, put(p.w, 4096));
	is(1000, get(p.r, 1000));
	is(1000, get(p.r, 1000));
	is(1000, put(p.w, 1000));
	is(57344, put(p.w, 65536));
}

static void a_read_ends_within_a_later_page(void **state)
{
	(void)state;
	struct two p = pipe_pair();
	is(12288, put(p.w, 12288));
	is(5000, get(p.r, 5000));
	is(4000, get(p.r, 4000));
	is(3288, get(p.r, 65536));
}

static void a_large_write_is_cut(void **state)
{
	(void)state;
	struct two p = pipe_pair();
	is(65536, put(p.w, UINT64_MAX));
	is(65536, get(p.r, UINT32_MAX));
	errs(EAGAIN, get(p.r, 1));
	is(65536, put(p.w, UINT64_C(1) << 32));
	is(65536, get(p.r, UINT32_MAX));
	/* The cut leaves no odd byte to merge; one byte less leaves 4095. */
	is(1, put(p.w, 1));
	is(61440, put(p.w, 0x7ffff001));
	undecided(pipe_write_merges);
	undecided(pipe_write_does_not_merge);
	is(61441, get(p.r, UINT32_MAX));
	is(1, put(p.w, 1));
	is(65535, put(p.w, 0x7fffefff));
}

static void every_write_wakes_the_reader(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	is(65536, put(p.w, 65536));
	ok(add(ep, p.r, IN | ET, 1));
	gives(ep, 9, {1, IN});
	errs(EAGAIN, put(p.w, 1));
	gives(ep, 9, {1, IN});
	is(1, get(p.r, 1));
	nothing(ep);
	is(0, put(p.w, 0));
	nothing(ep);
	decided(pipe_write_of_0);
}

static void the_key_of_a_write_is_in_and_rdnorm(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	ok(add(ep, p.r, PRI | ET, 1));
	is(1, put(p.w, 1));
	decided(wakeup_misses_the_interest);
	ok(mod(ep, p.r, RDNORM | ET, 1));
	gives(ep, 9, {1, RDNORM});
	is(1, put(p.w, 1));
	gives(ep, 9, {1, RDNORM});
	decided(pipe_write);
}

static void only_a_full_pipe_wakes_its_writer(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	ok(add(ep, p.w, OUT | ET, 1));
	gives(ep, 9, {1, OUT});
	is(61440, put(p.w, 61440));
	is(8192, get(p.r, 8192));
	nothing(ep);
	decided(pipe_read);
	is(12288, put(p.w, 20000));
	nothing(ep);
	is(4095, get(p.r, 4095));
	nothing(ep);
	is(1, get(p.r, 1));
	gives(ep, 9, {1, OUT});
	is(4096, get(p.r, 4096));
	nothing(ep);
}

static void one_read_wakes_the_writer_with_out_and_wrnorm(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	is(65536, put(p.w, 65536));
	ok(add(ep, p.w, WRNORM, 1));
	nothing(ep);
	is(65536, get(p.r, 65536));
	gives(ep, 9, {1, WRNORM});
}

static void a_freed_page_wakes_with_out_and_wrnorm_alone(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	int a = eventfd(0);
	is(65536, put(p.w, 65536));
	ok(add(ep, p.w, IN, 1));
	ok(add(ep, a, IN, 2));
	is(4096, get(p.r, 4096));
	is(0, put(a, 1));
	ok(mod(ep, p.w, OUT, 1));
	gives(ep, 9, {2, IN}, {1, OUT});
}

static void the_order_of_errors(void **state)
{
	(void)state;
	struct two p = pipe_pair();
	errs(EBADF, put(p.r, 0));
	errs(EBADF, get(p.w, 0));
	decided(pipe_write_to_the_reader);
	decided(pipe_read_from_the_writer);
	is(0, get(p.r, 0));
	decided(pipe_read_of_0);
	errs(EAGAIN, get(p.r, 1));
	decided(pipe_read_empty);
	is(65536, put(p.w, 65536));
	ok(shut_number(p.r));
	is(0, put(p.w, 0));
	errs(EPIPE, put(p.w, 1));
	decided(pipe_write_without_reader);
}

static void without_reader_err_comes_beside_out(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	ok(add(ep, p.w, OUT, 1));
	ok(shut_number(p.r));
	gives(ep, 9, {1, OUT | ERR});
	decided(pipe_last_reader_closed);
	decided(pipe_writer_says_err_beside_out);
	decided(wait_delivers_err);
}

static void a_full_pipe_without_reader_says_err_alone(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	ok(add(ep, p.w, OUT | WRNORM, 1));
	is(65536, put(p.w, 65536));
	ok(shut_number(p.r));
	gives(ep, 9, {1, ERR});
	decided(pipe_writer_says_err_alone);
}

static void without_writer_in_comes_beside_hup_while_data_remains(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	ok(add(ep, p.r, IN | RDNORM | RDHUP, 1));
	is(2, put(p.w, 2));
	gives(ep, 9, {1, IN | RDNORM});
	ok(shut_number(p.w));
	gives(ep, 9, {1, IN | RDNORM | HUP});
	is(2, get(p.r, 3));
	gives(ep, 9, {1, HUP});
	is(0, get(p.r, 3));
	is(1, model_rule_hits(m, MODEL_RULE_pipe_read));
	decided(pipe_last_writer_closed);
	decided(pipe_reader_says_in_with_data);
	decided(pipe_reader_says_in_beside_hup);
	decided(pipe_reader_says_hup_alone);
	decided(pipe_read_end_of_file);
}

/* Nobody is left who could write into the page that is free again. */
static void a_full_pipe_without_writer_is_read_to_its_end(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	is(65536, put(p.w, 65536));
	ok(add(ep, p.r, IN | ET, 1));
	ok(shut_number(p.w));
	gives(ep, 9, {1, IN | HUP});
	is(4096, get(p.r, 4096));
	decided(pipe_read_frees_a_page_of_a_full_pipe);
	nothing(ep);
	is(IN | RDNORM | HUP, model_readiness(m, p.r));
	is(61440, get(p.r, 65536));
	is(HUP, model_readiness(m, p.r));
	is(0, get(p.r, 1));
	nothing(ep);
}

static void the_last_close_of_an_end_wakes_everyone(void **state)
{
	(void)state;
	int ep = epoll();
	struct two p = pipe_pair();
	int w = duplicate(p.w);
	ok(add(ep, p.r, ET, 1));
	ok(shut_number(p.w));
	nothing(ep);
	decided(close_of_one_number);
	ok(shut_number(w));
	gives(ep, 9, {1, HUP});
	decided(wakeup_of_everyone_queues);
	decided(wait_delivers_hup);
}

static void a_closed_pipe_makes_room_for_the_next(void **state)
{
	(void)state;
	for (int i = 0; i < 2 * WORLD_NUMBERS; i++) {
		struct two p = pipe_pair();
		is(4096 + i % 7, put(p.w, 4096 + (uint64_t)i % 7));
		ok(shut_number(i % 2 ? p.r : p.w));
		ok(shut_number(i % 2 ? p.w : p.r));
	}
	struct two p = pipe_pair();
	is(0, model_bytes_waiting(m, p.r));
	is(OUT | WRNORM, model_readiness(m, p.w));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(room_is_counted_in_pages),
		world_test(odd_bytes_merge_whole_or_not_at_all),
		world_test(a_page_read_in_part_has_no_new_room),
		world_test(a_page_read_in_two_parts_has_no_new_room),
		world_test(a_read_ends_within_a_later_page),
		world_test(a_large_write_is_cut),
		world_test(every_write_wakes_the_reader),
		world_test(the_key_of_a_write_is_in_and_rdnorm),
		world_test(only_a_full_pipe_wakes_its_writer),
		world_test(one_read_wakes_the_writer_with_out_and_wrnorm),
		world_test(a_freed_page_wakes_with_out_and_wrnorm_alone),
		world_test(the_order_of_errors),
		world_test(without_reader_err_comes_beside_out),
		world_test(a_full_pipe_without_reader_says_err_alone),
		world_test(without_writer_in_comes_beside_hup_while_data_remains),
		world_test(a_full_pipe_without_writer_is_read_to_its_end),
		world_test(the_last_close_of_an_end_wakes_everyone),
		world_test(a_closed_pipe_makes_room_for_the_next),
	};
	return world_run(tests);
}
