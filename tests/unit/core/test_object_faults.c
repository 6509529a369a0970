/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 clock_gettime */
/* wraps: eventfd read write close fcntl */
/* Unit tests of src/context.c, src/eventfd.c and src/poll.c on a scripted kernel. */
#include "scripted_kernel.h"

#include <sys/eventfd.h>

enum { EP = 12, FD = 34, NEW_FD = 56 };

static const struct timespec no_time;

/* Makes the one call of the script, and asserts what the core makes of its answer. */
#define ASSERT_CALL(expression, expected, ...)                   \
	do {                                                     \
		const struct step only_step[] = {{__VA_ARGS__}}; \
		int result_of_call;                              \
                                                                 \
		PLAY(only_step);                                 \
		result_of_call = (expression);                   \
		played();                                        \
		assert_int_equal(result_of_call, (expected));    \
	} while (0)

static void open_passes_every_error_on(void **state)
{
	int error;

	(void)state;
	for (error = 1; error <= EHWPOISON; error++) {
		struct epollctx ctx = {-7};
		struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
		struct epollctx_eventfd e = {-7};

		ASSERT_CALL(epollctx_open(&ctx), -error, .call = EPOLL_CREATE1, .answer = -error,
			.argument = EPOLL_CLOEXEC);
		ASSERT_CALL(epollctx_poll_open(&poll), -error, .call = EPOLL_CREATE1,
			.answer = -error, .argument = EPOLL_CLOEXEC);
		ASSERT_CALL(epollctx_eventfd_open(&e, EFD_SEMAPHORE), -error, .call = EVENTFD,
			.answer = -error, .argument = EFD_CLOEXEC | EFD_SEMAPHORE);
		assert_int_equal(ctx.fd, -7);
		assert_int_equal(poll.ctx.fd, -1);
		assert_false(poll.check_for_hangup);
		assert_int_equal(e.fd, -7);
	}
}

/* Old kernels look at it (epoll_ctl(2), BUGS), and it is the same one each time. */
static void delete_hands_over_an_empty_event(void **state)
{
	struct epollctx ctx = {EP};
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;

	(void)state;
	poll.ctx.fd = EP;
	ASSERT_CALL(epollctx_delete(&ctx, FD), 0, .call = EPOLL_CTL, .fd = EP,
		.argument = EPOLL_CTL_DEL, .other = FD, .events = 0, .value = 0);
	ASSERT_CALL(epollctx_poll_delete(&poll, FD), 0, .call = EPOLL_CTL, .fd = EP,
		.argument = EPOLL_CTL_DEL, .other = FD, .events = 0, .value = 0);
}

/* And looks at no other: what was there before may be somebody else's. */
static void open_takes_the_number(void **state)
{
	struct epollctx ctx = {FD};
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	struct epollctx_eventfd e = {FD};
	struct epollctx_eventfd clone = {FD};

	(void)state;
	poll.ctx.fd = FD;
	ASSERT_CALL(epollctx_open(&ctx), 0, .call = EPOLL_CREATE1, .answer = NEW_FD,
		.argument = EPOLL_CLOEXEC);
	ASSERT_CALL(epollctx_poll_open(&poll), 0, .call = EPOLL_CREATE1, .answer = NEW_FD,
		.argument = EPOLL_CLOEXEC);
	ASSERT_CALL(epollctx_eventfd_open(&e, 0), 0, .call = EVENTFD, .answer = NEW_FD,
		.argument = EFD_CLOEXEC);
	ASSERT_CALL(epollctx_eventfd_clone(&e, &clone), 0, .call = FCNTL, .answer = NEW_FD + 1,
		.fd = NEW_FD, .argument = F_DUPFD_CLOEXEC);
	assert_int_equal(ctx.fd, NEW_FD);
	assert_int_equal(poll.ctx.fd, NEW_FD);
	assert_int_equal(e.fd, NEW_FD);
	assert_int_equal(clone.fd, NEW_FD + 1);
}

