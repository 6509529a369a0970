/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 clock_gettime */
/* wraps: eventfd read write close fcntl */
/*
 * Number 0 is a descriptor like any other, and errno 1 (EPERM) is an error like any other: nothing
 * of the core takes the one for a failure or the other for a success.
 */
#include "scripted_kernel.h"

#include <sys/eventfd.h>

#define PLAYED(call, expected, ...)                        \
	do {                                               \
		const struct step steps[] = {__VA_ARGS__}; \
		PLAY(steps);                               \
		assert_int_equal((call), (expected));      \
		played();                                  \
	} while (0)

static struct epoll_event slots[4];
static struct epollctx_events events;
static const struct timespec zero = {0, 0};
static const struct timespec second = {1, 0};
static const struct timespec nanosecond = {0, 1};

static int fresh_events(void **state)
{
	(void)state;
	return epollctx_events_init(&events, slots, COUNT(slots));
}

static void an_instance_can_be_number_0(void **state)
{
	struct epollctx ctx = {77};

	(void)state;
	PLAYED(epollctx_open(&ctx), 0,
		{.call = EPOLL_CREATE1, .answer = 0, .fd = 0, .argument = EPOLL_CLOEXEC});
	assert_int_equal(ctx.fd, 0);
	PLAYED(epollctx_add(&ctx, 5, 7), 0,
		{.call = EPOLL_CTL,
			.argument = EPOLL_CTL_ADD,
			.other = 5,
			.value = 7,
			.events = EPOLLIN});
	PLAYED(epollctx_modify(&ctx, 0, epollctx_watch_new(EPOLLOUT), 8), 0,
		{.call = EPOLL_CTL, .argument = EPOLL_CTL_MOD, .value = 8, .events = EPOLLOUT});
	PLAYED(epollctx_delete(&ctx, 5), 0,
		{.call = EPOLL_CTL, .argument = EPOLL_CTL_DEL, .other = 5});
	assert_int_equal(epollctx_as_raw_fd(&ctx), 0);
	PLAYED(epollctx_close(&ctx), 0, {.call = CLOSE});
	assert_int_equal(ctx.fd, -1);
}

static void its_number_0_can_be_taken_out(void **state)
{
	struct epollctx ctx = {0};

	(void)state;
	assert_int_equal(epollctx_into_raw_fd(&ctx), 0);
	assert_int_equal(ctx.fd, -1);
}

static void number_0_can_be_waited_on(void **state)
{
	const struct epollctx ctx = {0};

	(void)state;
	PLAYED(epollctx_wait(&ctx, &events), 1, {.call = EPOLL_WAIT, .answer = 1, .argument = -1});
	assert_int_equal(events.count, 1);
	PLAYED(epollctx_wait_timeout(&ctx, &events, &zero), 2, {.call = EPOLL_WAIT, .answer = 2});
	assert_int_equal(events.count, 2);
	PLAYED(epollctx_wait_timeout(&ctx, &events, &second), 3,
		{.call = CLOCK_GETTIME, .time = {9, 0}},
		{.call = EPOLL_WAIT, .answer = 3, .argument = 1000});
	assert_int_equal(events.count, 3);
	PLAYED(epollctx_wait_timeout(&ctx, &events, &nanosecond), 1,
		{.call = CLOCK_GETTIME, .time = {9, 0}},
		{.call = EPOLL_PWAIT2, .answer = 1, .time = {0, 1}});
	PLAYED(epollctx_pwait(&ctx, &events, NULL, NULL), 1,
		{.call = EPOLL_PWAIT, .answer = 1, .argument = -1});
	PLAYED(epollctx_pwait(&ctx, &events, &nanosecond, NULL), 1,
		{.call = EPOLL_PWAIT2, .answer = 1, .time = {0, 1}});
}

static void an_eventfd_can_be_number_0(void **state)
{
	struct epollctx_eventfd e = {77};
	struct epollctx_eventfd other = {78};
	uint64_t value = 0;

	(void)state;
	PLAYED(epollctx_eventfd_open(&e, 0), 0,
		{.call = EVENTFD, .answer = 0, .argument = EFD_CLOEXEC});
	assert_int_equal(e.fd, 0);
	PLAYED(epollctx_eventfd_write(&e, 5), 0, {.call = WRITE, .answer = 8, .value = 5});
	PLAYED(epollctx_eventfd_read(&e, &value), 0, {.call = READ, .answer = 8, .value = 6});
	assert_int_equal(value, 6);
	PLAYED(epollctx_eventfd_clone(&e, &other), 0,
		{.call = FCNTL, .answer = 0, .argument = F_DUPFD_CLOEXEC});
	assert_int_equal(other.fd, 0);
	assert_int_equal(epollctx_eventfd_as_raw_fd(&e), 0);
	PLAYED(epollctx_eventfd_close(&e), 0, {.call = CLOSE});
	assert_int_equal(e.fd, -1);
	assert_int_equal(epollctx_eventfd_into_raw_fd(&other), 0);
	assert_int_equal(other.fd, -1);
}

