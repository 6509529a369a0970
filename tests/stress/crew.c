/* SPDX-License-Identifier: BSD-3-Clause */
/* The threads of a stress. */
#include "crew.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *work(void *argument)
{
	struct crew_member *m = argument;

	atomic_store(&m->actor->tid, (int)syscall(SYS_gettid));
	for (;;) {
		while (sem_wait(&m->go) != 0)
			;
		if (m->job == NULL)
			return NULL;
		m->job(m->actor, m->argument);
		atomic_store_explicit(&m->actor->parked, true, memory_order_release);
		sem_post(&m->done);
	}
}

bool crew_start(struct crew *crew, size_t count, struct actor *actors)
{
	memset(crew, 0, sizeof *crew);
	crew->actors = actors;
	for (size_t i = 0; i < count; i++) {
		struct crew_member *m = &crew->members[i];

		m->crew = crew;
		m->actor = &actors[i];
		atomic_store(&m->actor->parked, true);
		if (sem_init(&m->go, 0, 0) != 0 || sem_init(&m->done, 0, 0) != 0 ||
			pthread_create(&m->thread, NULL, work, m) != 0) {
			fprintf(stderr, "stress: cannot start thread %zu of %zu\n", i + 1, count);
			return false;
		}
		crew->count++;
	}
	return true;
}

void crew_stop(struct crew *crew)
{
	for (size_t i = 0; i < crew->count; i++)
		crew_order(crew, i, NULL, NULL);
	for (size_t i = 0; i < crew->count; i++) {
		pthread_join(crew->members[i].thread, NULL);
		sem_destroy(&crew->members[i].go);
		sem_destroy(&crew->members[i].done);
	}
}

/* The member has parked, or will without anybody's help. */
static void take_done(struct crew_member *m)
{
	while (m->ordered && sem_wait(&m->done) != 0)
		;
	m->ordered = false;
}

void crew_order(struct crew *crew, size_t member, crew_job *job, void *argument)
{
	struct crew_member *m = &crew->members[member];

	take_done(m);
	m->job = job;
	m->argument = argument;
	atomic_store_explicit(&m->actor->parked, false, memory_order_relaxed);
	m->ordered = job != NULL;
	sem_post(&m->go);
}

/* The start of /proc/self/task/TID/NAME; empty when it cannot be read. */
static void read_task(int tid, const char *name, char *text, size_t size)
{
	char path[64];
	ssize_t got = -1;
	int fd;

	snprintf(path, sizeof path, "/proc/self/task/%d/%s", tid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		got = read(fd, text, size - 1);
		close(fd);
	}
	text[got > 0 ? got : 0] = '\0';
}

static bool is_wait_call(long number)
{
#ifdef SYS_epoll_wait
	if (number == SYS_epoll_wait)
		return true;
#endif
	return number == SYS_epoll_pwait || number == SYS_epoll_pwait2;
}

/* Asleep, and in one of the waits where the kernel says in which call a thread is. */
static bool is_asleep_in_wait(int tid)
{
	char text[256];
	const char *state;
	char *end;
	long number;

	read_task(tid, "stat", text, sizeof text);
	state = strrchr(text, ')');
	if (state == NULL || strncmp(state, ") S", 3) != 0)
		return false;
	read_task(tid, "syscall", text, sizeof text);
	number = strtol(text, &end, 10);
	return end == text ? text[0] == '\0' : is_wait_call(number);
}

bool crew_is_asleep(struct actor *a)
{
	return is_asleep_in_wait(atomic_load(&a->tid));
}

static bool is_blocked(struct actor *a)
{
	return atomic_load_explicit(&a->in_wait, memory_order_acquire) &&
	       is_asleep_in_wait(atomic_load(&a->tid));
}

static bool is_parked(struct actor *a)
{
	return atomic_load_explicit(&a->parked, memory_order_acquire);
}

static unsigned long moves(struct crew *crew)
{
	unsigned long sum = 0;

	for (size_t i = 0; i < crew->count; i++)
		sum += atomic_load_explicit(&crew->actors[i].done, memory_order_relaxed);
	return sum;
}

/* Everybody parked or blocked? How many are blocked, or -1. */
static int look(struct crew *crew)
{
	int blocked = 0;

	for (size_t i = 0; i < crew->count; i++) {
		struct actor *a = &crew->actors[i];

		if (is_parked(a))
			continue;
		if (!is_blocked(a))
			return -1;
		blocked++;
	}
	return blocked;
}

static int complain(struct crew *crew)
{
	char text[256];

	for (size_t i = 0; i < crew->count; i++) {
		struct actor *a = &crew->actors[i];

		if (is_parked(a))
			continue;
		read_task(atomic_load(&a->tid), "syscall", text, sizeof text);
		fprintf(stderr, "stress: thread %u neither returns nor blocks in a wait: %s",
			a->thread, text[0] != '\0' ? text : "unknown\n");
	}
	return -1;
}

bool crew_look_again(struct crew_patience *p)
{
	enum { LOOKS_PER_TIME = 256 };
	struct timespec now;

	if (p->looks > 0)
		sched_yield();
	if (p->looks++ % LOOKS_PER_TIME > 0)
		return true;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (p->end == 0)
		p->end = now.tv_sec + CREW_PATIENCE;
	return now.tv_sec < p->end;
}

int crew_settle(struct crew *crew, bool may_block)
{
	struct crew_patience patience = {0};

	if (!may_block) {
		for (size_t i = 0; i < crew->count; i++)
			take_done(&crew->members[i]);
		return 0;
	}
	while (crew_look_again(&patience)) {
		unsigned long before = moves(crew);
		int blocked = look(crew);

		if (blocked == 0)
			return 0;
		/* A thread that was woken in between runs now, or has moved. */
		if (blocked > 0 && look(crew) == blocked && moves(crew) == before)
			return blocked;
	}
	return complain(crew);
}

int crew_see_blocked(struct crew *crew, size_t member)
{
	struct actor *a = &crew->actors[member];
	struct crew_patience patience = {0};

	while (crew_look_again(&patience)) {
		if (is_parked(a))
			return 0;
		if (is_blocked(a))
			return 1;
	}
	return complain(crew);
}
