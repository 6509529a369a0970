/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of src/poll.c on the real kernel. */
#include "support.h"

static const struct timespec no_time;

static struct epollctx_poll opened(void)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;

	assert_ok(epollctx_poll_open(&poll));
	return poll;
}

/* The read end of a pipe without writers: hung up from the start. */
static int hung_up(void)
{
	int ends[2];

	assert_ok(pipe2(ends, O_CLOEXEC));
	assert_ok(close(ends[1]));
	return ends[0];
}

static int look(struct epollctx_poll *poll)
{
	const struct epollctx_events *events = NULL;

	return epollctx_poll_wait_timeout(poll, &no_time, &events);
}

static void count_call(void *arg)
{
	++*(unsigned *)arg;
}

static void a_new_object_checks_and_has_counted_nothing(void **state)
{
	struct epollctx_poll poll = {.ctx = {-1}, .hangups = 7, .max_hangups = 8};

	(void)state;
	poll.report = count_call;
	poll.arg = &poll;
	assert_ok(epollctx_poll_open(&poll));
	assert_true(is_close_on_exec(poll.ctx.fd));
	assert_true(poll.check_for_hangup);
	assert_int_equal(poll.hangups, 0);
	assert_int_equal(poll.max_hangups, 0);
	assert_null(poll.report);
	assert_null(poll.arg);
	assert_int_equal(look(&poll), 0);
	assert_ok(epollctx_poll_close(&poll));
}

static void open_without_a_free_number_leaves_the_object(void **state)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	struct rlimit before;
	int result;

	(void)state;
	poll.ctx.fd = -7;
	poll.max_hangups = 8;
	before = exhaust_descriptors();
	result = epollctx_poll_open(&poll);
	limit_descriptors(before);
	assert_int_equal(result, -EMFILE);
	assert_int_equal(poll.ctx.fd, -7);
	assert_int_equal(poll.max_hangups, 8);
	assert_false(poll.check_for_hangup);
}

static void waits_give_the_events_in_its_own_slots(void **state)
{
	struct epollctx_poll poll = opened();
	struct epollctx_eventfd e = ready_eventfd();
	const struct epollctx_events *events = NULL;

	(void)state;
	assert_ok(epollctx_poll_add(&poll, e.fd, 5));
	assert_int_equal(epollctx_poll_wait(&poll, &events), 1);
	assert_ptr_equal(events, &poll.events);
	assert_ptr_equal(events->slots, poll.slots);
	assert_int_equal(events->capacity, EPOLLCTX_EVENTS_CAPACITY);
	assert_int_equal(events->count, 1);
	assert_true(epollctx_event_token(&events->slots[0]) == 5);
	assert_true(epollctx_event_readable(&events->slots[0]));
	events = NULL;
	assert_int_equal(epollctx_poll_wait_timeout(&poll, NULL, &events), 1);
	assert_ptr_equal(events, &poll.events);
	assert_ok(epollctx_poll_delete(&poll, e.fd));
	events = NULL;
	assert_int_equal(epollctx_poll_wait_timeout(&poll, &no_time, &events), 0);
	assert_ptr_equal(events, &poll.events);
	assert_int_equal(events->count, 0);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_poll_close(&poll));
}

static void a_timeout_is_not_early(void **state)
{
	static const struct timespec timeout = {0, 1500000};
	struct epollctx_poll poll = opened();
	const struct epollctx_events *events = NULL;
	struct timespec start = monotonic_now();

	(void)state;
	assert_int_equal(epollctx_poll_wait_timeout(&poll, &timeout, &events), 0);
	assert_true(has_elapsed(start, timeout));
	assert_ok(epollctx_poll_close(&poll));
}

