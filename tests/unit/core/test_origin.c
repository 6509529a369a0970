/* SPDX-License-Identifier: BSD-3-Clause */
/* The examples of the interface that this one stands in for, each as a test of the same name. */
#include "support.h"

/* The slots of EpollEvents::new(). */
struct origin_events {
	struct epoll_event slots[EPOLLCTX_EVENTS_CAPACITY];
	struct epollctx_events buffer;
};

static struct epollctx_events *new_events(struct origin_events *events)
{
	assert_ok(epollctx_events_init(&events->buffer, events->slots, EPOLLCTX_EVENTS_CAPACITY));
	return &events->buffer;
}

static void open_both(struct epollctx *ctx, struct epollctx_eventfd *evt)
{
	assert_ok(epollctx_eventfd_open(evt, 0));
	assert_ok(epollctx_open(ctx));
}

static void close_both(struct epollctx *ctx, struct epollctx_eventfd *evt)
{
	assert_ok(epollctx_close(ctx));
	assert_ok(epollctx_eventfd_close(evt));
}

/* `for event in events.iter_readable() { assert_eq!(event.token(), 1); }`, and there is one. */
static void assert_one_readable_with_token_1(const struct epollctx_events *events)
{
	struct epollctx_iter iter = epollctx_iter_readable(events);
	const struct epoll_event *event = epollctx_iter_next(&iter);

	assert_non_null(event);
	assert_true(epollctx_event_token(event) == 1);
	assert_null(epollctx_iter_next(&iter));
}

static void epoll_context(void **state)
{
	struct origin_events storage;
	struct epollctx_events *events = new_events(&storage);
	struct epollctx_eventfd evt;
	struct epollctx ctx;

	(void)state;
	open_both(&ctx, &evt);
	assert_ok(epollctx_eventfd_write(&evt, 1));
	assert_ok(epollctx_add(&ctx, evt.fd, 1));
	assert_int_equal(epollctx_wait(&ctx, events), 1);
	assert_one_readable_with_token_1(events);
	close_both(&ctx, &evt);
}

static void new_context(void **state)
{
	struct epollctx ctx = EPOLLCTX_INIT;

	(void)state;
	assert_ok(epollctx_open(&ctx));
	assert_true(ctx.fd >= 0);
	assert_ok(epollctx_close(&ctx));
}

static void add(void **state)
{
	struct epollctx_eventfd evt;
	struct epollctx ctx;

	(void)state;
	open_both(&ctx, &evt);
	assert_ok(epollctx_add(&ctx, evt.fd, 1));
	assert_int_equal(epollctx_add(&ctx, evt.fd, 1), -EEXIST);
	close_both(&ctx, &evt);
}

static void add_fd_with_events(void **state)
{
	struct epollctx_eventfd evt;
	struct epollctx ctx;

	(void)state;
	open_both(&ctx, &evt);
	assert_ok(epollctx_add_fd_with_events(
		&ctx, evt.fd, epollctx_watch_set_read(epollctx_watch_empty()), 1));
	assert_int_equal(epollctx_add(&ctx, evt.fd, 1), -EEXIST);
	close_both(&ctx, &evt);
}

static void modify(void **state)
{
	struct origin_events storage;
	struct epollctx_events *events = new_events(&storage);
	struct epollctx_eventfd evt;
	struct epollctx ctx;

	(void)state;
	open_both(&ctx, &evt);
	assert_ok(epollctx_add_fd_with_events(
		&ctx, evt.fd, epollctx_watch_set_read(epollctx_watch_empty()), 1));
	assert_ok(
		epollctx_modify(&ctx, evt.fd, epollctx_watch_set_write(epollctx_watch_empty()), 2));
	assert_int_equal(epollctx_wait(&ctx, events), 1);
	assert_true(epollctx_event_token(&events->slots[0]) == 2);
	assert_true(epollctx_event_writable(&events->slots[0]));
	close_both(&ctx, &evt);
}

static void delete (void **state)
{
	struct epollctx_eventfd evt;
	struct epollctx ctx;

	(void)state;
	open_both(&ctx, &evt);
	assert_ok(epollctx_add(&ctx, evt.fd, 1));
	assert_ok(epollctx_delete(&ctx, evt.fd));
	assert_int_equal(epollctx_delete(&ctx, evt.fd), -ENOENT);
	close_both(&ctx, &evt);
}

static void wait_without_limit(void **state)
{
	struct origin_events storage;
	struct epollctx_events *events = new_events(&storage);
	struct epollctx_eventfd evt;
	struct epollctx ctx;

	(void)state;
	open_both(&ctx, &evt);
	assert_ok(epollctx_eventfd_write(&evt, 1));
	assert_ok(epollctx_add(&ctx, evt.fd, 1));
	/* Unhandled, it is reported by each wait. */
	assert_int_equal(epollctx_wait(&ctx, events), 1);
	assert_one_readable_with_token_1(events);
	assert_int_equal(epollctx_wait(&ctx, events), 1);
	assert_one_readable_with_token_1(events);
	close_both(&ctx, &evt);
}

static void wait_timeout(void **state)
{
	static const struct timespec hundred_seconds = {100, 0};
	struct origin_events storage;
	struct epollctx_events *events = new_events(&storage);
	struct epollctx_eventfd evt;
	struct epollctx ctx;

	(void)state;
	open_both(&ctx, &evt);
	assert_ok(epollctx_eventfd_write(&evt, 1));
	assert_ok(epollctx_add(&ctx, evt.fd, 1));
	assert_int_equal(epollctx_wait_timeout(&ctx, events, &hundred_seconds), 1);
	assert_one_readable_with_token_1(events);
	close_both(&ctx, &evt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(epoll_context),
		cmocka_unit_test(new_context),
		cmocka_unit_test(add),
		cmocka_unit_test(add_fd_with_events),
		cmocka_unit_test(modify),
		cmocka_unit_test(delete),
		cmocka_unit_test(wait_without_limit),
		cmocka_unit_test(wait_timeout),
		cmocka_unit_test(no_descriptor_leaked),
	};

	return cmocka_run_group_tests_name("core/origin", tests, remember_descriptors, NULL);
}
