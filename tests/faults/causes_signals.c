/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rows about signals, which come while the call blocks, with and without SA_RESTART. That a thread
 * blocks is read from /proc, again and again until it does, but not for ever.
 */
#include "rows.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LOOKS_MAX = 2000000, SIGNALS = 3, AN_HOUR = 3600 };

/* A call of the core on a thread of its own. */
struct blocking {
	struct scene *scene;
	pthread_t thread;
	atomic_int tid;
	atomic_bool ended;
	int result;
};

static atomic_int handled;

static void count_signal(int number)
{
	(void)number;
	atomic_fetch_add(&handled, 1);
}

static void handle_signals(int flags)
{
	struct sigaction action = {.sa_handler = count_signal, .sa_flags = flags};

	atomic_store(&handled, 0);
	assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
}

static void *make_call(void *argument)
{
	struct blocking *b = argument;

	atomic_store(&b->tid, (int)syscall(SYS_gettid));
	b->result = b->scene->op->perform(b->scene);
	atomic_store(&b->ended, true);
	return NULL;
}

/* The text of a file of the thread, or "" where the kernel has no such file. */
static void read_of_thread(const struct blocking *b, const char *name, char *text, size_t size)
{
	char path[64];
	ssize_t got = 0;
	int fd;

	snprintf(path, sizeof path, "/proc/self/task/%d/%s", atomic_load(&b->tid), name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		got = read(fd, text, size - 1);
		close(fd);
	}
	text[got > 0 ? got : 0] = '\0';
}

/* Sleeping, and in a system call that the core blocks in. */
static bool is_blocked(const struct blocking *b)
{
	static const long calls[] = {
#ifdef SYS_epoll_wait
		SYS_epoll_wait,
#endif
		SYS_epoll_pwait, SYS_epoll_pwait2, SYS_read, SYS_write};
	char text[256];
	const char *state;
	long number;

	if (atomic_load(&b->tid) == 0)
		return false;
	read_of_thread(b, "stat", text, sizeof text);
	state = strrchr(text, ')');
	if (state == NULL || state[1] != ' ' || state[2] != 'S')
		return false;
	read_of_thread(b, "syscall", text, sizeof text);
	if (text[0] == '\0')
		return true; /* a kernel without this file: that it sleeps must do */
	number = strtol(text, NULL, 10);
	for (size_t i = 0; i < COUNT(calls); i++)
		if (number == calls[i] && text[0] >= '0' && text[0] <= '9')
			return true;
	return false;
}

static void wait_until_blocked(const struct blocking *b)
{
	for (long i = 0; i < LOOKS_MAX; i++) {
		if (is_blocked(b))
			return;
		if (atomic_load(&b->ended))
			fail_msg("the call returned %d instead of blocking", b->result);
		sched_yield();
	}
	fail_msg("the call neither blocked nor returned");
}

static void start(struct blocking *b, struct scene *s)
{
	memset(b, 0, sizeof *b);
	b->scene = s;
	assert_int_equal(pthread_create(&b->thread, NULL, make_call, b), 0);
	wait_until_blocked(b);
}

/* The next signal, once its handler has run. */
static void interrupt(struct blocking *b)
{
	int before = atomic_load(&handled);

	assert_int_equal(pthread_kill(b->thread, SIGUSR1), 0);
	for (long i = 0; i < LOOKS_MAX && atomic_load(&handled) == before; i++)
		sched_yield();
	assert_int_equal(atomic_load(&handled), before + 1);
}

/* The call must come to its end now; one that goes on is ended, for the tests that follow. */
static int join(struct blocking *b)
{
	bool ended;

	for (long i = 0; i < LOOKS_MAX && !atomic_load(&b->ended); i++)
		sched_yield();
	ended = atomic_load(&b->ended);
	if (!ended)
		pthread_cancel(b->thread);
	assert_int_equal(pthread_join(b->thread, NULL), 0);
	if (!ended)
		fail_msg("the call goes on");
	return b->result;
}

static void ring(struct scene *s, uint64_t value)
{
	uint32_t written;

	assert_int_equal(model_write(s->ls->model, BELL, value, &written), 0);
	assert_int_equal(epollctx_eventfd_write(&s->o.bell, value), 0);
}

static uint64_t drain(struct scene *s)
{
	uint64_t value;

	assert_int_equal(model_read(s->ls->model, BELL, sizeof value, &value), 0);
	assert_int_equal(epollctx_eventfd_read(&s->o.bell, &value), 0);
	return value;
}

