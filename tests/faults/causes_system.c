/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rows about what the whole system decides: a sandbox that refuses a call, and two limits. These
 * are the machine's, and lowering them for a moment can disturb others on it: that is done only
 * where the environment has FAULTS_MAY_CHANGE_SYSCTL=1, and the process is root's. Each fault is
 * injected in any case.
 */
#include "child.h"
#include "rows.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- A sandbox --- */

static int64_t nanoseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* In the child: refused indeed, the same result, and not too early. */
static void wait_in_sandbox(struct scene *s, int error, int expected)
{
	static const struct timespec zero;
	int64_t start;

	child_refuse_pwait2(error);
	CHILD_ASSERT(syscall(SYS_epoll_pwait2, s->o.ctx.fd, s->o.slots, 1, &zero, NULL, 0) < 0, 1);
	CHILD_ASSERT(errno == error, 2);
	start = nanoseconds_now();
	CHILD_ASSERT(s->op->perform(s) == expected, 3);
	CHILD_ASSERT(!s->op->idle || nanoseconds_now() - start >= operation_limit(s->op), 4);
	_exit(0);
}

static void in_sandbox(struct row *row, const struct operation *op)
{
	struct scene *s = row->scene;
	int expected;
	int status;
	pid_t child;

	scene_begin(s, op);
	expected = op->predict(s);
	child = fork();
	if (child == 0)
		wait_in_sandbox(s, row->error, expected);
	status = child_status(child);
	scene_end(s);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == CHILD_HAS_NO_FILTERS) {
		print_message("# skipped: seccomp(2) filters cannot be installed here\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* Time is real there: what waits for weeks is left to the sweep, whose time is not. */
static bool ends_soon(const struct operation *op)
{
	return !op->idle || operation_limit(op) < INT64_C(1000000000);
}

void a_refused_call_is_replaced(void **state)
{
	struct row *row = *state;

	injected(state);
	assert_true(row->shown > 0);
	for (size_t i = 0; i < operation_count; i++)
		if (row_is_about(row, &operations[i]) && operations[i].before.times == 0 &&
			ends_soon(&operations[i]))
			in_sandbox(row, &operations[i]);
}

/* --- The machine's limits --- */

/*
 * So many registrations that a limit of this height disturbs hardly anybody; held by a user that
 * nobody else is, for they are counted by user.
 */
enum { INSTANCES = 512, WATCHED = 512, WATCHES = INSTANCES * WATCHED, SOMEBODY = 64123 };

/* A limit, and what to put there. */
struct limit {
	const char *path;
	long lowered;
	void (*exhaust)(struct scene *s); /* in the child, before it is lowered */
	int fd;
	char text[32]; /* as it was */
};

static bool limit_set(const struct limit *limit, const char *text)
{
	ssize_t length = (ssize_t)strlen(text);

	return pwrite(limit->fd, text, (size_t)length, 0) == length;
}

/* Remembers what is there; false when it is low already, or cannot be written. */
static bool limit_open(struct limit *limit)
{
	ssize_t got;

	/* Open from before on: with a lowered limit it could not be opened to raise it. */
	limit->fd = open(limit->path, O_RDWR | O_CLOEXEC);
	if (limit->fd < 0)
		return false;
	got = pread(limit->fd, limit->text, sizeof limit->text - 1, 0);
	if (got > 0) {
		limit->text[got] = '\0';
		if (strtoll(limit->text, NULL, 10) > limit->lowered &&
			limit_set(limit, limit->text))
			return true;
	}
	close(limit->fd);
	return false;
}

static void skip_because(const char *reason, const char *path)
{
	print_message("# skipped, but for the injected fault: %s (%s)\n", reason, path);
	skip();
}

/* In the child: says when it is ready, and waits to be told that the limit is now low, or not. */
static void call_at_limit(struct scene *s, const struct limit *limit, int in, int out, int error)
{
	struct objects before;
	char byte;

	CHILD_ASSERT(setresgid(SOMEBODY, SOMEBODY, SOMEBODY) == 0, 10);
	CHILD_ASSERT(setresuid(SOMEBODY, SOMEBODY, SOMEBODY) == 0, 11);
	limit->exhaust(s);
	memcpy(&before, &s->o, sizeof before);
	CHILD_ASSERT(write(out, "r", 1) == 1, 12);
	CHILD_ASSERT(read(in, &byte, 1) == 1, 13);
	CHILD_ASSERT(s->op->perform(s) == -error, 14);
	CHILD_ASSERT(memcmp(&before, &s->o, sizeof before) == 0, 15);
	CHILD_ASSERT(write(out, "d", 1) == 1, 16);
	CHILD_ASSERT(read(in, &byte, 1) == 1, 17);
	/* With the limit as it was, the same call succeeds. */
	CHILD_ASSERT(s->op->perform(s) == 0, 18);
	_exit(0);
}

/* Lowers the limit while the child makes its call; false when it could not be restored. */
static bool lower_for_a_moment(const struct limit *limit, int in, int out)
{
	sigset_t all, before;
	char byte, text[32];
	bool restored, told;

	if (read(in, &byte, 1) != 1)
		return true; /* the child's status says why, here and below */
	snprintf(text, sizeof text, "%ld", limit->lowered);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	told = limit_set(limit, text) && write(out, "l", 1) == 1 && read(in, &byte, 1) == 1;
	restored = limit_set(limit, limit->text);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (told && write(out, "o", 1) != 1)
		print_message("# the child has ended before its last call\n");
	return restored;
}

static void at_limit(struct row *row, const struct operation *op, struct limit *limit)
{
	struct scene *s = row->scene;
	int to_child[2], to_parent[2];
	bool restored;
	int status;
	pid_t child;

	scene_begin(s, op);
	assert_int_equal(pipe2(to_child, O_CLOEXEC), 0);
	assert_int_equal(pipe2(to_parent, O_CLOEXEC), 0);
	child = fork();
	if (child == 0) {
		close(to_child[1]);
		close(to_parent[0]);
		call_at_limit(s, limit, to_child[0], to_parent[1], row->error);
	}
	close(to_child[0]);
	close(to_parent[1]);
	restored = lower_for_a_moment(limit, to_parent[0], to_child[1]);
	close(to_child[1]);
	close(to_parent[0]);
	status = child_status(child);
	if (!restored)
		fail_msg("%s must be set to %s again", limit->path, limit->text);
	scene_end(s);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void show_at_limit(void **state, struct limit *limit)
{
	const char *allowed = getenv("FAULTS_MAY_CHANGE_SYSCTL");
	struct row *row = *state;

	injected(state);
	assert_true(row->shown > 0);
	if (allowed == NULL || strcmp(allowed, "1") != 0)
		skip_because(
			"FAULTS_MAY_CHANGE_SYSCTL=1 allows to lower it for a moment", limit->path);
	if (geteuid() != 0)
		skip_because("only root can lower it", limit->path);
	if (!limit_open(limit))
		skip_because("it is low already, or cannot be written", limit->path);
	for (size_t i = 0; i < operation_count; i++)
		if (row_is_about(row, &operations[i]))
			at_limit(row, &operations[i], limit);
	close(limit->fd);
}

/* Everything anew, for an instance's registrations are counted for the user who opened it. */
static void register_much(struct scene *s)
{
	static int watched[WATCHED];

	CHILD_ASSERT(epollctx_close(&s->o.ctx) == 0, 20);
	CHILD_ASSERT(epollctx_open(&s->o.ctx) == 0, 21);
	CHILD_ASSERT(epollctx_poll_close(&s->o.poll) == 0, 22);
	CHILD_ASSERT(epollctx_poll_open(&s->o.poll) == 0, 23);
	for (int i = 0; i < WATCHED; i++) {
		watched[i] = eventfd(0, EFD_CLOEXEC);
		CHILD_ASSERT(watched[i] >= 0, 24);
	}
	for (int i = 0; i < INSTANCES; i++) {
		struct epollctx ctx = EPOLLCTX_INIT;

		CHILD_ASSERT(epollctx_open(&ctx) == 0, 25);
		for (int j = 0; j < WATCHED; j++)
			CHILD_ASSERT(epollctx_add(&ctx, watched[j], 1) == 0, 26);
	}
}

void watches_run_out(void **state)
{
	static struct limit limit = {
		"/proc/sys/fs/epoll/max_user_watches", WATCHES, register_much, -1, ""};

	show_at_limit(state, &limit);
}

/* Others that are root do not notice: they may open files beyond this limit. */
static void open_nothing(struct scene *s)
{
	(void)s;
}

void files_run_out(void **state)
{
	static struct limit limit = {"/proc/sys/fs/file-max", 1, open_nothing, -1, ""};

	show_at_limit(state, &limit);
}