#define CONTROL(operation, the_error, the_events, the_token)                                       \
	.call = EPOLL_CTL, .answer = -(the_error), .fd = EP, .argument = (operation), .other = FD, \
	.events = (the_events), .value = (the_token)

static void control_passes_every_answer_on(void **state)
{
	const struct epollctx ctx = {EP};
	struct epollctx_watch watch = epollctx_watch_new(UINT32_MAX);
	int error;

	(void)state;
	for (error = 0; error <= EHWPOISON; error++) {
		ASSERT_CALL(epollctx_add(&ctx, FD, UINT64_MAX), -error,
			CONTROL(EPOLL_CTL_ADD, error, EPOLLIN, UINT64_MAX));
		ASSERT_CALL(epollctx_add_fd_with_events(&ctx, FD, watch, 7), -error,
			CONTROL(EPOLL_CTL_ADD, error, UINT32_MAX, 7));
		ASSERT_CALL(epollctx_modify(&ctx, FD, watch, 8), -error,
			CONTROL(EPOLL_CTL_MOD, error, UINT32_MAX, 8));
		ASSERT_CALL(epollctx_delete(&ctx, FD), -error, CONTROL(EPOLL_CTL_DEL, error, 0, 0));
	}
}

static void poll_control_passes_every_error_on(void **state)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	struct epollctx_watch watch = epollctx_watch_new(EPOLLOUT);
	int error;

	(void)state;
	poll.ctx.fd = EP;
	poll.hangups = 3;
	poll.max_hangups = 4;
	for (error = 1; error <= EHWPOISON; error++) {
		ASSERT_CALL(epollctx_poll_add(&poll, FD, 6), -error,
			CONTROL(EPOLL_CTL_ADD, error, EPOLLIN, 6));
		ASSERT_CALL(epollctx_poll_add_fd_with_events(&poll, FD, watch, 7), -error,
			CONTROL(EPOLL_CTL_ADD, error, EPOLLOUT, 7));
		ASSERT_CALL(epollctx_poll_modify(&poll, FD, watch, 8), -error,
			CONTROL(EPOLL_CTL_MOD, error, EPOLLOUT, 8));
		ASSERT_CALL(epollctx_poll_delete(&poll, FD), -error,
			CONTROL(EPOLL_CTL_DEL, error, 0, 0));
		assert_int_equal(poll.hangups, 3);
		assert_int_equal(poll.max_hangups, 4);
	}
}

static void poll_wait_passes_every_error_on(void **state)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	const struct epollctx_events *events = NULL;
	int error;

	(void)state;
	poll.ctx.fd = EP;
	poll.check_for_hangup = true;
	poll.hangups = 3;
	for (error = 1; error <= EHWPOISON; error++) {
		if (error == EINTR)
			continue;
		poll.events.count = 1;
		poll.slots[0].events = EPOLLHUP;
		ASSERT_CALL(epollctx_poll_wait(&poll, &events), -error, .call = EPOLL_WAIT,
			.answer = -error, .fd = EP, .argument = -1,
			.other = EPOLLCTX_EVENTS_CAPACITY);
		ASSERT_CALL(epollctx_poll_wait_timeout(&poll, &no_time, &events), -error,
			.call = EPOLL_WAIT, .answer = -error, .fd = EP, .argument = 0,
			.other = EPOLLCTX_EVENTS_CAPACITY);
		assert_null(events);
		assert_int_equal(poll.events.count, 0);
		assert_int_equal(poll.hangups, 3);
	}
}

/* A wait with detection, all of whose slots the kernel fills with these events. */
static struct epollctx_poll poll_of_full_slots(uint32_t reported)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	const struct epollctx_events *events = NULL;

	poll.ctx.fd = EP;
	poll.check_for_hangup = true;
	ASSERT_CALL(epollctx_poll_wait(&poll, &events), EPOLLCTX_EVENTS_CAPACITY,
		.call = EPOLL_WAIT, .answer = EPOLLCTX_EVENTS_CAPACITY, .fd = EP, .argument = -1,
		.events = reported);
	return poll;
}