static void more_events_than_slots_come_in_turns(void **state)
{
	enum { MANY = EPOLLCTX_EVENTS_CAPACITY + 4 };
	struct epollctx_poll poll = opened();
	struct epollctx_eventfd many[MANY];
	const struct epollctx_events *events = NULL;
	uint64_t seen = 0;
	int i;

	(void)state;
	for (i = 0; i < MANY; i++) {
		many[i] = ready_eventfd();
		assert_ok(epollctx_poll_add(&poll, many[i].fd, (uint64_t)i));
	}
	while (seen != (UINT64_C(1) << MANY) - 1) {
		assert_int_equal(epollctx_poll_wait(&poll, &events), EPOLLCTX_EVENTS_CAPACITY);
		for (i = 0; i < events->count; i++)
			seen |= UINT64_C(1) << epollctx_event_token(&events->slots[i]);
	}
	for (i = 0; i < MANY; i++)
		assert_ok(epollctx_eventfd_close(&many[i]));
	assert_ok(epollctx_poll_close(&poll));
}

static void a_moved_object_uses_its_new_slots(void **state)
{
	struct epollctx_poll old = opened();
	struct epollctx_eventfd e = ready_eventfd();
	const struct epollctx_events *events = NULL;
	struct epollctx_poll poll;

	(void)state;
	assert_ok(epollctx_poll_add(&old, e.fd, 5));
	assert_int_equal(look(&old), 1);
	poll = old;
	old.slots[0].data.u64 = 99;
	assert_int_equal(epollctx_poll_wait(&poll, &events), 1);
	assert_ptr_equal(events->slots, poll.slots);
	assert_true(epollctx_event_token(&events->slots[0]) == 5);
	assert_true(epollctx_event_token(&old.slots[0]) == 99);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_poll_close(&poll));
}

static void modify_replaces_events_and_token(void **state)
{
	struct epollctx_poll poll = opened();
	struct epollctx_eventfd e = ready_eventfd();
	const struct epollctx_events *events = NULL;

	(void)state;
	assert_ok(epollctx_poll_add_fd_with_events(&poll, e.fd, epollctx_watch_empty(), 1));
	assert_int_equal(look(&poll), 0);
	assert_ok(epollctx_poll_modify(&poll, e.fd, epollctx_watch_new(EPOLLOUT), 2));
	assert_int_equal(epollctx_poll_wait(&poll, &events), 1);
	assert_int_equal(events->slots[0].events, EPOLLOUT);
	assert_true(epollctx_event_token(&events->slots[0]) == 2);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_poll_close(&poll));
}

static void add_and_delete_move_the_counters_and_modify_does_not(void **state)
{
	struct epollctx_poll poll = opened();
	struct epollctx_eventfd e = ready_eventfd();
	struct epollctx_eventfd other = ready_eventfd();

	(void)state;
	poll.hangups = 9;
	assert_ok(epollctx_poll_add(&poll, e.fd, 1));
	assert_int_equal(poll.hangups, 0);
	assert_int_equal(poll.max_hangups, 1);
	poll.hangups = 9;
	assert_ok(
		epollctx_poll_add_fd_with_events(&poll, other.fd, epollctx_watch_new(EPOLLIN), 2));
	assert_int_equal(poll.hangups, 0);
	assert_int_equal(poll.max_hangups, 2);
	poll.hangups = 9;
	assert_ok(epollctx_poll_modify(&poll, e.fd, epollctx_watch_new(EPOLLOUT), 1));
	assert_int_equal(poll.hangups, 9);
	assert_int_equal(poll.max_hangups, 2);
	assert_ok(epollctx_poll_delete(&poll, e.fd));
	assert_int_equal(poll.hangups, 0);
	assert_int_equal(poll.max_hangups, 1);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_eventfd_close(&other));
	assert_ok(epollctx_poll_close(&poll));
}

