/* SPDX-License-Identifier: BSD-3-Clause */
/* Runs the cause of a row against every way to call the row's function. */
#include "rows.h"

#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

bool row_is_about(const struct row *row, const struct operation *op)
{
	bool makes_it = (op->calls & UINT32_C(1) << row->call) != 0;
	bool never_succeeds = op->before.times == UINT64_MAX && op->before.call == row->call;

	if (strcmp(row->function, op->function) != 0)
		return false;
	return !kernel_is_wait(row->call) || (makes_it && !never_succeeds);
}

int instance_of(const struct operation *op)
{
	return strncmp(op->function, "epollctx_poll", strlen("epollctx_poll")) == 0 ? POLL : CTX;
}

int both_epoll(struct scene *s)
{
	int number;

	assert_int_equal(model_epoll(s->ls->model, &number), 0);
	assert_int_equal(epoll_create1(EPOLL_CLOEXEC), scene_fd(s, number));
	return number;
}

int both_file(struct scene *s)
{
	int number;

	assert_int_equal(model_file(s->ls->model, &number), 0);
	assert_int_equal(memfd_create("faults", MFD_CLOEXEC), scene_fd(s, number));
	return number;
}

int both_dup(struct scene *s, int old_number)
{
	int number;

	assert_int_equal(model_dup(s->ls->model, old_number, &number), 0);
	assert_int_equal(fcntl(scene_fd(s, old_number), F_DUPFD_CLOEXEC, 0), scene_fd(s, number));
	return number;
}

void both_dup2(struct scene *s, int from, int to)
{
	assert_int_equal(model_dup2(s->ls->model, from, to), 0);
	assert_int_equal(dup2(scene_fd(s, from), scene_fd(s, to)), scene_fd(s, to));
}

void both_close(struct scene *s, int number)
{
	assert_int_equal(model_close(s->ls->model, number), 0);
	assert_int_equal(close(scene_fd(s, number)), 0);
}

void both_add(struct scene *s, int ep, int number, uint32_t events)
{
	struct epoll_event event = {.events = events, .data = {.u64 = (uint64_t)number}};

	assert_int_equal(model_add(s->ls->model, ep, number, events, (uint64_t)number), 0);
	assert_int_equal(epoll_ctl(scene_fd(s, ep), EPOLL_CTL_ADD, scene_fd(s, number), &event), 0);
}

void both_delete(struct scene *s, int ep, int number)
{
	assert_int_equal(model_del(s->ls->model, ep, number), 0);
	assert_int_equal(epoll_ctl(scene_fd(s, ep), EPOLL_CTL_DEL, scene_fd(s, number), NULL), 0);
}

/* A cause may have taken an object its number; what follows needs a real one again. */
static void put_right(struct scene *s, int number, int *fd, enum model_kind kind)
{
	if (*fd < 0 || model_kind(s->ls->model, number) == kind)
		return;
	if (model_kind(s->ls->model, number) != MODEL_CLOSED)
		both_close(s, number);
	*fd = -1;
}

/* An own error that follows a call: the call succeeded. Else the last call gave the error. */
static void check_last_call(const struct row *row, const struct scene *s, int result)
{
	const struct kernel_entry *last = kernel_last(&s->ls->kernel);

	assert_non_null(last);
	assert_false(last->injected);
	assert_int_equal(last->call, row->call);
	if (row->kind == AFTER_CALL) {
		assert_int_equal(last->error, 0);
		return;
	}
	assert_true(last->error > 0);
	assert_int_equal(last->error, -result);
}

static void show_one(
	struct row *row, const struct operation *op, arrange *cause, void (*undo)(struct scene *s))
{
	struct scene *s = row->scene;
	bool in_model;
	int result;

	scene_begin(s, op);
	add_fault_before(s);
	in_model = cause(s);
	result = scene_perform(s);
	if (undo != NULL)
		undo(s);
	check_last_call(row, s, result);
	if (in_model)
		assert_int_equal(op->predict(s), result);
	scene_failed(s, result, row->error == ANY ? -result : row->error);
	for (int n = FIRST_FREE; n <= model_highest(s->ls->model); n++)
		if (model_kind(s->ls->model, n) != MODEL_CLOSED)
			both_close(s, n);
	put_right(s, CTX, &s->o.ctx.fd, MODEL_EPOLL);
	put_right(s, POLL, &s->o.poll.ctx.fd, MODEL_EPOLL);
	s->o.events.slots = s->o.slots;
	scene_still_works(s);
	scene_end(s);
	row->shown++;
}

void show(void **state, arrange *cause, void (*undo)(struct scene *s))
{
	struct row *row = *state;

	for (size_t i = 0; i < operation_count; i++)
		if (row_is_about(row, &operations[i]))
			show_one(row, &operations[i], cause, undo);
}

/* A fault that no test can bring about: it is injected. */
void injected(void **state)
{
	struct row *row = *state;
	const struct fault fault = {row->call, 1, row->error, 1};

	for (size_t i = 0; i < operation_count; i++)
		if (row_is_about(row, &operations[i]))
			row->shown += inject(row->scene, &operations[i], &fault);
}

/* Every errno that has a name, the Nth time. */
void any_is_passed_on(void **state)
{
	struct row *row = *state;

	for (size_t i = 0; i < operation_count; i++) {
		if (!row_is_about(row, &operations[i]))
			continue;
		for (int e = 0; e < PROGRAM_ERRNO_COUNT; e++) {
			struct fault fault = {
				row->call, 1, program_errno_number((enum program_errno)e), 1};

			while (inject(row->scene, &operations[i], &fault)) {
				row->shown++;
				fault.nth++;
			}
		}
	}
}
