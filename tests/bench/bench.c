/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What things cost, as medians of rounds that are interleaved in one run, so that a ratio compares
 * what the same moments of the same machine gave to both sides.
 */
#include "epollctx.h"
#include "lockstep/lockstep.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 101, CALLS_PER_ROUND = 2000 };

/* One side of a comparison: does its work `times` times on what it was given. */
struct side {
	const char *name;
	void (*work)(void *argument, int times);
	void *argument;
	double per_call[ROUNDS]; /* ns */
};

static void must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *values)
{
	qsort(values, ROUNDS, sizeof *values, by_size);
	return values[ROUNDS / 2];
}

/* The rounds of all sides take turns. */
static void measure(struct side *sides, int count, int times)
{
	for (int round = 0; round < ROUNDS; round++)
		for (int i = 0; i < count; i++) {
			double start = now();

			sides[i].work(sides[i].argument, times);
			sides[i].per_call[round] = (now() - start) / times;
		}
}

static void print_pair(const char *what, struct side *ours, struct side *theirs)
{
	double a = median(ours->per_call), b = median(theirs->per_call);

	printf("%-34s %10.1f ns  %-10s %10.1f ns  ratio %.3f\n", what, a, theirs->name, b, a / b);
}

/* --- The core against the C library --- */

struct watched {
	struct epollctx ctx;
	int event;
	struct epollctx_events events;
	struct epoll_event slots[EPOLLCTX_EVENTS_CAPACITY];
};

static void core_add_delete(void *argument, int times)
{
	struct watched *w = argument;

	while (times-- > 0)
		must(epollctx_add(&w->ctx, w->event, 1) == 0 &&
				epollctx_delete(&w->ctx, w->event) == 0,
			"epollctx_add");
}

static void libc_add_delete(void *argument, int times)
{
	struct watched *w = argument;

	while (times-- > 0) {
		struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = 1}};

		must(epoll_ctl(w->ctx.fd, EPOLL_CTL_ADD, w->event, &event) == 0 &&
				epoll_ctl(w->ctx.fd, EPOLL_CTL_DEL, w->event, &event) == 0,
			"epoll_ctl");
	}
}

static void core_modify(void *argument, int times)
{
	struct watched *w = argument;

	while (times-- > 0)
		must(epollctx_modify(&w->ctx, w->event, epollctx_watch_new(EPOLLIN), 2) == 0,
			"epollctx_modify");
}

static void libc_modify(void *argument, int times)
{
	struct watched *w = argument;

	while (times-- > 0) {
		struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = 2}};

		must(epoll_ctl(w->ctx.fd, EPOLL_CTL_MOD, w->event, &event) == 0, "epoll_ctl");
	}
}

static void core_wait(void *argument, int times)
{
	static const struct timespec zero;
	struct watched *w = argument;

	while (times-- > 0)
		must(epollctx_wait_timeout(&w->ctx, &w->events, &zero) == 1,
			"epollctx_wait_timeout");
}

static void libc_wait(void *argument, int times)
{
	struct watched *w = argument;

	while (times-- > 0)
		must(epoll_wait(w->ctx.fd, w->slots, EPOLLCTX_EVENTS_CAPACITY, 0) == 1,
			"epoll_wait");
}

static void compare(
	const char *what, struct watched *w, void (*ours)(void *, int), void (*theirs)(void *, int))
{
	struct side sides[] = {{.name = "epollctx", .work = ours, .argument = w},
		{.name = "glibc", .work = theirs, .argument = w}};

	measure(sides, 2, CALLS_PER_ROUND);
	print_pair(what, &sides[0], &sides[1]);
}

static void bench_core(void)
{
	struct watched w = {.ctx = EPOLLCTX_INIT};

	must(epollctx_open(&w.ctx) == 0, "epollctx_open");
	w.event = eventfd(1, EFD_CLOEXEC);
	must(w.event >= 0, "eventfd");
	must(epollctx_events_init(&w.events, w.slots, EPOLLCTX_EVENTS_CAPACITY) == 0, "events");
	compare("add + delete", &w, core_add_delete, libc_add_delete);
	must(epollctx_add(&w.ctx, w.event, 1) == 0, "epollctx_add");
	compare("modify", &w, core_modify, libc_modify);
	compare("wait, zero timeout, one event", &w, core_wait, libc_wait);
	close(w.event);
	must(epollctx_close(&w.ctx) == 0, "epollctx_close");
}

/* --- Lockstep against the bare operations --- */

struct replayed {
	struct lockstep *ls;
	struct program *programs;
	int count;
};

