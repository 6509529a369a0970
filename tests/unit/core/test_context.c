/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of src/context.c on the real kernel. */
#include "support.h"

#include <stdio.h>
#include <sys/mman.h>

static struct epollctx opened(void)
{
	struct epollctx ctx = EPOLLCTX_INIT;

	assert_ok(epollctx_open(&ctx));
	return ctx;
}

/* What a wait with a zero timeout reports: the number of events, and the first one. */
static int look(const struct epollctx *ctx, struct epoll_event *first)
{
	static const struct timespec zero;
	struct epoll_event slots[EPOLLCTX_EVENTS_CAPACITY];
	struct epollctx_events events;
	int count;

	assert_ok(epollctx_events_init(&events, slots, EPOLLCTX_EVENTS_CAPACITY));
	count = epollctx_wait_timeout(ctx, &events, &zero);
	if (count > 0)
		*first = slots[0];
	return count;
}

static void assert_reports(const struct epollctx *ctx, uint32_t events, uint64_t token)
{
	struct epoll_event event;

	assert_int_equal(look(ctx, &event), 1);
	assert_int_equal(epollctx_event_raw_events(&event), events);
	assert_true(epollctx_event_token(&event) == token);
}

static void assert_reports_nothing(const struct epollctx *ctx)
{
	struct epoll_event event;

	assert_int_equal(look(ctx, &event), 0);
}

static void a_new_instance_is_close_on_exec_and_empty(void **state)
{
	struct epollctx ctx = opened();

	(void)state;
	assert_true(is_close_on_exec(ctx.fd));
	assert_reports_nothing(&ctx);
	assert_ok(epollctx_close(&ctx));
}

static void open_does_not_look_at_what_was_there(void **state)
{
	struct epollctx ctx = {INT_MAX};

	(void)state;
	assert_ok(epollctx_open(&ctx));
	assert_int_not_equal(ctx.fd, INT_MAX);
	assert_ok(epollctx_close(&ctx));
}

static void open_without_a_free_number_leaves_the_object(void **state)
{
	struct epollctx ctx = {-7};
	struct rlimit before = exhaust_descriptors();
	int result = epollctx_open(&ctx);

	(void)state;
	limit_descriptors(before);
	assert_int_equal(result, -EMFILE);
	assert_int_equal(ctx.fd, -7);
}

static void add_watches_input_level_triggered(void **state)
{
	struct epollctx ctx = opened();
	struct epollctx_eventfd e = ready_eventfd();
	uint64_t value;

	(void)state;
	assert_ok(epollctx_add(&ctx, e.fd, UINT64_MAX));
	assert_reports(&ctx, EPOLLIN, UINT64_MAX);
	assert_reports(&ctx, EPOLLIN, UINT64_MAX);
	assert_ok(epollctx_eventfd_read(&e, &value));
	assert_reports_nothing(&ctx);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_close(&ctx));
}

static void add_fd_with_events_watches_what_it_is_told(void **state)
{
	struct epollctx ctx = opened();
	struct epollctx_eventfd e = ready_eventfd();

	(void)state;
	assert_ok(epollctx_add_fd_with_events(
		&ctx, e.fd, epollctx_watch_set_write(epollctx_watch_empty()), 5));
	assert_reports(&ctx, EPOLLOUT, 5);
	assert_ok(epollctx_delete(&ctx, e.fd));
	assert_ok(epollctx_add_fd_with_events(&ctx, e.fd, epollctx_watch_empty(), 6));
	assert_reports_nothing(&ctx);
	assert_ok(epollctx_delete(&ctx, e.fd));
	assert_ok(epollctx_add_fd_with_events(
		&ctx, e.fd, epollctx_watch_new(EPOLLIN | EPOLLONESHOT), 7));
	assert_reports(&ctx, EPOLLIN, 7);
	assert_reports_nothing(&ctx);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_close(&ctx));
}