/* The detection reads no further than its slots. */
static void poll_counts_no_hangups_beyond_its_slots(void **state)
{
	struct epollctx_poll poll = poll_of_full_slots(EPOLLHUP);
	const struct epollctx_events *events = NULL;

	(void)state;
	assert_int_equal(poll.hangups, EPOLLCTX_EVENTS_CAPACITY);
	ASSERT_CALL(epollctx_poll_wait(&poll, &events), EPOLLCTX_EVENTS_CAPACITY + 1,
		.call = EPOLL_WAIT, .answer = EPOLLCTX_EVENTS_CAPACITY + 1, .fd = EP,
		.argument = -1, .events = EPOLLHUP);
	assert_int_equal(poll.hangups, EPOLLCTX_EVENTS_CAPACITY);
}

static void poll_counts_no_other_bit_as_a_hangup(void **state)
{
	(void)state;
	assert_int_equal(poll_of_full_slots(~(uint32_t)EPOLLHUP).hangups, 0);
}

static void count_call(void *arg)
{
	++*(unsigned *)arg;
}

static void poll_reports_no_loop_of_a_count_at_its_limit(void **state)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	const struct epollctx_events *events = NULL;
	unsigned reports = 0;

	(void)state;
	poll.ctx.fd = EP;
	poll.check_for_hangup = true;
	poll.hangups = UINT64_MAX;
	poll.report = count_call;
	poll.arg = &reports;
	ASSERT_CALL(epollctx_poll_wait(&poll, &events), 2, .call = EPOLL_WAIT, .answer = 2,
		.fd = EP, .argument = -1, .events = EPOLLHUP);
	assert_true(poll.hangups == UINT64_MAX);
	assert_int_equal(reports, 0);
	poll.hangups = UINT32_MAX;
	ASSERT_CALL(epollctx_poll_wait(&poll, &events), 2, .call = EPOLL_WAIT, .answer = 2,
		.fd = EP, .argument = -1, .events = EPOLLHUP);
	assert_true(poll.hangups == UINT64_C(1) + UINT32_MAX + 1);
	assert_int_equal(reports, 0);
	poll.max_hangups = 1;
	poll.hangups = 0;
	ASSERT_CALL(epollctx_poll_wait(&poll, &events), 2, .call = EPOLL_WAIT, .answer = 2,
		.fd = EP, .argument = -1, .events = EPOLLHUP);
	assert_int_equal(reports, 1);
}

/* And the object is closed before: a thread may be cancelled there. */
static void close_is_called_once_whatever_it_answers(void **state)
{
	int error;

	(void)state;
	for (error = 0; error <= EHWPOISON; error++) {
		struct epollctx ctx = {EP};
		struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
		struct epollctx_eventfd e = {FD};

		poll.ctx.fd = EP;
		ASSERT_CALL(epollctx_close(&ctx), -error, .call = CLOSE, .answer = -error, .fd = EP,
			.object = &ctx.fd);
		ASSERT_CALL(epollctx_poll_close(&poll), -error, .call = CLOSE, .answer = -error,
			.fd = EP, .object = &poll.ctx.fd);
		ASSERT_CALL(epollctx_eventfd_close(&e), -error, .call = CLOSE, .answer = -error,
			.fd = FD, .object = &e.fd);
		play_nothing();
		assert_int_equal(epollctx_close(&ctx), -EBADF);
		assert_int_equal(epollctx_poll_close(&poll), -EBADF);
		assert_int_equal(epollctx_eventfd_close(&e), -EBADF);
		played();
		assert_int_equal(ctx.fd, -1);
		assert_int_equal(poll.ctx.fd, -1);
		assert_int_equal(e.fd, -1);
	}
}

