/* SPDX-License-Identifier: BSD-3-Clause */
/* Makes a scene, and compares what a call left behind with what it must leave. */
#include "operations.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define PROBE_TOKEN UINT64_C(0x99)

void scene_create(struct scene *s)
{
	const struct lockstep_options options = {.flavour = LOCKSTEP_context};

	memset(s, 0, sizeof *s);
	s->ls = lockstep_create(&options);
	assert_non_null(s->ls);
	sigemptyset(&s->empty_mask);
}

void scene_destroy(struct scene *s)
{
	kernel_use(NULL);
	if (s->ls == NULL)
		return;
	world_sweep(&s->ls->world);
	lockstep_destroy(s->ls);
	s->ls = NULL;
}

int cannot_run(void)
{
	enum { SKIPPED = 77 };
	static const struct timespec zero;
	struct epoll_event slot;

	if (epoll_pwait2(-1, &slot, 1, &zero, NULL) < 0 && errno == EBADF)
		return -1;
	printf("skipped: epoll_pwait2 is not to be had here: %s\n", strerror(errno));
	return SKIPPED;
}

int scene_fd(const struct scene *s, int number)
{
	return world_real(&s->ls->world, number);
}

int descriptors_open(void)
{
	DIR *directory = opendir("/proc/self/fd");
	int count = -1; /* the directory's own */
	struct dirent *entry;

	if (directory == NULL) {
		fail_msg("/proc/self/fd: %s", strerror(errno));
		return -1;
	}
	while ((entry = readdir(directory)) != NULL)
		count += entry->d_name[0] != '.';
	closedir(directory);
	return count;
}

static void fill_objects(struct objects *o)
{
	static const struct epollctx_poll closed_poll = EPOLLCTX_POLL_INIT;

	memset(o, 0xa5, sizeof *o);
	o->ctx.fd = STALE_FD;
	o->poll.ctx.fd = STALE_FD;
	o->events = (struct epollctx_events){o->slots, CAPACITY, STALE_COUNT};
	o->new_ctx.fd = STALE_FD;
	o->new_poll.ctx.fd = STALE_FD;
	o->new_eventfd.fd = STALE_FD;
	o->closed.fd = -1;
	memcpy(&o->closed_poll, &closed_poll, sizeof closed_poll);
	o->closed_eventfd.fd = -1;
	o->no_slots = (struct epollctx_events){NULL, CAPACITY, 0};
	o->no_room = (struct epollctx_events){o->other_slots, 0, 0};
	o->too_large = (struct epollctx_events){o->other_slots, EPOLLCTX_EVENTS_CAPACITY_MAX, 0};
	o->too_large.capacity++;
	o->small = (struct epollctx_events){o->other_slots, 1, 0};
	o->negative = (struct epollctx_events){o->other_slots, 1, -1};
	o->overfull = (struct epollctx_events){o->other_slots, 1, 2};
}

static void open_both(struct scene *s)
{
	struct model *m = s->ls->model;
	int number;

	assert_int_equal(epollctx_open(&s->o.ctx), 0);
	assert_int_equal(model_epoll(m, &number), 0);
	assert_int_equal(s->o.ctx.fd, scene_fd(s, CTX));
	assert_int_equal(epollctx_poll_open(&s->o.poll), 0);
	assert_int_equal(model_epoll(m, &number), 0);
	assert_int_equal(s->o.poll.ctx.fd, scene_fd(s, POLL));
	s->o.bell.fd = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
	assert_int_equal(model_eventfd(m, 1, false, &number), 0);
	assert_int_equal(s->o.bell.fd, scene_fd(s, BELL));
	assert_int_equal(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), scene_fd(s, QUIET));
	assert_int_equal(model_eventfd(m, 0, false, &number), 0);
	assert_int_equal(number, QUIET);
	assert_int_equal(epollctx_add(&s->o.ctx, s->o.bell.fd, BELL_TOKEN), 0);
	assert_int_equal(model_add(m, CTX, BELL, EPOLLIN, BELL_TOKEN), 0);
	assert_int_equal(epollctx_poll_add(&s->o.poll, s->o.bell.fd, BELL_TOKEN), 0);
	assert_int_equal(model_add(m, POLL, BELL, EPOLLIN, BELL_TOKEN), 0);
	/* A stale buffer, and counters that show a change. */
	s->o.poll.events.count = STALE_COUNT;
	s->o.poll.hangups = 3;
	s->o.poll.max_hangups = 5;
}

