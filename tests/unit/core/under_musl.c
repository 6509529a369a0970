/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The core under musl, which has no epoll_pwait2: a timeout of less than a millisecond is honoured
 * all the same. There is no cmocka for musl: exits 0 if everything holds, else names what does not.
 */
#include "epollctx.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

enum { TOKEN = 7, CAPACITY = 4, NO_SUCH_NUMBER = 200 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define CHECK(condition)                                                               \
	do {                                                                           \
		if (!(condition)) {                                                    \
			printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
			failed = true;                                                 \
		}                                                                      \
	} while (0)

/* None is a whole number of milliseconds. */
static const struct timespec timeouts[] = {{0, 1}, {0, 300000}, {0, 999999}, {0, 1500000}};

static bool failed;

static int64_t nanoseconds_now(void)
{
	struct timespec now = {0, 0};

	CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void nothing_comes_before_the_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout)
{
	int64_t start = nanoseconds_now();

	CHECK(epollctx_wait_timeout(ctx, events, timeout) == 0);
	CHECK(nanoseconds_now() - start >= timeout->tv_nsec);
	start = nanoseconds_now();
	CHECK(epollctx_pwait(ctx, events, timeout, NULL) == 0);
	CHECK(nanoseconds_now() - start >= timeout->tv_nsec);
	CHECK(events->count == 0);
}

static void what_is_ready_is_delivered(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout)
{
	CHECK(epollctx_wait_timeout(ctx, events, timeout) == 1);
	CHECK(events->count == 1 && epollctx_event_token(&events->slots[0]) == TOKEN);
	events->slots[0].data.u64 = 0;
	CHECK(epollctx_pwait(ctx, events, timeout, NULL) == 1);
	CHECK(events->count == 1 && epollctx_event_token(&events->slots[0]) == TOKEN);
}

/* Not the ENOSYS that led to it. */
static void the_error_is_that_of_the_wait(
	struct epollctx_events *events, const struct timespec *timeout)
{
	const struct epollctx stale = {NO_SUCH_NUMBER};

	CHECK(epollctx_wait_timeout(&stale, events, timeout) == -EBADF);
	CHECK(epollctx_pwait(&stale, events, timeout, NULL) == -EBADF);
}

int main(void)
{
	struct epoll_event slots[CAPACITY];
	struct epollctx_events events;
	struct epollctx ctx = EPOLLCTX_INIT;
	struct epollctx_eventfd counter = EPOLLCTX_EVENTFD_INIT;

	CHECK(epollctx_events_init(&events, slots, CAPACITY) == 0);
	CHECK(epollctx_open(&ctx) == 0);
	CHECK(epollctx_eventfd_open(&counter, 0) == 0);
	CHECK(epollctx_add(&ctx, counter.fd, TOKEN) == 0);
	for (size_t i = 0; i < COUNT(timeouts); i++) {
		nothing_comes_before_the_timeout(&ctx, &events, &timeouts[i]);
		the_error_is_that_of_the_wait(&events, &timeouts[i]);
	}
	CHECK(epollctx_eventfd_write(&counter, 1) == 0);
	for (size_t i = 0; i < COUNT(timeouts); i++)
		what_is_ready_is_delivered(&ctx, &events, &timeouts[i]);
	CHECK(epollctx_eventfd_close(&counter) == 0);
	CHECK(epollctx_close(&ctx) == 0);
	return failed;
}