static void modify_replaces_events_and_token(void **state)
{
	struct epollctx ctx = opened();
	struct epollctx_eventfd e = ready_eventfd();

	(void)state;
	assert_ok(epollctx_add(&ctx, e.fd, 1));
	assert_ok(epollctx_modify(&ctx, e.fd, epollctx_watch_new(EPOLLOUT), 2));
	assert_reports(&ctx, EPOLLOUT, 2);
	assert_ok(epollctx_modify(&ctx, e.fd, epollctx_watch_empty(), 3));
	assert_reports_nothing(&ctx);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_close(&ctx));
}

static void delete_ends_the_reports(void **state)
{
	struct epollctx ctx = opened();
	struct epollctx_eventfd e = ready_eventfd();

	(void)state;
	assert_ok(epollctx_add(&ctx, e.fd, 1));
	assert_ok(epollctx_delete(&ctx, e.fd));
	assert_reports_nothing(&ctx);
	assert_ok(epollctx_add(&ctx, e.fd, 2));
	assert_reports(&ctx, EPOLLIN, 2);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_close(&ctx));
}

static void a_registration_lives_as_long_as_its_description(void **state)
{
	struct epollctx ctx = opened();
	struct epollctx_eventfd e = ready_eventfd();
	struct epollctx_eventfd clone;

	(void)state;
	assert_ok(epollctx_eventfd_clone(&e, &clone));
	assert_ok(epollctx_add(&ctx, e.fd, 1));
	assert_ok(epollctx_eventfd_close(&e));
	assert_reports(&ctx, EPOLLIN, 1);
	assert_int_equal(epollctx_delete(&ctx, clone.fd), -ENOENT);
	assert_ok(epollctx_eventfd_close(&clone));
	assert_reports_nothing(&ctx);
	assert_ok(epollctx_close(&ctx));
}

static void what_is_registered_twice_or_not_at_all_is_refused(void **state)
{
	struct epollctx ctx = opened();
	struct epollctx_eventfd e = ready_eventfd();

	(void)state;
	assert_int_equal(epollctx_modify(&ctx, e.fd, epollctx_watch_new(EPOLLIN), 1), -ENOENT);
	assert_int_equal(epollctx_delete(&ctx, e.fd), -ENOENT);
	assert_reports_nothing(&ctx);
	assert_ok(epollctx_add(&ctx, e.fd, 1));
	assert_int_equal(epollctx_add(&ctx, e.fd, 2), -EEXIST);
	assert_int_equal(
		epollctx_add_fd_with_events(&ctx, e.fd, epollctx_watch_new(EPOLLOUT), 3), -EEXIST);
	assert_reports(&ctx, EPOLLIN, 1);
	assert_ok(epollctx_delete(&ctx, e.fd));
	assert_int_equal(epollctx_delete(&ctx, e.fd), -ENOENT);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_close(&ctx));
}

static void assert_target_is_refused(const struct epollctx *ctx, int fd, int error)
{
	struct epollctx_watch watch = epollctx_watch_new(EPOLLIN);

	assert_int_equal(epollctx_add(ctx, fd, 1), error);
	assert_int_equal(epollctx_add_fd_with_events(ctx, fd, watch, 1), error);
	assert_int_equal(epollctx_modify(ctx, fd, watch, 1), error);
	assert_int_equal(epollctx_delete(ctx, fd), error);
}

static void a_target_that_is_not_open_is_the_kernels_to_refuse(void **state)
{
	struct epollctx ctx = opened();
	struct epollctx_eventfd e = ready_eventfd();
	int stale = epollctx_eventfd_into_raw_fd(&e);

	(void)state;
	assert_ok(close(stale));
	assert_target_is_refused(&ctx, stale, -EBADF);
	assert_target_is_refused(&ctx, -1, -EBADF);
	assert_target_is_refused(&ctx, INT_MIN, -EBADF);
	assert_ok(epollctx_close(&ctx));
}

static void a_regular_file_cannot_be_watched(void **state)
{
	struct epollctx ctx = opened();
	int file = memfd_create("regular file", MFD_CLOEXEC);

	(void)state;
	assert_true(file >= 0);
	assert_target_is_refused(&ctx, file, -EPERM);
	assert_ok(close(file));
	assert_ok(epollctx_close(&ctx));
}

