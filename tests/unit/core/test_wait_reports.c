/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 clock_gettime */
/* wraps: eventfd read write close fcntl */
/*
 * What a wait reports is what the kernel stored, whichever call it goes by: the same events in the
 * same slots, and no other slot written. On a scripted kernel.
 */
#include "scripted_kernel.h"

#include <string.h>

enum { EP = 12, CAPACITY = 9 };

static const struct timespec zero;
static const struct timespec whole = {0, 2000000};
static const struct timespec precise = {0, 2000001};
static const struct timespec *const timeouts[] = {NULL, &zero, &whole, &precise};
static const sigset_t mask;

static struct epollctx ctx = {EP};
static struct epollctx_poll poll;
static struct epoll_event slots[CAPACITY];
static struct epoll_event untouched[EPOLLCTX_EVENTS_CAPACITY];
static struct epollctx_events events = {slots, CAPACITY, 0};

enum function { WAIT, WAIT_TIMEOUT, PWAIT, PWAIT_MASKED, POLL_WAIT, FUNCTIONS };

/* A way to wait: a function, its timeout, and whether epoll_pwait2 is refused. */
struct way {
	enum function function;
	const struct timespec *timeout;
	bool refused;
};

static bool is_single(const struct way *way)
{
	return way->function == PWAIT || way->function == PWAIT_MASKED;
}

static bool has_deadline(const struct way *way)
{
	return !is_single(way) && way->timeout != NULL && way->timeout != &zero;
}

static int milliseconds(const struct way *way)
{
	if (way->timeout == NULL)
		return -1;
	return way->timeout == &zero ? 0 : way->timeout == &whole ? 2 : 3;
}

/* The calls of a way, three at most, of which the last is the wait that `last` answers. */
static size_t script_of(struct step *steps, const struct way *way, struct step last)
{
	size_t n = 0;

	if (has_deadline(way))
		steps[n++] = (struct step){.call = CLOCK_GETTIME, .time = {9, 0}};
	last.fd = EP;
	last.mask = way->function == PWAIT_MASKED ? &mask : NULL;
	if (way->timeout == &precise) {
		last.call = EPOLL_PWAIT2;
		last.time = precise;
		if (!way->refused) {
			steps[n++] = last;
			return n;
		}
		steps[n] = last;
		steps[n].reported = NULL;
		steps[n++].answer = -ENOSYS;
	}
	last.call = is_single(way) ? EPOLL_PWAIT : EPOLL_WAIT;
	last.argument = milliseconds(way);
	steps[n++] = last;
	return n;
}

static int call(const struct way *way)
{
	const struct epollctx_events *got = &events;
	int result;

	switch (way->function) {
	case WAIT:
		return epollctx_wait(&ctx, &events);
	case WAIT_TIMEOUT:
		return epollctx_wait_timeout(&ctx, &events, way->timeout);
	case POLL_WAIT:
		result = epollctx_poll_wait_timeout(&poll, way->timeout, &got);
		assert_ptr_equal(got, result < 0 ? &events : &poll.events);
		return result;
	default:
		return epollctx_pwait(
			&ctx, &events, way->timeout, way->function == PWAIT_MASKED ? &mask : NULL);
	}
}

/* Waits that way, on slots that hold something else; returns those slots. */
static const struct epoll_event *wait_that_way(
	const struct way *way, const struct step *steps, size_t count, int expected)
{
	int result;

	memset(untouched, 0xa5, sizeof(untouched));
	memcpy(slots, untouched, sizeof(slots));
	memcpy(poll.slots, untouched, sizeof(poll.slots));
	poll.ctx.fd = EP;
	play(steps, count);
	result = call(way);
	played();
	assert_int_equal(result, expected);
	return way->function == POLL_WAIT ? poll.slots : slots;
}

static void in_every_way(void (*check)(const struct way *way))
{
	struct way way = {WAIT, NULL, false};
	int function;
	size_t i;

	for (function = WAIT; function < FUNCTIONS; function++)
		for (i = 0; i < (function == WAIT ? 1 : COUNT(timeouts)); i++) {
			way.function = (enum function)function;
			way.timeout = timeouts[i];
			way.refused = false;
			check(&way);
			if (way.timeout == &precise) {
				way.refused = true;
				check(&way);
			}
		}
}