static void what_fails_leaves_the_counters(void **state)
{
	struct epollctx_poll poll = opened();
	struct epollctx_eventfd e = ready_eventfd();
	struct epollctx_watch watch = epollctx_watch_new(EPOLLIN);

	(void)state;
	assert_ok(epollctx_poll_add(&poll, e.fd, 1));
	poll.hangups = 9;
	assert_int_equal(epollctx_poll_add(&poll, e.fd, 1), -EEXIST);
	assert_int_equal(epollctx_poll_add_fd_with_events(&poll, e.fd, watch, 1), -EEXIST);
	assert_int_equal(epollctx_poll_delete(&poll, -1), -EBADF);
	assert_int_equal(epollctx_poll_delete(&poll, poll.ctx.fd), -EINVAL);
	assert_int_equal(epollctx_poll_modify(&poll, -1, watch, 1), -EBADF);
	assert_int_equal(poll.hangups, 9);
	assert_int_equal(poll.max_hangups, 1);
	assert_ok(epollctx_poll_delete(&poll, e.fd));
	assert_int_equal(epollctx_poll_delete(&poll, e.fd), -ENOENT);
	assert_int_equal(poll.max_hangups, 0);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_poll_close(&poll));
}

static void the_counters_stop_at_their_limits(void **state)
{
	struct epollctx_poll poll = opened();
	int fd = hung_up();

	(void)state;
	poll.max_hangups = UINT64_MAX;
	assert_ok(epollctx_poll_add(&poll, fd, 1));
	assert_true(poll.max_hangups == UINT64_MAX);
	poll.hangups = UINT64_MAX;
	assert_int_equal(look(&poll), 1);
	assert_true(poll.hangups == UINT64_MAX);
	poll.max_hangups = 0;
	assert_ok(epollctx_poll_delete(&poll, fd));
	assert_true(poll.max_hangups == 0);
	assert_ok(close(fd));
	assert_ok(epollctx_poll_close(&poll));
}

static void a_busy_loop_is_reported_once(void **state)
{
	struct epollctx_poll poll = opened();
	int fd = hung_up();
	int other = hung_up();
	unsigned reports = 0;

	(void)state;
	assert_ok(epollctx_poll_on_busy_loop(&poll, count_call, &reports));
	assert_ok(epollctx_poll_add(&poll, fd, 1));
	assert_ok(epollctx_poll_add(&poll, other, 2));
	assert_int_equal(look(&poll), 2);
	assert_int_equal(poll.hangups, 2);
	assert_int_equal(reports, 0);
	assert_int_equal(look(&poll), 2);
	assert_int_equal(poll.hangups, 4);
	assert_int_equal(reports, 1);
	assert_int_equal(look(&poll), 2);
	assert_int_equal(poll.hangups, 6);
	assert_int_equal(reports, 1);
	/* A delete starts the count afresh, and the one that is left loops again. */
	assert_ok(epollctx_poll_delete(&poll, other));
	assert_int_equal(look(&poll), 1);
	assert_int_equal(reports, 1);
	assert_int_equal(look(&poll), 1);
	assert_int_equal(reports, 2);
	assert_ok(close(fd));
	assert_ok(close(other));
	assert_ok(epollctx_poll_close(&poll));
}

static void only_hangups_count(void **state)
{
	struct epollctx_poll poll = opened();
	struct epollctx_eventfd e = ready_eventfd();
	unsigned reports = 0;

	(void)state;
	assert_ok(epollctx_poll_on_busy_loop(&poll, count_call, &reports));
	assert_ok(epollctx_poll_add_fd_with_events(
		&poll, e.fd, epollctx_watch_new(EPOLLIN | EPOLLOUT), 1));
	assert_int_equal(look(&poll), 1);
	assert_int_equal(look(&poll), 1);
	assert_int_equal(look(&poll), 1);
	assert_int_equal(poll.hangups, 0);
	assert_int_equal(reports, 0);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_poll_close(&poll));
}

static void without_the_check_nothing_is_counted(void **state)
{
	struct epollctx_poll poll = opened();
	int fd = hung_up();
	unsigned reports = 0;

	(void)state;
	assert_ok(epollctx_poll_on_busy_loop(&poll, count_call, &reports));
	assert_ok(epollctx_poll_add(&poll, fd, 1));
	assert_ok(epollctx_poll_set_check_for_hangup(&poll, false));
	assert_int_equal(look(&poll), 1);
	assert_int_equal(look(&poll), 1);
	assert_int_equal(look(&poll), 1);
	assert_int_equal(poll.hangups, 0);
	assert_int_equal(reports, 0);
	assert_ok(epollctx_poll_set_check_for_hangup(&poll, true));
	assert_int_equal(look(&poll), 1);
	assert_int_equal(reports, 0);
	assert_int_equal(look(&poll), 1);
	assert_int_equal(reports, 1);
	assert_ok(close(fd));
	assert_ok(epollctx_poll_close(&poll));
}

