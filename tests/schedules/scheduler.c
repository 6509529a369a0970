/* SPDX-License-Identifier: BSD-3-Clause */
/* One thread at a time. */
#include "scheduler.h"

#include <stdio.h>

enum place { PLACE_STOPPED, PLACE_RUNNING, PLACE_BLOCKED, PLACE_FINISHED };

struct scheduled {
	struct actor *actor;
	crew_job *job;
	void *argument;
	sem_t go;
	enum place place; /* the scheduler's */
	atomic_bool stopped;
	atomic_bool finished;
	atomic_bool in_call;
};

static struct scheduled threads[SCHEDULE_THREADS_MAX];
static atomic_bool free_run;
static _Thread_local struct scheduled *self;

static void take(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		;
}

void schedule_stop(void)
{
	if (self == NULL || atomic_load(&free_run))
		return;
	atomic_store(&self->stopped, true);
	take(&self->go);
}

void schedule_enter_call(void)
{
	if (self != NULL)
		atomic_store(&self->in_call, true);
}

void schedule_leave_call(void)
{
	if (self != NULL)
		atomic_store(&self->in_call, false);
}

void schedule_let_go(void)
{
	atomic_store(&free_run, true);
}

static void perform_job(struct actor *a, void *argument)
{
	struct scheduled *t = argument;

	self = t;
	t->job(a, t->argument);
	self = NULL;
	atomic_store(&t->finished, true);
}

/* Looks until the thread has stopped, finished, or sleeps in the kernel. */
static bool find_place(struct stage *s, struct scheduled *t)
{
	struct crew_patience patience = {0};

	while (crew_look_again(&patience)) {
		if (atomic_load(&t->finished)) {
			t->place = PLACE_FINISHED;
			return true;
		}
		if (atomic_load(&t->stopped)) {
			t->place = PLACE_STOPPED;
			return true;
		}
		if (atomic_load(&t->in_call) && crew_is_asleep(t->actor)) {
			if (t->place != PLACE_BLOCKED)
				s->blocked++;
			t->place = PLACE_BLOCKED;
			return true;
		}
	}
	fprintf(stderr, "schedules: thread %u neither stops nor blocks\n", t->actor->thread);
	return false;
}

static size_t enabled_threads(size_t count, size_t *enabled)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		if (threads[i].place == PLACE_STOPPED)
			enabled[found++] = i;
	return found;
}

static bool prepare(struct stage *s, size_t count, crew_job *job, void *const arguments[])
{
	atomic_store(&free_run, false);
	for (size_t i = 0; i < count; i++) {
		struct scheduled *t = &threads[i];

		t->actor = &s->actors[i];
		t->job = job;
		t->argument = arguments[i];
		t->place = PLACE_RUNNING;
		atomic_store(&t->stopped, false);
		atomic_store(&t->finished, false);
		atomic_store(&t->in_call, false);
		sem_init(&t->go, 0, 0);
		crew_order(&s->crew, i, perform_job, t);
		if (!find_place(s, t))
			return false;
	}
	return true;
}

bool schedule_run(struct stage *s, size_t count, crew_job *job, void *const arguments[],
	schedule_choice *choose, void *argument)
{
	size_t enabled[SCHEDULE_THREADS_MAX];
	size_t running = SCHEDULE_THREADS_MAX;
	size_t n;

	if (!prepare(s, count, job, arguments))
		return false;
	while ((n = enabled_threads(count, enabled)) > 0) {
		struct scheduled *t;

		running = enabled[choose(argument, enabled, n, running)];
		t = &threads[running];
		t->place = PLACE_RUNNING;
		atomic_store(&t->stopped, false);
		sem_post(&t->go);
		if (!find_place(s, t))
			return false;
		/* The kernel wakes before the call that woke returns: who was woken is awake. */
		for (size_t i = 0; i < count; i++)
			if (threads[i].place == PLACE_BLOCKED && !find_place(s, &threads[i]))
				return false;
	}
	return true;
}