static void eventfd_passes_every_error_on(void **state)
{
	const struct epollctx_eventfd e = {FD};
	struct epollctx_eventfd clone = {-7};
	uint64_t value = 77;
	int error;

	(void)state;
	for (error = 1; error <= EHWPOISON; error++) {
		ASSERT_CALL(epollctx_eventfd_write(&e, 9), -error, .call = WRITE, .answer = -error,
			.fd = FD, .value = 9);
		ASSERT_CALL(epollctx_eventfd_read(&e, &value), -error, .call = READ,
			.answer = -error, .fd = FD);
		ASSERT_CALL(epollctx_eventfd_clone(&e, &clone), -error, .call = FCNTL,
			.answer = -error, .fd = FD, .argument = F_DUPFD_CLOEXEC);
		assert_true(value == 77);
		assert_int_equal(clone.fd, -7);
	}
}

static void eventfd_takes_whole_counters_only(void **state)
{
	const struct epollctx_eventfd e = {FD};
	struct epollctx_eventfd clone = {-7};
	uint64_t value = 77;
	int moved;

	(void)state;
	for (moved = 0; moved < 8; moved++) {
		ASSERT_CALL(epollctx_eventfd_write(&e, 9), -EINVAL, .call = WRITE, .answer = moved,
			.fd = FD, .value = 9);
		ASSERT_CALL(epollctx_eventfd_read(&e, &value), -EINVAL, .call = READ,
			.answer = moved, .fd = FD, .value = UINT64_MAX);
		assert_true(value == 77);
	}
	ASSERT_CALL(epollctx_eventfd_write(&e, UINT64_MAX), 0, .call = WRITE, .answer = 8, .fd = FD,
		.value = UINT64_MAX);
	ASSERT_CALL(epollctx_eventfd_read(&e, &value), 0, .call = READ, .answer = 8, .fd = FD,
		.value = UINT64_MAX - 1);
	assert_true(value == UINT64_MAX - 1);
	ASSERT_CALL(epollctx_eventfd_clone(&e, &clone), 0, .call = FCNTL, .answer = NEW_FD,
		.fd = FD, .argument = F_DUPFD_CLOEXEC);
	assert_int_equal(clone.fd, NEW_FD);
}

/* Whether a number is open is the kernel's to say, however small or large it is. */
static void every_number_is_passed_on(void **state)
{
	static const int numbers[] = {0, 1, 1023, 1024, 65536, INT_MAX};
	static const int targets[] = {INT_MIN, -EBADF, -1, EP, 1024, 65536, INT_MAX};
	struct epollctx_watch watch = epollctx_watch_new(EPOLLOUT);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(numbers); i++) {
		struct epollctx ctx = {-7};
		struct epollctx_eventfd e = {-7};
		struct epollctx_eventfd clone = {-7};

		ASSERT_CALL(epollctx_open(&ctx), 0, .call = EPOLL_CREATE1, .answer = numbers[i],
			.argument = EPOLL_CLOEXEC);
		ASSERT_CALL(epollctx_eventfd_open(&e, 0), 0, .call = EVENTFD, .answer = numbers[i],
			.argument = EFD_CLOEXEC);
		ASSERT_CALL(epollctx_eventfd_clone(&e, &clone), 0, .call = FCNTL,
			.answer = numbers[i], .fd = numbers[i], .argument = F_DUPFD_CLOEXEC);
		assert_int_equal(clone.fd, numbers[i]);
		ASSERT_CALL(epollctx_delete(&ctx, FD), 0, .call = EPOLL_CTL, .fd = numbers[i],
			.argument = EPOLL_CTL_DEL, .other = FD);
		ASSERT_CALL(epollctx_close(&ctx), 0, .call = CLOSE, .fd = numbers[i]);
		ASSERT_CALL(epollctx_eventfd_close(&e), 0, .call = CLOSE, .fd = numbers[i]);
	}
	for (i = 0; i < COUNT(targets); i++) {
		const struct epollctx ctx = {EP};

		ASSERT_CALL(epollctx_add(&ctx, targets[i], 6), -EPERM, .call = EPOLL_CTL, .fd = EP,
			.answer = -EPERM, .argument = EPOLL_CTL_ADD, .other = targets[i],
			.events = EPOLLIN, .value = 6);
		ASSERT_CALL(epollctx_modify(&ctx, targets[i], watch, 6), -EPERM, .call = EPOLL_CTL,
			.fd = EP, .answer = -EPERM, .argument = EPOLL_CTL_MOD, .other = targets[i],
			.events = EPOLLOUT, .value = 6);
		ASSERT_CALL(epollctx_delete(&ctx, targets[i]), -EPERM, .call = EPOLL_CTL, .fd = EP,
			.answer = -EPERM, .argument = EPOLL_CTL_DEL, .other = targets[i]);
	}
}