static void without_a_report_nobody_is_called(void **state)
{
	struct epollctx_poll poll = opened();
	int fd = hung_up();
	unsigned reports = 0;

	(void)state;
	assert_ok(epollctx_poll_add(&poll, fd, 1));
	assert_int_equal(look(&poll), 1);
	assert_int_equal(look(&poll), 1);
	assert_int_equal(poll.hangups, 2);
	assert_ok(epollctx_poll_delete(&poll, fd));
	assert_ok(epollctx_poll_on_busy_loop(&poll, count_call, &reports));
	assert_ok(epollctx_poll_on_busy_loop(&poll, NULL, NULL));
	assert_ok(epollctx_poll_add(&poll, fd, 1));
	assert_int_equal(look(&poll), 1);
	assert_int_equal(look(&poll), 1);
	assert_int_equal(reports, 0);
	assert_ok(close(fd));
	assert_ok(epollctx_poll_close(&poll));
}

struct culprit {
	struct epollctx_poll *poll;
	int fd;
	int result;
	int events_seen;
};

static void delete_culprit(void *arg)
{
	struct culprit *culprit = arg;

	culprit->events_seen = culprit->poll->events.count;
	culprit->result = epollctx_poll_delete(culprit->poll, culprit->fd);
}

static void a_report_may_delete_the_culprit(void **state)
{
	struct epollctx_poll poll = opened();
	struct culprit culprit = {&poll, hung_up(), 1, 0};

	(void)state;
	assert_ok(epollctx_poll_on_busy_loop(&poll, delete_culprit, &culprit));
	assert_ok(epollctx_poll_add(&poll, culprit.fd, 1));
	assert_int_equal(look(&poll), 1);
	assert_int_equal(culprit.result, 1);
	assert_int_equal(look(&poll), 1);
	assert_int_equal(culprit.result, 0);
	assert_int_equal(culprit.events_seen, 1);
	assert_int_equal(poll.hangups, 0);
	assert_int_equal(poll.max_hangups, 0);
	assert_int_equal(look(&poll), 0);
	assert_ok(close(culprit.fd));
	assert_ok(epollctx_poll_close(&poll));
}

static void assert_is_refused(struct epollctx_poll *poll, int error)
{
	struct epollctx_watch watch = epollctx_watch_new(EPOLLIN);
	const struct epollctx_events sentinel = {NULL, 1, 1};
	const struct epollctx_events *events = &sentinel;

	assert_int_equal(epollctx_poll_add(poll, STDIN_FILENO, 1), error);
	assert_int_equal(epollctx_poll_add_fd_with_events(poll, STDIN_FILENO, watch, 1), error);
	assert_int_equal(epollctx_poll_modify(poll, STDIN_FILENO, watch, 1), error);
	assert_int_equal(epollctx_poll_delete(poll, STDIN_FILENO), error);
	assert_int_equal(epollctx_poll_wait(poll, &events), error);
	assert_int_equal(epollctx_poll_wait_timeout(poll, &no_time, &events), error);
	assert_ptr_equal(events, &sentinel);
}

static void assert_setters_are_refused(struct epollctx_poll *poll, int error)
{
	assert_int_equal(epollctx_poll_set_check_for_hangup(poll, true), error);
	assert_int_equal(epollctx_poll_on_busy_loop(poll, count_call, poll), error);
	assert_int_equal(epollctx_poll_as_raw_fd(poll), error);
	assert_int_equal(epollctx_poll_into_raw_fd(poll), error);
	assert_int_equal(epollctx_poll_close(poll), error);
}

