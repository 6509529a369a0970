/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A user of the core with two threads, without a mistake: what one thread wrote is read by the
 * other after the wait that modify ended, or after an atomic that says so. Alone it must pass every
 * job; with one of defects/ linked in front of the core, the job that is there for such a defect
 * must report it.
 */
#include "epollctx.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct work {
	const struct epollctx *ctx;
	int fd;
	int value;
	int more;
	atomic_bool is_more;
};

static void *publish(void *argument)
{
	struct work *work = argument;
	struct epollctx_watch events = epollctx_watch_set_read(epollctx_watch_empty());

	work->value = 41;
	if (epollctx_modify(work->ctx, work->fd, events, 7) < 0)
		abort();
	work->more = 1;
	atomic_store_explicit(&work->is_more, true, memory_order_release);
	return NULL;
}

/* A limit that is no whole millisecond: it takes epoll_pwait2. */
static const struct timespec limit = {60, 1};

static int take(const struct work *work, struct epollctx_events *events)
{
	struct epoll_event *slots = calloc(1, sizeof *slots);
	struct epollctx_events copy;
	int value = 0;

	if (epollctx_wait_timeout(work->ctx, events, &limit) == 1 && slots != NULL &&
		epollctx_events_init(&copy, slots, 1) == 0 &&
		epollctx_events_copy(&copy, events) >= 0 &&
		epollctx_event_token(&copy.slots[0]) == 7)
		value = work->value;
	free(slots);
	return value;
}

int main(void)
{
	struct epollctx ctx = EPOLLCTX_INIT;
	struct epollctx_eventfd bell = EPOLLCTX_EVENTFD_INIT;
	struct epoll_event slots[1];
	struct epollctx_events events;
	struct work work = {.ctx = &ctx, .fd = -1};
	pthread_t thread;
	int value;

	if (epollctx_open(&ctx) < 0 || epollctx_eventfd_open(&bell, 0) < 0 ||
		epollctx_eventfd_write(&bell, 1) < 0 || epollctx_events_init(&events, slots, 1) < 0)
		return 2;
	work.fd = epollctx_eventfd_as_raw_fd(&bell);
	if (epollctx_add_fd_with_events(&ctx, work.fd, epollctx_watch_empty(), 7) < 0 ||
		pthread_create(&thread, NULL, publish, &work) != 0)
		return 2;
	value = take(&work, &events);
	while (!atomic_load_explicit(&work.is_more, memory_order_acquire))
		sched_yield();
	value += work.more;
	if (pthread_join(thread, NULL) != 0 || epollctx_eventfd_close(&bell) < 0 ||
		epollctx_close(&ctx) < 0)
		return 2;
	printf("the value is %d\n", value);
	return value == 42 ? 0 : 2;
}