static void in_lockstep(void *argument, int times)
{
	struct replayed *r = argument;
	struct lockstep_report report;

	while (times-- > 0)
		for (int i = 0; i < r->count; i++)
			must(lockstep_run(r->ls, &r->programs[i], &report) == LOCKSTEP_SAME,
				report.reason);
}

static void bare(void *argument, int times)
{
	struct replayed *r = argument;

	while (times-- > 0)
		for (int i = 0; i < r->count; i++)
			lockstep_perform(r->ls, &r->programs[i]);
}

static void load(const char *path, struct program *program)
{
	static char text[1 << 20];
	struct program_error error = {0, ""};
	FILE *file = fopen(path, "re");
	size_t size;

	must(file != NULL, path);
	size = fread(text, 1, sizeof text, file);
	fclose(file);
	program_init(program);
	if (program_read_text(program, text, size, &error) == 0)
		return;
	fprintf(stderr, "%s:%u: %s\n", path, error.line, error.reason);
	exit(1);
}

static void bench_lockstep(char *paths[], int count)
{
	const struct lockstep_options options = {.flavour = LOCKSTEP_context};
	struct replayed replayed = {.ls = lockstep_create(&options), .count = count};
	struct side sides[] = {{.name = "lockstep", .work = in_lockstep, .argument = &replayed},
		{.name = "bare", .work = bare, .argument = &replayed}};

	must(replayed.ls != NULL, "lockstep_create");
	replayed.programs = calloc((size_t)count, sizeof *replayed.programs);
	must(replayed.programs != NULL, "memory");
	for (int i = 0; i < count; i++)
		load(paths[i], &replayed.programs[i]);
	measure(sides, 2, 1);
	for (int side = 0; side < 2; side++)
		for (int round = 0; round < ROUNDS; round++)
			sides[side].per_call[round] /= count;
	print_pair("a program (mean of the seeds)", &sides[0], &sides[1]);
	for (int i = 0; i < count; i++)
		program_free(&replayed.programs[i]);
	free(replayed.programs);
	lockstep_destroy(replayed.ls);
}

/* --- The model's cost, by the number of descriptors --- */

struct modelled {
	struct model *model;
	int descriptors;
	int next;
};

/* A round of operations on one of the descriptors: write, wait, read, modify, re-open. */
static void model_operations(void *argument, int times)
{
	struct modelled *m = argument;
	struct model_event events[4];
	uint32_t written;
	uint64_t value;
	int number;

	while (times-- > 0) {
		int file = 1 + m->next++ % (m->descriptors - 1);

		must(model_write(m->model, file, 1, &written) == 0, "model_write");
		must(model_wait(m->model, 0, 4, events) == 1, "model_wait");
		must(model_read(m->model, file, 8, &value) == 0, "model_read");
		must(model_mod(m->model, 0, file, MODEL_IN | MODEL_ET, 5) == 0, "model_mod");
		must(model_close(m->model, file) == 0, "model_close");
		must(model_eventfd(m->model, 0, false, &number) == 0 && number == file,
			"model_eventfd");
		must(model_add(m->model, 0, file, MODEL_IN | MODEL_ET, 5) == 0, "model_add");
	}
}

static void bench_model(void)
{
	enum { SIZES = 10, OPERATIONS = 7 };
	static struct side sides[SIZES];
	static struct modelled models[SIZES];
	double base;

	for (int i = 0; i < SIZES; i++) {
		struct modelled *m = &models[i];
		uint32_t size = UINT32_C(8) << i;
		struct model_limits limits = {size, size};
		int number;

		m->model = model_create(malloc(model_size(&limits)), &limits);
		m->descriptors = (int)size;
		must(m->model != NULL && model_epoll(m->model, &number) == 0, "model_create");
		for (int file = 1; file < m->descriptors; file++)
			must(model_eventfd(m->model, 0, false, &number) == 0 &&
					model_add(m->model, 0, file, MODEL_IN | MODEL_ET, 5) == 0,
				"model_add");
		sides[i] = (struct side){.work = model_operations, .argument = m};
	}
	measure(sides, SIZES, CALLS_PER_ROUND * 2);
	base = median(sides[0].per_call) / OPERATIONS;
	for (int i = 0; i < SIZES; i++) {
		double cost = i == 0 ? base : median(sides[i].per_call) / OPERATIONS;

		printf("the model, %4d descriptors         %10.1f ns an operation        ratio "
		       "%.3f\n",
			models[i].descriptors, cost, cost / base);
	}
}

int main(int argc, char *argv[])
{
	if (argc < 2) {
		fprintf(stderr, "usage: bench SCENARIO...\n");
		return 2;
	}
	printf("medians of %d interleaved rounds\n", ROUNDS);
	bench_core();
	bench_lockstep(argv + 1, argc - 1);
	bench_model();
	return 0;
}