static void silence(struct scene *s)
{
	uint64_t value;

	assert_int_equal(epollctx_eventfd_read(&s->o.bell, &value), 0);
	assert_int_equal(model_read(s->ls->model, BELL, sizeof value, &value), 0);
}

void scene_begin(struct scene *s, const struct operation *op)
{
	kernel_use(NULL);
	kernel_reset(&s->ls->kernel);
	s->ls->kernel.virtual_time = true;
	model_reset(s->ls->model);
	assert_int_equal(world_settle(&s->ls->world), 0);
	s->op = op;
	s->target = QUIET;
	if (op != NULL && (strstr(op->function, "_modify") || strstr(op->function, "_delete")))
		s->target = BELL;
	s->watch = EPOLLOUT | EPOLLET;
	s->value = 7;
	s->flags = EFD_NONBLOCK;
	s->mask = &s->empty_mask;
	fill_objects(&s->o);
	open_both(s);
	if (op != NULL && op->idle)
		silence(s);
	scene_remember(s);
}

void scene_remember(struct scene *s)
{
	memcpy(&s->expected, &s->o, sizeof s->o);
	s->descriptors = descriptors_open();
}

int scene_perform(struct scene *s)
{
	struct kernel *k = &s->ls->kernel;
	int result;

	kernel_begin(k, operation_limit(s->op));
	k->single = s->op->single;
	kernel_use(k);
	result = s->op->perform(s);
	kernel_use(NULL);
	if (k->broken != NULL)
		fail_msg("%s", k->broken);
	assert_false(k->would_hang);
	return result;
}

/* Says where the first byte differs, for a struct of a hundred members. */
void objects_same(const struct scene *s)
{
	const unsigned char *got = (const unsigned char *)&s->o;
	const unsigned char *expected = (const unsigned char *)&s->expected;

	for (size_t i = 0; i < sizeof s->o; i++)
		if (got[i] != expected[i])
			fail_msg(
				"an object changed: byte %zu of struct objects is 0x%02x, "
				"not 0x%02x",
				i, got[i], expected[i]);
}

static void model_agrees(struct scene *s)
{
	struct lockstep_report report;

	if (!end_state_same(s->ls, &report))
		fail_msg("%s: expected %s, got %s: %s", report.operation, report.expected,
			report.got, report.reason);
}

/*
 * A close that was made to fail has closed nothing. Linux gives the number up whatever it says,
 * and so it goes now, once: a core that closed it again would have found it gone.
 */
static void give_up(struct scene *s, int number)
{
	const struct kernel_entry *last = kernel_last(&s->ls->kernel);

	assert_non_null(last);
	assert_int_equal(s->ls->kernel.calls, 1);
	assert_int_equal(last->call, PROGRAM_CALL_close);
	if (!last->injected)
		return;
	assert_int_equal(kernel_real_close(scene_fd(s, number)), 0);
	assert_int_equal(model_close(s->ls->model, number), 0);
	s->descriptors--;
}

static void expect_failure(struct scene *s)
{
	switch (s->op->failure) {
	case LEAVES_ALL:
		break;
	case EMPTIES_EVENTS:
		s->expected.events.count = 0;
		break;
	case EMPTIES_POLL:
		s->expected.poll.events.count = 0;
		break;
	case CLOSES_CTX:
		s->expected.ctx.fd = -1;
		give_up(s, CTX);
		break;
	case CLOSES_POLL:
		s->expected.poll.ctx.fd = -1;
		give_up(s, POLL);
		break;
	case CLOSES_EVENTFD:
		s->expected.bell.fd = -1;
		give_up(s, BELL);
		break;
	}
}

void scene_failed(struct scene *s, int result, int error)
{
	kernel_forget_faults(&s->ls->kernel);
	assert_int_equal(result, -error);
	expect_failure(s);
	objects_same(s);
	assert_int_equal(descriptors_open(), s->descriptors);
	model_agrees(s);
}

void scene_succeeded(struct scene *s, int result)
{
	int open_before = s->descriptors;

	kernel_forget_faults(&s->ls->kernel);
	for (int n = 0; n <= model_highest(s->ls->model); n++)
		open_before -= model_kind(s->ls->model, n) != MODEL_CLOSED;
	assert_int_equal(result, s->op->predict(s));
	for (int n = 0; n <= model_highest(s->ls->model); n++)
		open_before += model_kind(s->ls->model, n) != MODEL_CLOSED;
	objects_same(s);
	assert_int_equal(descriptors_open(), open_before);
	model_agrees(s);
}