static void an_instance_cannot_watch_itself(void **state)
{
	struct epollctx ctx = opened();

	(void)state;
	assert_target_is_refused(&ctx, ctx.fd, -EINVAL);
	assert_ok(epollctx_close(&ctx));
}

static void what_is_no_instance_is_the_kernels_to_refuse(void **state)
{
	struct epollctx_eventfd e = ready_eventfd();
	struct epollctx_eventfd other = ready_eventfd();
	struct epollctx no_instance = {e.fd};

	(void)state;
	assert_target_is_refused(&no_instance, other.fd, -EINVAL);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_eventfd_close(&other));
}

static void rings_and_towers_of_instances_are_refused(void **state)
{
	enum { TOWER = 6 };
	struct epollctx tower[TOWER];
	int i;

	(void)state;
	for (i = 0; i < TOWER; i++)
		tower[i] = opened();
	for (i = 1; i < TOWER - 1; i++)
		assert_ok(epollctx_add(&tower[i], tower[i - 1].fd, 1));
	assert_int_equal(epollctx_add(&tower[TOWER - 1], tower[TOWER - 2].fd, 1), -ELOOP);
	assert_int_equal(epollctx_add(&tower[0], tower[1].fd, 1), -ELOOP);
	for (i = 0; i < TOWER; i++)
		assert_ok(epollctx_close(&tower[i]));
}

static void exclusive_is_for_adding_plain_files_only(void **state)
{
	struct epollctx_watch exclusive = epollctx_watch_set_exclusive(epollctx_watch_new(EPOLLIN));
	struct epollctx ctx = opened();
	struct epollctx inner = opened();
	struct epollctx_eventfd e = ready_eventfd();

	(void)state;
	assert_int_equal(epollctx_add_fd_with_events(&ctx, inner.fd, exclusive, 1), -EINVAL);
	assert_int_equal(epollctx_add_fd_with_events(
				 &ctx, e.fd, epollctx_watch_set_read_hangup(exclusive), 1),
		-EINVAL);
	assert_ok(epollctx_add_fd_with_events(&ctx, e.fd, exclusive, 1));
	assert_int_equal(epollctx_modify(&ctx, e.fd, exclusive, 2), -EINVAL);
	assert_int_equal(epollctx_modify(&ctx, e.fd, epollctx_watch_new(EPOLLIN), 2), -EINVAL);
	assert_reports(&ctx, EPOLLIN, 1);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_close(&inner));
	assert_ok(epollctx_close(&ctx));
}

static void a_null_instance_is_refused(void **state)
{
	(void)state;
	assert_int_equal(epollctx_open(NULL), -EINVAL);
	assert_target_is_refused(NULL, STDIN_FILENO, -EINVAL);
	assert_int_equal(epollctx_as_raw_fd(NULL), -EINVAL);
	assert_int_equal(epollctx_into_raw_fd(NULL), -EINVAL);
	assert_int_equal(epollctx_close(NULL), -EINVAL);
}

static void a_closed_instance_is_refused(void **state)
{
	static const int numbers[] = {-1, -2, INT_MIN};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(numbers); i++) {
		struct epollctx ctx = {numbers[i]};

		assert_target_is_refused(&ctx, STDIN_FILENO, -EBADF);
		assert_int_equal(epollctx_as_raw_fd(&ctx), -EBADF);
		assert_int_equal(epollctx_into_raw_fd(&ctx), -EBADF);
		assert_int_equal(epollctx_close(&ctx), -EBADF);
		assert_int_equal(ctx.fd, numbers[i]);
	}
}

static void as_raw_fd_keeps_the_number(void **state)
{
	struct epollctx ctx = opened();
	int fd = ctx.fd;

	(void)state;
	assert_int_equal(epollctx_as_raw_fd(&ctx), fd);
	assert_int_equal(ctx.fd, fd);
	assert_ok(epollctx_close(&ctx));
	assert_false(is_open(fd));
}