static void eperm_is_an_error_of_an_instance(void **state)
{
	struct epollctx ctx = {77};

	(void)state;
	PLAYED(epollctx_open(&ctx), -EPERM,
		{.call = EPOLL_CREATE1, .answer = -EPERM, .argument = EPOLL_CLOEXEC});
	assert_int_equal(ctx.fd, 77);
	PLAYED(epollctx_wait(&ctx, &events), -EPERM,
		{.call = EPOLL_WAIT, .answer = -EPERM, .fd = 77, .argument = -1});
	PLAYED(epollctx_wait_timeout(&ctx, &events, &second), -EPERM,
		{.call = CLOCK_GETTIME, .answer = -EPERM});
	PLAYED(epollctx_wait_timeout(&ctx, &events, &second), -EPERM,
		{.call = CLOCK_GETTIME, .time = {9, 0}},
		{.call = EPOLL_WAIT, .answer = 0, .fd = 77, .argument = 1000},
		{.call = CLOCK_GETTIME, .answer = -EPERM});
	PLAYED(epollctx_wait_timeout(&ctx, &events, &second), -EPERM,
		{.call = CLOCK_GETTIME, .time = {9, 0}},
		{.call = EPOLL_WAIT, .answer = -EPERM, .fd = 77, .argument = 1000});
	assert_int_equal(events.count, 0);
	PLAYED(epollctx_pwait(&ctx, &events, NULL, NULL), -EPERM,
		{.call = EPOLL_PWAIT, .answer = -EPERM, .fd = 77, .argument = -1});
}

static void eperm_is_an_error_of_an_eventfd(void **state)
{
	struct epollctx_eventfd e = {77};
	struct epollctx_eventfd other = {78};
	uint64_t value = 5;

	(void)state;
	PLAYED(epollctx_eventfd_open(&e, 0), -EPERM,
		{.call = EVENTFD, .answer = -EPERM, .argument = EFD_CLOEXEC});
	assert_int_equal(e.fd, 77);
	PLAYED(epollctx_eventfd_write(&e, 5), -EPERM,
		{.call = WRITE, .answer = -EPERM, .fd = 77, .value = 5});
	PLAYED(epollctx_eventfd_read(&e, &value), -EPERM,
		{.call = READ, .answer = -EPERM, .fd = 77});
	assert_int_equal(value, 5);
	PLAYED(epollctx_eventfd_clone(&e, &other), -EPERM,
		{.call = FCNTL, .answer = -EPERM, .fd = 77, .argument = F_DUPFD_CLOEXEC});
	assert_int_equal(other.fd, 78);
}

static void eperm_is_an_error_of_a_poll_context(void **state)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	const struct epollctx_events *got = &events;

	(void)state;
	poll.hangups = 5;
	PLAYED(epollctx_poll_open(&poll), -EPERM,
		{.call = EPOLL_CREATE1, .answer = -EPERM, .argument = EPOLL_CLOEXEC});
	poll.ctx.fd = 77;
	PLAYED(epollctx_poll_add(&poll, 5, 7), -EPERM,
		{.call = EPOLL_CTL,
			.answer = -EPERM,
			.fd = 77,
			.argument = EPOLL_CTL_ADD,
			.other = 5,
			.value = 7,
			.events = EPOLLIN});
	PLAYED(epollctx_poll_delete(&poll, 5), -EPERM,
		{.call = EPOLL_CTL,
			.answer = -EPERM,
			.fd = 77,
			.argument = EPOLL_CTL_DEL,
			.other = 5});
	PLAYED(epollctx_poll_wait(&poll, &got), -EPERM,
		{.call = EPOLL_WAIT, .answer = -EPERM, .fd = 77, .argument = -1});
	assert_ptr_equal(got, &events);
	assert_int_equal(poll.hangups, 5);
	assert_int_equal(poll.max_hangups, 0);
}

#define with_events(function) cmocka_unit_test_setup(function, fresh_events)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_events(an_instance_can_be_number_0),
		with_events(its_number_0_can_be_taken_out),
		with_events(number_0_can_be_waited_on),
		with_events(an_eventfd_can_be_number_0),
		with_events(eperm_is_an_error_of_an_instance),
		with_events(eperm_is_an_error_of_an_eventfd),
		with_events(eperm_is_an_error_of_a_poll_context),
		cmocka_unit_test(no_descriptor_leaked),
	};

	return cmocka_run_group_tests_name("core/number_0", tests, remember_descriptors, NULL);
}
