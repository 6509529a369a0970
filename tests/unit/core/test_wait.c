/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of src/wait.c on the real kernel, with real signals, real time and real threads. */
#include "support.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>

static const struct timespec no_time;

/* An instance, an eventfd whose counter is 0 and that it watches under token 5, and a buffer. */
struct fixture {
	struct epollctx ctx;
	struct epollctx_eventfd e;
	struct epoll_event slots[4];
	struct epollctx_events events;
};

static void open_fixture(struct fixture *f)
{
	assert_ok(epollctx_open(&f->ctx));
	assert_ok(epollctx_eventfd_open(&f->e, 0));
	assert_ok(epollctx_events_init(&f->events, f->slots, (int)COUNT(f->slots)));
	assert_ok(epollctx_add(&f->ctx, f->e.fd, 5));
}

static void close_fixture(struct fixture *f)
{
	assert_ok(epollctx_close(&f->ctx));
	assert_ok(epollctx_eventfd_close(&f->e));
}

static void assert_reports_token_5(const struct fixture *f)
{
	assert_int_equal(f->events.count, 1);
	assert_int_equal(f->slots[0].events, EPOLLIN);
	assert_true(epollctx_event_token(&f->slots[0]) == 5);
}

static void every_wait_reports_what_is_ready(void **state)
{
	struct fixture f;

	(void)state;
	open_fixture(&f);
	assert_ok(epollctx_eventfd_write(&f.e, 1));
	assert_int_equal(epollctx_wait(&f.ctx, &f.events), 1);
	assert_reports_token_5(&f);
	assert_int_equal(epollctx_wait_timeout(&f.ctx, &f.events, NULL), 1);
	assert_reports_token_5(&f);
	assert_int_equal(epollctx_wait_timeout(&f.ctx, &f.events, &no_time), 1);
	assert_reports_token_5(&f);
	assert_int_equal(epollctx_pwait(&f.ctx, &f.events, NULL, NULL), 1);
	assert_reports_token_5(&f);
	assert_int_equal(epollctx_pwait(&f.ctx, &f.events, &no_time, NULL), 1);
	assert_reports_token_5(&f);
	close_fixture(&f);
}

static void nothing_ready_empties_the_buffer(void **state)
{
	struct fixture f;

	(void)state;
	open_fixture(&f);
	f.events.count = 3;
	assert_int_equal(epollctx_wait_timeout(&f.ctx, &f.events, &no_time), 0);
	assert_int_equal(f.events.count, 0);
	f.events.count = 3;
	assert_int_equal(epollctx_pwait(&f.ctx, &f.events, &no_time, NULL), 0);
	assert_int_equal(f.events.count, 0);
	close_fixture(&f);
}

static void what_does_not_fit_comes_next(void **state)
{
	struct epollctx_eventfd second = ready_eventfd();
	struct fixture f;
	uint64_t tokens = 0;

	(void)state;
	open_fixture(&f);
	f.events.capacity = 1;
	assert_ok(epollctx_eventfd_write(&f.e, 1));
	assert_ok(epollctx_add(&f.ctx, second.fd, 6));
	assert_int_equal(epollctx_wait(&f.ctx, &f.events), 1);
	tokens += epollctx_event_token(&f.slots[0]);
	assert_int_equal(epollctx_wait(&f.ctx, &f.events), 1);
	tokens += epollctx_event_token(&f.slots[0]);
	assert_true(tokens == 5 + 6);
	assert_ok(epollctx_eventfd_close(&second));
	close_fixture(&f);
}

/* Timeouts that cannot be waited out here: what is ready must end them at once. */
static void the_longest_timeouts_report_what_is_ready(void **state)
{
	static const struct timespec timeouts[] = {
		{0, 1},
		{INT_MAX / 1000, 647000000},
		{INT_MAX / 1000, 648000000},
		{INT_MAX, 0},
		{INT64_MAX / 1000000000, 1},
		{INT64_MAX, 0},
		{INT64_MAX, 999999999},
	};
	struct fixture f;
	size_t i;

	(void)state;
	open_fixture(&f);
	assert_ok(epollctx_eventfd_write(&f.e, 1));
	for (i = 0; i < COUNT(timeouts); i++) {
		assert_int_equal(epollctx_wait_timeout(&f.ctx, &f.events, &timeouts[i]), 1);
		assert_int_equal(epollctx_pwait(&f.ctx, &f.events, &timeouts[i], NULL), 1);
	}
	close_fixture(&f);
}