static void a_null_object_is_refused(void **state)
{
	(void)state;
	assert_int_equal(epollctx_poll_open(NULL), -EINVAL);
	assert_is_refused(NULL, -EINVAL);
	assert_setters_are_refused(NULL, -EINVAL);
}

static void a_closed_object_is_refused(void **state)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;

	(void)state;
	poll.events.count = 1;
	assert_is_refused(&poll, -EBADF);
	assert_setters_are_refused(&poll, -EBADF);
	assert_int_equal(poll.events.count, 0);
	assert_false(poll.check_for_hangup);
	assert_null(poll.report);
	assert_null(poll.arg);
	assert_int_equal(poll.max_hangups, 0);
}

static void malformed_arguments_of_a_wait_come_first(void **state)
{
	static const struct timespec malformed = {0, 1000000000};
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	const struct epollctx_events *events = NULL;

	(void)state;
	poll.events.count = 1;
	assert_int_equal(epollctx_poll_wait(&poll, NULL), -EINVAL);
	assert_int_equal(poll.events.count, 0);
	assert_int_equal(epollctx_poll_wait_timeout(&poll, &no_time, NULL), -EINVAL);
	assert_int_equal(epollctx_poll_wait_timeout(&poll, &malformed, &events), -EINVAL);
	assert_null(events);
}

static void a_failed_wait_leaves_output_and_counters(void **state)
{
	struct epollctx_poll poll = opened();
	const struct epollctx_events *events = NULL;

	(void)state;
	poll.hangups = 3;
	poll.max_hangups = 3;
	assert_ok(close(poll.ctx.fd));
	poll.events.count = 1;
	assert_int_equal(epollctx_poll_wait(&poll, &events), -EBADF);
	assert_null(events);
	assert_int_equal(poll.events.count, 0);
	assert_int_equal(poll.hangups, 3);
	assert_int_equal(poll.max_hangups, 3);
	assert_int_equal(epollctx_poll_close(&poll), -EBADF);
	assert_int_equal(poll.ctx.fd, -1);
}

static void raw_numbers_are_lent_and_handed_over(void **state)
{
	struct epollctx_poll poll = opened();
	int fd = poll.ctx.fd;

	(void)state;
	assert_int_equal(epollctx_poll_as_raw_fd(&poll), fd);
	assert_int_equal(epollctx_poll_into_raw_fd(&poll), fd);
	assert_int_equal(poll.ctx.fd, -1);
	assert_true(is_open(fd));
	poll.ctx.fd = fd;
	assert_ok(epollctx_poll_close(&poll));
	assert_int_equal(poll.ctx.fd, -1);
	assert_false(is_open(fd));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_object_checks_and_has_counted_nothing),
		cmocka_unit_test(open_without_a_free_number_leaves_the_object),
		cmocka_unit_test(waits_give_the_events_in_its_own_slots),
		cmocka_unit_test(a_timeout_is_not_early),
		cmocka_unit_test(more_events_than_slots_come_in_turns),
		cmocka_unit_test(a_moved_object_uses_its_new_slots),
		cmocka_unit_test(modify_replaces_events_and_token),
		cmocka_unit_test(add_and_delete_move_the_counters_and_modify_does_not),
		cmocka_unit_test(what_fails_leaves_the_counters),
		cmocka_unit_test(the_counters_stop_at_their_limits),
		cmocka_unit_test(a_busy_loop_is_reported_once),
		cmocka_unit_test(only_hangups_count),
		cmocka_unit_test(without_the_check_nothing_is_counted),
		cmocka_unit_test(without_a_report_nobody_is_called),
		cmocka_unit_test(a_report_may_delete_the_culprit),
		cmocka_unit_test(a_null_object_is_refused),
		cmocka_unit_test(a_closed_object_is_refused),
		cmocka_unit_test(malformed_arguments_of_a_wait_come_first),
		cmocka_unit_test(a_failed_wait_leaves_output_and_counters),
		cmocka_unit_test(raw_numbers_are_lent_and_handed_over),
		cmocka_unit_test(no_descriptor_leaked),
	};

	return cmocka_run_group_tests_name("core/poll", tests, remember_descriptors, NULL);
}