static void into_raw_fd_hands_the_number_over(void **state)
{
	struct epollctx ctx = opened();
	int fd = ctx.fd;

	(void)state;
	assert_int_equal(epollctx_into_raw_fd(&ctx), fd);
	assert_int_equal(ctx.fd, -1);
	assert_true(is_open(fd));
	assert_int_equal(epollctx_close(&ctx), -EBADF);
	assert_true(is_open(fd));
	ctx.fd = fd; /* adopted again */
	assert_reports_nothing(&ctx);
	assert_ok(epollctx_close(&ctx));
}

static void number_zero_is_an_open_object(void **state)
{
	int kept = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	struct epollctx ctx = opened();

	(void)state;
	assert_true(kept >= 0);
	assert_ok(dup2(ctx.fd, STDIN_FILENO));
	assert_ok(epollctx_close(&ctx));
	ctx.fd = STDIN_FILENO;
	assert_int_equal(epollctx_as_raw_fd(&ctx), 0);
	assert_reports_nothing(&ctx);
	assert_int_equal(epollctx_into_raw_fd(&ctx), 0);
	ctx.fd = STDIN_FILENO;
	assert_ok(epollctx_close(&ctx));
	assert_false(is_open(STDIN_FILENO));
	assert_ok(dup2(kept, STDIN_FILENO));
	assert_ok(close(kept));
}

static void close_of_a_stale_number_fails_and_closes_the_object(void **state)
{
	struct epollctx ctx = opened();

	(void)state;
	assert_ok(close(ctx.fd));
	assert_target_is_refused(&ctx, STDIN_FILENO, -EBADF);
	assert_int_equal(epollctx_close(&ctx), -EBADF);
	assert_int_equal(ctx.fd, -1);
}

static void the_version_is_one(void **state)
{
	char text[32];

	(void)state;
	snprintf(text, sizeof(text), "%d.%d.%d", EPOLLCTX_VERSION_MAJOR, EPOLLCTX_VERSION_MINOR,
		EPOLLCTX_VERSION_PATCH);
	assert_string_equal(text, EPOLLCTX_VERSION);
	assert_int_equal(EPOLLCTX_VERSION_NUMBER, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_instance_is_close_on_exec_and_empty),
		cmocka_unit_test(open_does_not_look_at_what_was_there),
		cmocka_unit_test(open_without_a_free_number_leaves_the_object),
		cmocka_unit_test(add_watches_input_level_triggered),
		cmocka_unit_test(add_fd_with_events_watches_what_it_is_told),
		cmocka_unit_test(modify_replaces_events_and_token),
		cmocka_unit_test(delete_ends_the_reports),
		cmocka_unit_test(a_registration_lives_as_long_as_its_description),
		cmocka_unit_test(what_is_registered_twice_or_not_at_all_is_refused),
		cmocka_unit_test(a_target_that_is_not_open_is_the_kernels_to_refuse),
		cmocka_unit_test(a_regular_file_cannot_be_watched),
		cmocka_unit_test(an_instance_cannot_watch_itself),
		cmocka_unit_test(what_is_no_instance_is_the_kernels_to_refuse),
		cmocka_unit_test(rings_and_towers_of_instances_are_refused),
		cmocka_unit_test(exclusive_is_for_adding_plain_files_only),
		cmocka_unit_test(a_null_instance_is_refused),
		cmocka_unit_test(a_closed_instance_is_refused),
		cmocka_unit_test(as_raw_fd_keeps_the_number),
		cmocka_unit_test(into_raw_fd_hands_the_number_over),
		cmocka_unit_test(number_zero_is_an_open_object),
		cmocka_unit_test(close_of_a_stale_number_fails_and_closes_the_object),
		cmocka_unit_test(the_version_is_one),
		cmocka_unit_test(no_descriptor_leaked),
	};

	return cmocka_run_group_tests_name("core/context", tests, remember_descriptors, NULL);
}