static const struct timespec short_timeouts[] = {
	{0, 1},
	{0, 1000},
	{0, 900000},
	{0, 999999},
	{0, 1000000},
	{0, 1000001},
	{0, 1900000},
	{0, 3000000},
};

static void no_timeout_ends_early(void **state)
{
	struct fixture f;
	size_t i;

	(void)state;
	open_fixture(&f);
	for (i = 0; i < COUNT(short_timeouts); i++) {
		struct timespec start = monotonic_now();

		assert_int_equal(epollctx_wait_timeout(&f.ctx, &f.events, &short_timeouts[i]), 0);
		assert_true(has_elapsed(start, short_timeouts[i]));
		start = monotonic_now();
		assert_int_equal(epollctx_pwait(&f.ctx, &f.events, &short_timeouts[i], NULL), 0);
		assert_true(has_elapsed(start, short_timeouts[i]));
	}
	close_fixture(&f);
}

/* All three waits, with this buffer and this timeout where there is one. */
static void assert_waits_fail(const struct epollctx *ctx, struct epollctx_events *events,
	const struct timespec *timeout, int error)
{
	if (events != NULL)
		events->count = 3;
	if (timeout == &no_time)
		assert_int_equal(epollctx_wait(ctx, events), error);
	if (events != NULL) {
		assert_int_equal(events->count, timeout == &no_time ? 0 : 3);
		events->count = 3;
	}
	assert_int_equal(epollctx_wait_timeout(ctx, events, timeout), error);
	if (events != NULL) {
		assert_int_equal(events->count, 0);
		events->count = 3;
	}
	assert_int_equal(epollctx_pwait(ctx, events, timeout, NULL), error);
	if (events != NULL)
		assert_int_equal(events->count, 0);
}

static void malformed_arguments_are_refused(void **state)
{
	static const int capacities[] = {0, -1, INT_MIN, EPOLLCTX_EVENTS_CAPACITY_MAX + 1, INT_MAX};
	static const struct timespec timeouts[] = {
		{-1, 0}, {INT64_MIN, 0}, {0, -1}, {0, 1000000000}, {0, LONG_MAX}, {5, LONG_MIN}};
	struct epollctx closed = EPOLLCTX_INIT;
	const struct epollctx *contexts[] = {NULL, &closed, NULL};
	struct fixture f;
	size_t c;
	size_t i;

	(void)state;
	open_fixture(&f);
	contexts[2] = &f.ctx;
	for (c = 0; c < COUNT(contexts); c++) {
		struct epollctx_events bad = {f.slots, 1, 0};

		for (i = 0; i < COUNT(capacities); i++) {
			bad.capacity = capacities[i];
			assert_waits_fail(contexts[c], &bad, &no_time, -EINVAL);
		}
		bad.capacity = 1;
		bad.slots = NULL;
		assert_waits_fail(contexts[c], &bad, &no_time, -EINVAL);
		assert_waits_fail(contexts[c], NULL, &no_time, -EINVAL);
		for (i = 0; i < COUNT(timeouts); i++)
			assert_waits_fail(contexts[c], &f.events, &timeouts[i], -EINVAL);
	}
	assert_waits_fail(NULL, &f.events, &no_time, -EINVAL);
	close_fixture(&f);
}

static void the_largest_capacity_is_the_kernels(void **state)
{
	struct fixture f;

	(void)state;
	open_fixture(&f);
	assert_ok(epollctx_eventfd_write(&f.e, 1));
	f.events.capacity = EPOLLCTX_EVENTS_CAPACITY_MAX;
	/* Linux wants the whole array to lie within user space, which a stack's end may not. */
	f.events.slots = mmap(NULL, (size_t)INT_MAX, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	assert_true(f.events.slots != MAP_FAILED);
	assert_int_equal(epollctx_wait(&f.ctx, &f.events), 1);
	assert_ok(munmap(f.events.slots, (size_t)INT_MAX));
	close_fixture(&f);
}

static void closed_stale_and_foreign_numbers_are_refused(void **state)
{
	struct epollctx ctx = EPOLLCTX_INIT;
	struct fixture f;

	(void)state;
	open_fixture(&f);
	assert_waits_fail(&ctx, &f.events, &no_time, -EBADF);
	ctx.fd = f.e.fd;
	assert_waits_fail(&ctx, &f.events, &no_time, -EINVAL);
	assert_waits_fail(&ctx, &f.events, &short_timeouts[0], -EINVAL);
	ctx.fd = NO_SUCH_NUMBER;
	assert_waits_fail(&ctx, &f.events, &no_time, -EBADF);
	assert_waits_fail(&ctx, &f.events, &short_timeouts[0], -EBADF);
	close_fixture(&f);
}

static void slots_that_cannot_be_written_are_refused(void **state)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *read_only = mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct fixture f;

	(void)state;
	assert_true(read_only != MAP_FAILED);
	open_fixture(&f);
	assert_ok(epollctx_eventfd_write(&f.e, 1));
	f.events.slots = read_only;
	assert_waits_fail(&f.ctx, &f.events, &no_time, -EFAULT);
	assert_ok(munmap(read_only, page));
	close_fixture(&f);
}