static void events_same(const struct scene *s, int ep, const struct epollctx_events *got, int count)
{
	struct model_event events[EPOLLCTX_EVENTS_CAPACITY];

	assert_int_equal(count, model_wait(s->ls->model, ep, (uint32_t)got->capacity, events));
	assert_int_equal(got->count, count);
	for (int i = 0; i < count; i++) {
		assert_int_equal(got->slots[i].events, events[i].events);
		assert_true(got->slots[i].data.u64 == events[i].token);
	}
}

static void context_works(struct scene *s, int probe, int fd)
{
	static const struct timespec zero;
	struct epollctx_events *events = &s->o.events;
	int ep = s->o.ctx.fd - scene_fd(s, 0);

	assert_int_equal(epollctx_add(&s->o.ctx, fd, PROBE_TOKEN), 0);
	assert_int_equal(model_add(s->ls->model, ep, probe, EPOLLIN, PROBE_TOKEN), 0);
	events_same(s, ep, events, epollctx_wait(&s->o.ctx, events));
	assert_int_equal(epollctx_delete(&s->o.ctx, fd), 0);
	assert_int_equal(model_del(s->ls->model, ep, probe), 0);
	events_same(s, ep, events, epollctx_wait_timeout(&s->o.ctx, events, &zero));
}

static void poll_works(struct scene *s, int probe, int fd)
{
	static const struct timespec zero;
	const struct epollctx_events *events;
	struct epollctx_poll *poll = &s->o.poll;
	int ep = poll->ctx.fd - scene_fd(s, 0);
	int count;

	assert_int_equal(epollctx_poll_add(poll, fd, PROBE_TOKEN), 0);
	assert_int_equal(model_add(s->ls->model, ep, probe, EPOLLIN, PROBE_TOKEN), 0);
	count = epollctx_poll_wait(poll, &events);
	events_same(s, ep, events, count);
	assert_int_equal(epollctx_poll_delete(poll, fd), 0);
	assert_int_equal(model_del(s->ls->model, ep, probe), 0);
	count = epollctx_poll_wait_timeout(poll, &zero, &events);
	events_same(s, ep, events, count);
}

/* Where the call closed an object, it can be opened again. */
static void open_again(struct scene *s)
{
	int number;

	if (s->o.ctx.fd < 0) {
		assert_int_equal(epollctx_open(&s->o.ctx), 0);
		assert_int_equal(model_epoll(s->ls->model, &number), 0);
		assert_int_equal(s->o.ctx.fd, scene_fd(s, number));
	}
	if (s->o.poll.ctx.fd < 0) {
		assert_int_equal(epollctx_poll_open(&s->o.poll), 0);
		assert_int_equal(model_epoll(s->ls->model, &number), 0);
		assert_int_equal(s->o.poll.ctx.fd, scene_fd(s, number));
	}
}

void scene_still_works(struct scene *s)
{
	struct epollctx_eventfd bell = EPOLLCTX_EVENTFD_INIT;
	uint64_t value = 0;
	uint32_t written;
	int probe;

	open_again(s);
	assert_int_equal(epollctx_eventfd_open(&bell, EFD_NONBLOCK), 0);
	assert_int_equal(model_eventfd(s->ls->model, 0, false, &probe), 0);
	assert_int_equal(bell.fd, scene_fd(s, probe));
	assert_int_equal(epollctx_eventfd_write(&bell, 1), 0);
	assert_int_equal(model_write(s->ls->model, probe, 1, &written), 0);
	context_works(s, probe, bell.fd);
	poll_works(s, probe, bell.fd);
	assert_int_equal(epollctx_eventfd_read(&bell, &value), 0);
	assert_true(value == 1);
	assert_int_equal(epollctx_eventfd_close(&bell), 0);
	assert_int_equal(model_close(s->ls->model, probe), 0);
	model_agrees(s);
}

void scene_end(struct scene *s)
{
	struct lockstep_report report;

	if (!end_closed(s->ls, &report))
		fail_msg("%s: expected %s, got %s: %s", report.operation, report.expected,
			report.got, report.reason);
}