/* The same call, made so that it blocks: false when it does not. */
static bool blocks(const struct row *row, const struct operation *op, struct operation *blocking)
{
	if (!row_is_about(row, op) || op->before.times != 0 || op->idle ||
		(op->limited && operation_limit(op) == 0))
		return false;
	*blocking = *op;
	blocking->idle = true;
	blocking->timeout.tv_sec = AN_HOUR;
	return true;
}

static const int restarts[] = {0, SA_RESTART};

static void goes_on(struct scene *s, const struct operation *op, int flags)
{
	struct blocking b;

	handle_signals(flags);
	scene_begin(s, op);
	start(&b, s);
	for (int i = 0; i < SIGNALS; i++) {
		interrupt(&b);
		wait_until_blocked(&b);
	}
	ring(s, 1);
	scene_succeeded(s, join(&b));
	scene_still_works(s);
	scene_end(s);
}

void signals_do_not_end_it(void **state)
{
	struct row *row = *state;
	struct operation op;

	for (size_t i = 0; i < operation_count; i++)
		for (size_t j = 0; j < COUNT(restarts); j++)
			if (blocks(row, &operations[i], &op)) {
				goes_on(row->scene, &op, restarts[j]);
				row->shown++;
			}
}

static void ends(struct scene *s, const struct operation *op, int flags)
{
	struct blocking b;

	handle_signals(flags);
	scene_begin(s, op);
	start(&b, s);
	interrupt(&b);
	scene_failed(s, join(&b), EINTR);
	scene_still_works(s);
	scene_end(s);
}

/* A signal that the mask of the wait holds back is handled after it. */
static void is_held_back(struct scene *s, const struct operation *op)
{
	struct blocking b;
	sigset_t mask;

	handle_signals(0);
	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	scene_begin(s, op);
	s->mask = &mask;
	start(&b, s);
	assert_int_equal(pthread_kill(b.thread, SIGUSR1), 0);
	wait_until_blocked(&b);
	assert_int_equal(atomic_load(&handled), 0);
	ring(s, 1);
	scene_succeeded(s, join(&b));
	assert_int_equal(atomic_load(&handled), 1);
	scene_still_works(s);
	scene_end(s);
}

void a_signal_ends_it(void **state)
{
	struct row *row = *state;
	struct operation op;

	for (size_t i = 0; i < operation_count; i++) {
		if (!blocks(row, &operations[i], &op))
			continue;
		for (size_t j = 0; j < COUNT(restarts); j++)
			ends(row->scene, &op, restarts[j]);
		is_held_back(row->scene, &op);
		row->shown++;
	}
}

/* An eventfd that blocks: empty for its reader, full for its writer. */
static void begin_blocking(struct scene *s, const struct operation *op, bool writes)
{
	scene_begin(s, op);
	if (writes)
		ring(s, UINT64_MAX - 2);
	else
		drain(s);
	assert_int_equal(fcntl(s->o.bell.fd, F_SETFL, 0), 0);
	scene_remember(s);
}

static void interrupted_once(struct scene *s, const struct operation *op, bool writes)
{
	struct blocking b;

	handle_signals(0);
	begin_blocking(s, op, writes);
	start(&b, s);
	interrupt(&b);
	scene_failed(s, join(&b), EINTR);
	/* Nothing was moved. */
	if (writes)
		assert_true(drain(s) == UINT64_MAX - 1);
	scene_still_works(s);
	scene_end(s);
}

static void restarted(struct scene *s, const struct operation *op, bool writes)
{
	struct blocking b;

	handle_signals(SA_RESTART);
	begin_blocking(s, op, writes);
	start(&b, s);
	for (int i = 0; i < SIGNALS; i++) {
		interrupt(&b);
		wait_until_blocked(&b);
	}
	if (writes)
		assert_true(drain(s) == UINT64_MAX - 1);
	else
		ring(s, 5);
	scene_succeeded(s, join(&b));
	if (writes)
		assert_true(drain(s) == s->value);
	else
		assert_true(s->o.ret_value == 5);
	scene_still_works(s);
	scene_end(s);
}

void a_signal_interrupts(void **state)
{
	struct row *row = *state;
	bool writes = row->call == PROGRAM_CALL_write;

	for (size_t i = 0; i < operation_count; i++) {
		if (!row_is_about(row, &operations[i]))
			continue;
		interrupted_once(row->scene, &operations[i], writes);
		restarted(row->scene, &operations[i], writes);
		row->shown++;
	}
}