static volatile sig_atomic_t signals;
static volatile sig_atomic_t signals_until_write;
static struct epollctx_eventfd written_by_handler;

static void on_signal(int number)
{
	(void)number;
	signals++;
	if (signals == signals_until_write && epollctx_eventfd_write(&written_by_handler, 1) != 0)
		abort();
}

/* The handler stays for good: a signal that is on its way must not end the process. */
static void handle(int number)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = on_signal;
	assert_ok(sigaction(number, &action, NULL));
	signals = 0;
	signals_until_write = -1;
}

static void set_timer(suseconds_t microseconds)
{
	struct itimerval timer = {{0, microseconds}, {0, microseconds}};

	assert_ok(setitimer(ITIMER_REAL, &timer, NULL));
}

static void signals_neither_shorten_nor_prolong_a_timeout(void **state)
{
	static const struct timespec timeouts[] = {{0, 20000000}, {0, 20000001}, {0, 20999999}};
	struct fixture f;
	size_t i;

	(void)state;
	open_fixture(&f);
	for (i = 0; i < COUNT(timeouts); i++) {
		struct timespec start = monotonic_now();

		handle(SIGALRM);
		set_timer(200);
		assert_int_equal(epollctx_wait_timeout(&f.ctx, &f.events, &timeouts[i]), 0);
		assert_true(has_elapsed(start, timeouts[i]));
		set_timer(0);
		assert_true(signals > 0);
	}
	close_fixture(&f);
}

static void signals_do_not_end_a_wait_without_limit(void **state)
{
	struct fixture f;

	(void)state;
	open_fixture(&f);
	handle(SIGALRM);
	written_by_handler = f.e;
	signals_until_write = 5;
	set_timer(200);
	assert_int_equal(epollctx_wait(&f.ctx, &f.events), 1);
	assert_reports_token_5(&f);
	set_timer(0);
	assert_true(signals >= 5);
	close_fixture(&f);
}

/* With SIGUSR1 pending, unblocked by the mask of the wait alone. */
static void assert_signal_ends_pwait(struct fixture *f, const struct timespec *timeout)
{
	sigset_t all;
	sigset_t none;
	sigset_t now;

	assert_ok(sigemptyset(&none));
	assert_ok(sigemptyset(&all));
	assert_ok(sigaddset(&all, SIGUSR1));
	assert_ok(pthread_sigmask(SIG_BLOCK, &all, NULL));
	signals = 0;
	assert_ok(raise(SIGUSR1));
	assert_int_equal(signals, 0);
	assert_int_equal(epollctx_pwait(&f->ctx, &f->events, &no_time, NULL), 0);
	assert_int_equal(signals, 0);
	f->events.count = 3;
	assert_int_equal(epollctx_pwait(&f->ctx, &f->events, timeout, &none), -EINTR);
	/* Looked at before `signals`, for the thread sanitizer runs handlers in its next call. */
	assert_ok(pthread_sigmask(SIG_BLOCK, &all, &now));
	assert_int_equal(signals, 1);
	assert_int_equal(sigismember(&now, SIGUSR1), 1);
	assert_int_equal(f->events.count, 0);
	assert_ok(pthread_sigmask(SIG_UNBLOCK, &all, NULL));
}

static void a_signal_ends_pwait(void **state)
{
	static const struct timespec whole = {100, 0};
	static const struct timespec precise = {100, 1};
	static const struct timespec beyond_int_max = {INT_MAX, 0};
	struct fixture f;

	(void)state;
	open_fixture(&f);
	handle(SIGUSR1);
	assert_signal_ends_pwait(&f, NULL);
	assert_signal_ends_pwait(&f, &whole);
	assert_signal_ends_pwait(&f, &precise);
	assert_signal_ends_pwait(&f, &beyond_int_max);
	close_fixture(&f);
}

