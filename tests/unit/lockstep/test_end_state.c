/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/lockstep/end_state.c: the real world is changed behind the model's back. */
#include "support.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static struct lockstep *ls;

/* The numbers of the scene: all kinds, an instance with items, holes at 9 and 10. */
enum { EP, EVENT, READER, WRITER, SOCKET, PEER, TIMER, FILE_, OTHER, HOLE, LAST = 11 };

static const struct call scene[] = {
	{PROGRAM_epoll, {-1, -1}, {0}},
	{PROGRAM_eventfd, {-1, -1}, {0, 0}},
	{PROGRAM_pipe, {-1, -1}, {0}},
	{PROGRAM_socketpair, {-1, -1}, {0}},
	{PROGRAM_timerfd, {-1, -1}, {0}},
	{PROGRAM_file, {-1, -1}, {0}},
	{PROGRAM_eventfd, {-1, -1}, {4, 0}},
	{PROGRAM_dup, {EVENT, -1}, {0}},
	{PROGRAM_dup, {EVENT, -1}, {0}},
	{PROGRAM_dup, {EVENT, -1}, {0}},
	{PROGRAM_close, {HOLE, -1}, {0}},
	{PROGRAM_close, {HOLE + 1, -1}, {0}},
	{PROGRAM_write, {WRITER, -1}, {5}},
	{PROGRAM_write, {PEER, -1}, {5}},
	{PROGRAM_add, {EP, READER}, {EPOLLIN | EPOLLET, 20}},
	{PROGRAM_add, {EP, SOCKET}, {EPOLLIN | EPOLLWAKEUP, 40}},
	{PROGRAM_add, {EP, EVENT}, {EPOLLOUT, UINT64_MAX}},
};

static int setup(void **state)
{
	(void)state;
	ls = create_settled(LOCKSTEP_context);
	for (size_t i = 0; i < COUNT(scene); i++)
		do_both(ls, &scene[i]);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	sweep_and_destroy(ls);
	return 0;
}

static int real(int number)
{
	return world_real(&ls->world, number);
}

static void assert_differs(const char *what, const char *expected, const char *got)
{
	struct lockstep_report report = {.verdict = LOCKSTEP_SAME};
	char operation[LOCKSTEP_TEXT_SIZE];

	assert_false(end_state_same(ls, &report));
	snprintf(operation, sizeof operation, "at the end: %s", what);
	assert_string_equal(report.operation, operation);
	assert_string_equal(report.expected, expected);
	assert_string_equal(report.got, got);
	assert_string_equal(report.reason, "the state after the program differs");
	assert_int_equal(report.verdict, LOCKSTEP_VIOLATION);
	assert_int_equal(report.index, LOCKSTEP_AT_END);
}

static void two_equal_worlds_are_the_same(void **state)
{
	struct lockstep_report report = {.verdict = LOCKSTEP_SAME};

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_true(end_state_same(ls, &report));
	assert_int_equal(report.verdict, LOCKSTEP_SAME);
}

static void a_leak_into_a_hole_is_seen(void **state)
{
	(void)state;
	assert_int_equal(dup(0), real(HOLE));
	assert_differs("being open of number 9", "0x0", "0x1");
}

static void a_leak_above_all_numbers_is_seen(void **state)
{
	(void)state;
	for (int beyond = 1; beyond <= 8; beyond++) {
		char what[64];

		assert_int_equal(dup2(0, real(LAST + beyond)), real(LAST + beyond));
		snprintf(what, sizeof what, "being open of number %d", LAST + beyond);
		assert_differs(what, "0x0", "0x1");
		close(real(LAST + beyond));
	}
}

static void a_number_that_was_closed_is_seen(void **state)
{
	(void)state;
	close(real(FILE_));
	assert_differs("being open of number 7", "0x1", "0x0");
}

static void other_readiness_is_seen(void **state)
{
	(void)state;
	assert_int_equal(eventfd_write(real(EVENT), 1), 0);
	assert_differs("readiness of number 1", "0x4", "0x5");
}

static void other_bytes_in_a_pipe_are_seen(void **state)
{
	(void)state;
	assert_int_equal(write(real(WRITER), "x", 1), 1);
	assert_differs("bytes waiting of number 2", "0x5", "0x6");
}

static void other_bytes_in_a_socket_are_seen(void **state)
{
	(void)state;
	assert_int_equal(write(real(PEER), "xy", 2), 2);
	assert_differs("bytes waiting of number 4", "0x5", "0x7");
}