/* Bits have no meaning here, tokens and counters have no bits that matter more. */
static void every_bit_is_passed_on(void **state)
{
	const struct epollctx ctx = {EP};
	const struct epollctx_eventfd e = {FD};
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	struct epollctx_eventfd opened;
	int bit;

	(void)state;
	poll.ctx.fd = EP;
	for (bit = 0; bit <= 64; bit++) {
		uint64_t one = bit == 64 ? 0 : UINT64_C(1) << bit;
		struct epollctx_watch watch = epollctx_watch_new((uint32_t)one);
		uint64_t value = 77;

		ASSERT_CALL(
			epollctx_add(&ctx, FD, one), 0, CONTROL(EPOLL_CTL_ADD, 0, EPOLLIN, one));
		ASSERT_CALL(epollctx_add_fd_with_events(&ctx, FD, watch, one), 0,
			CONTROL(EPOLL_CTL_ADD, 0, (uint32_t)one, one));
		ASSERT_CALL(epollctx_modify(&ctx, FD, watch, one), 0,
			CONTROL(EPOLL_CTL_MOD, 0, (uint32_t)one, one));
		ASSERT_CALL(epollctx_poll_add_fd_with_events(&poll, FD, watch, one), 0,
			CONTROL(EPOLL_CTL_ADD, 0, (uint32_t)one, one));
		assert_int_equal(poll.max_hangups, bit + 1);
		ASSERT_CALL(epollctx_eventfd_write(&e, one), 0, .call = WRITE, .answer = 8,
			.fd = FD, .value = one);
		ASSERT_CALL(epollctx_eventfd_read(&e, &value), 0, .call = READ, .answer = 8,
			.fd = FD, .value = one);
		assert_true(value == one);
		if (bit < 32)
			ASSERT_CALL(epollctx_eventfd_open(&opened, (int)(uint32_t)one), 0,
				.call = EVENTFD, .answer = NEW_FD,
				.argument = (int)(uint32_t)one | EFD_CLOEXEC);
	}
}

/* Every function, with each argument that it refuses by itself. */
static void what_is_refused_makes_no_call(void **state)
{
	struct epollctx closed = EPOLLCTX_INIT;
	struct epollctx_eventfd closed_eventfd = EPOLLCTX_EVENTFD_INIT;
	const struct epollctx_eventfd e = {FD};
	struct epollctx_watch watch = epollctx_watch_empty();
	struct epollctx_eventfd clone;
	uint64_t value;

	(void)state;
	play_nothing();
	assert_int_equal(epollctx_open(NULL), -EINVAL);
	assert_int_equal(epollctx_add(NULL, FD, 1), -EINVAL);
	assert_int_equal(epollctx_add(&closed, FD, 1), -EBADF);
	assert_int_equal(epollctx_add_fd_with_events(NULL, FD, watch, 1), -EINVAL);
	assert_int_equal(epollctx_add_fd_with_events(&closed, FD, watch, 1), -EBADF);
	assert_int_equal(epollctx_modify(NULL, FD, watch, 1), -EINVAL);
	assert_int_equal(epollctx_modify(&closed, FD, watch, 1), -EBADF);
	assert_int_equal(epollctx_delete(NULL, FD), -EINVAL);
	assert_int_equal(epollctx_delete(&closed, FD), -EBADF);
	assert_int_equal(epollctx_close(NULL), -EINVAL);
	assert_int_equal(epollctx_close(&closed), -EBADF);
	assert_int_equal(epollctx_into_raw_fd(NULL), -EINVAL);
	assert_int_equal(epollctx_into_raw_fd(&closed), -EBADF);
	assert_int_equal(epollctx_eventfd_open(NULL, 0), -EINVAL);
	assert_int_equal(epollctx_eventfd_write(NULL, 1), -EINVAL);
	assert_int_equal(epollctx_eventfd_write(&closed_eventfd, 1), -EBADF);
	assert_int_equal(epollctx_eventfd_read(NULL, &value), -EINVAL);
	assert_int_equal(epollctx_eventfd_read(&e, NULL), -EINVAL);
	assert_int_equal(epollctx_eventfd_read(&closed_eventfd, &value), -EBADF);
	assert_int_equal(epollctx_eventfd_clone(NULL, &clone), -EINVAL);
	assert_int_equal(epollctx_eventfd_clone(&e, NULL), -EINVAL);
	assert_int_equal(epollctx_eventfd_clone(&closed_eventfd, &clone), -EBADF);
	assert_int_equal(epollctx_eventfd_close(NULL), -EINVAL);
	assert_int_equal(epollctx_eventfd_close(&closed_eventfd), -EBADF);
	played();
}