struct waiter {
	const struct epollctx *ctx;
	const struct timespec *timeout;
	pthread_t thread;
	atomic_int tid; /* 0 until it is about to wait */
	int result;
	struct epoll_event slot;
};

static void *wait_on_a_thread(void *arg)
{
	struct waiter *w = arg;
	struct epollctx_events events = {&w->slot, 1, 0};

	atomic_store(&w->tid, gettid());
	w->result = epollctx_wait_timeout(w->ctx, &events, w->timeout);
	return NULL;
}

static char thread_state(int tid)
{
	char path[64];
	char line[256] = "";
	const char *after_name;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	file = fopen(path, "re");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	assert_ok(fclose(file));
	after_name = strrchr(line, ')');
	assert_non_null(after_name);
	return after_name[2];
}

/* Starts a thread that waits, and returns when it sleeps: in the wait, for it does nothing else. */
static void start_waiter(struct waiter *w)
{
	int tid;

	atomic_store(&w->tid, 0);
	w->result = 99;
	assert_ok(pthread_create(&w->thread, NULL, wait_on_a_thread, w));
	while ((tid = atomic_load(&w->tid)) == 0)
		sched_yield();
	while (thread_state(tid) != 'S')
		sched_yield();
}

static void assert_waiter_saw(struct waiter *w, uint32_t events, uint64_t token)
{
	assert_ok(pthread_join(w->thread, NULL));
	assert_int_equal(w->result, 1);
	assert_int_equal(w->slot.events, events);
	assert_true(epollctx_event_token(&w->slot) == token);
}

static void add_modify_and_delete_run_beside_a_wait(void **state)
{
	static const struct timespec hour = {3600, 1};
	struct epollctx_eventfd e = ready_eventfd();
	struct fixture f;
	struct waiter w = {.ctx = &f.ctx, .timeout = NULL};

	(void)state;
	open_fixture(&f);
	start_waiter(&w);
	assert_ok(epollctx_delete(&f.ctx, f.e.fd));
	assert_ok(epollctx_eventfd_write(&f.e, 1));
	assert_ok(epollctx_add(&f.ctx, e.fd, 7));
	assert_waiter_saw(&w, EPOLLIN, 7);

	assert_ok(epollctx_modify(&f.ctx, e.fd, epollctx_watch_empty(), 7));
	w.timeout = &hour;
	start_waiter(&w);
	assert_ok(epollctx_modify(&f.ctx, e.fd, epollctx_watch_new(EPOLLOUT), 8));
	assert_waiter_saw(&w, EPOLLOUT, 8);
	assert_ok(epollctx_eventfd_close(&e));
	close_fixture(&f);
}

static void two_threads_wait_beside_each_other(void **state)
{
	struct fixture f;
	struct waiter waiters[2] = {{.ctx = &f.ctx}, {.ctx = &f.ctx}};

	(void)state;
	open_fixture(&f);
	start_waiter(&waiters[0]);
	start_waiter(&waiters[1]);
	assert_ok(epollctx_eventfd_write(&f.e, 1));
	assert_waiter_saw(&waiters[0], EPOLLIN, 5);
	assert_waiter_saw(&waiters[1], EPOLLIN, 5);
	close_fixture(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_wait_reports_what_is_ready),
		cmocka_unit_test(nothing_ready_empties_the_buffer),
		cmocka_unit_test(what_does_not_fit_comes_next),
		cmocka_unit_test(the_longest_timeouts_report_what_is_ready),
		cmocka_unit_test(no_timeout_ends_early),
		cmocka_unit_test(malformed_arguments_are_refused),
		cmocka_unit_test(the_largest_capacity_is_the_kernels),
		cmocka_unit_test(closed_stale_and_foreign_numbers_are_refused),
		cmocka_unit_test(slots_that_cannot_be_written_are_refused),
		cmocka_unit_test(signals_neither_shorten_nor_prolong_a_timeout),
		cmocka_unit_test(signals_do_not_end_a_wait_without_limit),
		cmocka_unit_test(a_signal_ends_pwait),
		cmocka_unit_test(add_modify_and_delete_run_beside_a_wait),
		cmocka_unit_test(two_threads_wait_beside_each_other),
		cmocka_unit_test(no_descriptor_leaked),
	};

	return cmocka_run_group_tests_name("core/wait", tests, remember_descriptors, NULL);
}