static void an_item_too_many_or_too_few_is_seen(void **state)
{
	struct epoll_event event = {.events = EPOLLIN, .data.u64 = 1};

	(void)state;
	assert_int_equal(epoll_ctl(real(EP), EPOLL_CTL_ADD, real(TIMER), &event), 0);
	assert_differs("how many items of number 0", "0x3", "0x4");
	assert_int_equal(epoll_ctl(real(EP), EPOLL_CTL_DEL, real(TIMER), NULL), 0);
	assert_int_equal(epoll_ctl(real(EP), EPOLL_CTL_DEL, real(EVENT), NULL), 0);
	assert_differs("how many items of number 0", "0x3", "0x2");
}

static void other_events_of_an_item_are_seen(void **state)
{
	struct epoll_event event = {.events = EPOLLIN, .data.u64 = 20};

	(void)state;
	assert_int_equal(epoll_ctl(real(EP), EPOLL_CTL_MOD, real(READER), &event), 0);
	assert_differs("an item's events of number 0", "0x80000019", "0x19");
}

static void another_token_of_an_item_is_seen(void **state)
{
	struct epoll_event event = {.events = EPOLLOUT, .data.u64 = UINT64_MAX - 1};

	(void)state;
	assert_int_equal(epoll_ctl(real(EP), EPOLL_CTL_MOD, real(EVENT), &event), 0);
	assert_differs("an item's token of number 0", "0xffffffffffffffff", "0xfffffffffffffffe");
}

static void another_number_of_an_item_is_seen(void **state)
{
	struct epoll_event event = {.events = EPOLLOUT, .data.u64 = UINT64_MAX};

	(void)state;
	assert_int_equal(epoll_ctl(real(EP), EPOLL_CTL_DEL, real(EVENT), NULL), 0);
	assert_int_equal(epoll_ctl(real(EP), EPOLL_CTL_ADD, real(OTHER), &event), 0);
	assert_differs("an item's number of number 0", "0x1", "0x2");
}

static void at_the_end_everything_is_closed(void **state)
{
	struct lockstep_report report = {.verdict = LOCKSTEP_SAME};

	(void)state;
	assert_true(end_closed(ls, &report));
	assert_nothing_open(ls);
	assert_int_equal(report.verdict, LOCKSTEP_SAME);
}

static void what_is_left_at_the_end_is_told(void **state)
{
	struct lockstep_report report = {.verdict = LOCKSTEP_SAME};

	(void)state;
	assert_int_equal(dup2(0, real(LAST + 1)), real(LAST + 1));
	assert_false(end_closed(ls, &report));
	assert_string_equal(report.operation, "at the end: being open of number 12");
	assert_int_equal(report.verdict, LOCKSTEP_VIOLATION);
}

/* To read an interest list takes a descriptor; a difference must not hide where none is free. */
static void interest_is_compared_when_all_numbers_are_open(void **state)
{
	const struct call dup_call = {PROGRAM_dup, {EVENT, -1}, {0}};
	struct epoll_event event = {.events = EPOLLOUT, .data.u64 = 5};
	struct lockstep_report report = {.verdict = LOCKSTEP_SAME};

	(void)state;
	ls->options.check_model = false;
	while (do_both(ls, &dup_call).said.kind == PROGRAM_OK)
		continue;
	assert_true(end_state_same(ls, &report));
	assert_int_equal(epoll_ctl(real(EP), EPOLL_CTL_MOD, real(EVENT), &event), 0);
	assert_false(end_state_same(ls, &report));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_equal_worlds_are_the_same),
		TEST(a_leak_into_a_hole_is_seen),
		TEST(a_leak_above_all_numbers_is_seen),
		TEST(a_number_that_was_closed_is_seen),
		TEST(other_readiness_is_seen),
		TEST(other_bytes_in_a_pipe_are_seen),
		TEST(other_bytes_in_a_socket_are_seen),
		TEST(an_item_too_many_or_too_few_is_seen),
		TEST(other_events_of_an_item_are_seen),
		TEST(another_token_of_an_item_is_seen),
		TEST(another_number_of_an_item_is_seen),
		TEST(at_the_end_everything_is_closed),
		TEST(what_is_left_at_the_end_is_told),
		TEST(interest_is_compared_when_all_numbers_are_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