/* None of these is a system call's business. */
static void poll_refusals_and_raw_numbers_make_no_call(void **state)
{
	struct epollctx_poll closed = EPOLLCTX_POLL_INIT;
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	struct epollctx_watch watch = epollctx_watch_empty();
	const struct epollctx_events *events;

	(void)state;
	poll.ctx.fd = EP;
	play_nothing();
	assert_int_equal(epollctx_poll_add(&closed, FD, 1), -EBADF);
	assert_int_equal(epollctx_poll_add_fd_with_events(&closed, FD, watch, 1), -EBADF);
	assert_int_equal(epollctx_poll_modify(&closed, FD, watch, 1), -EBADF);
	assert_int_equal(epollctx_poll_delete(&closed, FD), -EBADF);
	assert_int_equal(epollctx_poll_wait(&closed, &events), -EBADF);
	assert_int_equal(epollctx_poll_wait(&poll, NULL), -EINVAL);
	assert_int_equal(epollctx_poll_wait_timeout(&poll, &no_time, NULL), -EINVAL);
	assert_ok(epollctx_poll_set_check_for_hangup(&poll, true));
	assert_ok(epollctx_poll_on_busy_loop(&poll, NULL, NULL));
	assert_int_equal(epollctx_poll_as_raw_fd(&poll), EP);
	assert_int_equal(epollctx_poll_into_raw_fd(&poll), EP);
	assert_int_equal(epollctx_poll_into_raw_fd(&poll), -EBADF);
	played();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_passes_every_error_on),
		cmocka_unit_test(delete_hands_over_an_empty_event),
		cmocka_unit_test(open_takes_the_number),
		cmocka_unit_test(control_passes_every_answer_on),
		cmocka_unit_test(poll_control_passes_every_error_on),
		cmocka_unit_test(poll_wait_passes_every_error_on),
		cmocka_unit_test(poll_counts_no_hangups_beyond_its_slots),
		cmocka_unit_test(poll_counts_no_other_bit_as_a_hangup),
		cmocka_unit_test(poll_reports_no_loop_of_a_count_at_its_limit),
		cmocka_unit_test(close_is_called_once_whatever_it_answers),
		cmocka_unit_test(eventfd_passes_every_error_on),
		cmocka_unit_test(eventfd_takes_whole_counters_only),
		cmocka_unit_test(every_number_is_passed_on),
		cmocka_unit_test(every_bit_is_passed_on),
		cmocka_unit_test(what_is_refused_makes_no_call),
		cmocka_unit_test(poll_refusals_and_raw_numbers_make_no_call),
	};

	return cmocka_run_group_tests_name("core/object_faults", tests, NULL, NULL);
}