/* All that can be told apart: all bits and none, each in a slot of its own, equal tokens. */
static const struct epoll_event reported[CAPACITY - 1] = {
	{EPOLLIN, {.u64 = 0}},
	{0, {.u64 = UINT64_MAX}},
	{EPOLLHUP, {.u64 = 7}},
	{EPOLLERR, {.u64 = 7}},
	{UINT32_MAX, {.u64 = UINT64_C(1) << 63}},
	{EPOLLRDHUP | EPOLLMSG, {.u64 = UINT64_C(1) << 31}},
	{EPOLLET, {.u64 = 7}},
	{0, {.u64 = 0}},
};

static void check_events(const struct way *way)
{
	struct step steps[3];
	size_t count = script_of(
		steps, way, (struct step){.answer = (int)COUNT(reported), .reported = reported});
	const struct epoll_event *got = wait_that_way(way, steps, count, (int)COUNT(reported));
	size_t i;

	for (i = 0; i < COUNT(reported); i++) {
		assert_int_equal(got[i].events, reported[i].events);
		assert_true(got[i].data.u64 == reported[i].data.u64);
	}
	assert_memory_equal(&got[i], untouched,
		((way->function == POLL_WAIT ? COUNT(poll.slots) : COUNT(slots)) - i) *
			sizeof(*got));
}

static void events_arrive_as_they_are(void **state)
{
	(void)state;
	in_every_way(check_events);
}

static void check_nothing(const struct way *way)
{
	/* A wait without a limit is not expected to come back with nothing, but is believed. */
	static const int answers[] = {0, -EBADF, -EINTR};
	size_t i;

	for (i = 0; i < (is_single(way) ? 3 : 2); i++) {
		struct step steps[4];
		size_t count = script_of(steps, way, (struct step){.answer = answers[i]});
		const struct epoll_event *got;

		if (has_deadline(way) && answers[i] == 0)
			steps[count++] = (struct step){.call = CLOCK_GETTIME, .time = {10, 0}};
		got = wait_that_way(way, steps, count, answers[i]);
		assert_memory_equal(got, untouched, sizeof(slots));
	}
}

static void without_an_event_no_slot_is_written(void **state)
{
	(void)state;
	in_every_way(check_nothing);
}

static void check_capacity(const struct way *way)
{
	int capacity = way->function == POLL_WAIT ? EPOLLCTX_EVENTS_CAPACITY : events.capacity;
	struct step steps[3];
	size_t count = script_of(steps, way, (struct step){.answer = 1, .other = capacity});

	wait_that_way(way, steps, count, 1);
}

static void the_kernel_is_given_every_slot(void **state)
{
	(void)state;
	for (events.capacity = 1; events.capacity < 1000000; events.capacity *= 10)
		in_every_way(check_capacity);
	events.capacity = EPOLLCTX_EVENTS_CAPACITY_MAX;
	in_every_way(check_capacity);
	events.capacity = CAPACITY;
}

/* There is no number of signals that would be enough. */
static void a_million_signals_end_no_wait(void **state)
{
	static const struct way ways[] = {
		{WAIT, NULL, false}, {WAIT_TIMEOUT, NULL, false}, {WAIT_TIMEOUT, &zero, false}};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(ways); i++) {
		struct step steps[2];

		script_of(steps, &ways[i], (struct step){.answer = -EINTR, .again = 999999});
		script_of(&steps[1], &ways[i], (struct step){.answer = 1});
		wait_that_way(&ways[i], steps, 2, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_arrive_as_they_are),
		cmocka_unit_test(without_an_event_no_slot_is_written),
		cmocka_unit_test(the_kernel_is_given_every_slot),
		cmocka_unit_test(a_million_signals_end_no_wait),
	};

	return cmocka_run_group_tests_name("core/wait_reports", tests, NULL, NULL);
}
