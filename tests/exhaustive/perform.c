/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The workers take the states of the shard in order, one at a time. At a finding no later state is
 * begun, but all before it are ended: the first finding in the order of states, which is that of
 * their depth, is the one that is reported.
 */
#include "perform.h"

#include "progress.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_EVERY_NS = 200000000, WORKER_FAILED = 3 };

/* What the processes share. A place is a state, and below it an operation. */
struct shared {
	_Atomic uint32_t next; /* index of the next state of the shard that nobody has taken */
	_Atomic uint64_t performed;
	_Atomic uint64_t first; /* place of the first difference, or NO_PLACE */
	_Atomic uint64_t at[JOBS_MAX];
};
#define NO_PLACE UINT64_MAX

struct work {
	struct exploration *e;
	struct shared *shared;
	uint32_t *states; /* of the shard */
	uint32_t count;
	pid_t workers[JOBS_MAX];
	unsigned running;
	unsigned patience;
};

static uint64_t place(uint32_t state, int operation)
{
	return (uint64_t)state << 32 | (uint32_t)operation;
}

static void note_first(_Atomic uint64_t *first, uint64_t found)
{
	uint64_t known = atomic_load(first);

	while (found < known && !atomic_compare_exchange_weak(first, &known, found))
		;
}

static int perform_state(struct work *work, unsigned worker, uint32_t state)
{
	struct lockstep_report report;
	struct exploration *e = work->e;
	int r = exploration_visit(e, state);

	for (int i = 0; i < e->enabled_count && r == 0; i++) {
		uint64_t here = place(state, e->enabled[i]);

		atomic_store(&work->shared->at[worker], here);
		alarm(work->patience);
		r = exploration_try(e, e->enabled[i]);
		if (r == 0 && lockstep_run(e->ls, &e->path, &report) != LOCKSTEP_SAME) {
			note_first(&work->shared->first, here);
			break;
		}
		atomic_fetch_add(&work->shared->performed, 1);
	}
	return r;
}

_Noreturn static void be_worker(struct work *work, unsigned worker)
{
	uint32_t index;
	int r = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGALRM, SIG_DFL);
	while (r == 0 && (index = atomic_fetch_add(&work->shared->next, 1)) < work->count) {
		uint32_t state = work->states[index];

		if (atomic_load(&work->shared->first) >> 32 < state)
			break;
		r = perform_state(work, worker, state);
	}
	_exit(r < 0 ? WORKER_FAILED : 0);
}

static int start_workers(struct work *work, unsigned jobs)
{
	fflush(NULL);
	for (unsigned worker = 0; worker < jobs; worker++) {
		pid_t child = fork();

		if (child == 0)
			be_worker(work, worker);
		if (child < 0)
			return -errno;
		work->workers[worker] = child;
		work->running++;
	}
	return 0;
}

static void note_finding(struct performance *performance, uint64_t at, enum finding finding)
{
	performance->finding = finding;
	performance->state = (uint32_t)(at >> 32);
	performance->operation = (int)(uint32_t)at;
}

/* A worker that ended early, by a crash or a hang, did so at a place like a difference's. */
static void note_end(
	struct work *work, unsigned worker, int status, struct performance *performance)
{
	uint64_t at = atomic_load(&work->shared->at[worker]);
	bool earlier = performance->finding == FINDING_NONE ||
		       at < place(performance->state, performance->operation);

	work->workers[worker] = -1;
	work->running--;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return;
	note_first(&work->shared->first, at);
	if (earlier)
		note_finding(performance, at,
			WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM ? FINDING_HANG
									   : FINDING_CRASH);
	if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_FAILED)
		fprintf(stderr, "%s: a worker could not go on\n", work->e->world->name);
}

static void await_workers(struct work *work, unsigned jobs, struct performance *performance)
{
	const struct timespec while_ = {0, LOOK_EVERY_NS};
	struct progress progress;
	sigset_t ended;
	int status;

	sigemptyset(&ended);
	sigaddset(&ended, SIGCHLD);
	progress_begin(&progress, work->e->world->name);
	while (work->running > 0) {
		sigtimedwait(&ended, NULL, &while_);
		for (unsigned worker = 0; worker < jobs; worker++)
			if (work->workers[worker] > 0 &&
				waitpid(work->workers[worker], &status, WNOHANG) > 0)
				note_end(work, worker, status, performance);
		progress_performed(
			&progress, atomic_load(&work->shared->performed), performance->transitions);
	}
	progress_end(&progress);
	performance->seconds = progress_seconds(&progress);
}

static int run_workers(struct work *work, unsigned jobs, struct performance *performance)
{
	sigset_t ended, before;
	uint64_t first;
	int r;

	/* A child that ends wakes the wait for it, and nothing else. */
	sigemptyset(&ended);
	sigaddset(&ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &ended, &before);
	r = start_workers(work, jobs);
	if (r < 0)
		atomic_store(&work->shared->next, work->count);
	await_workers(work, jobs, performance);
	sigprocmask(SIG_SETMASK, &before, NULL);
	performance->performed = atomic_load(&work->shared->performed);
	first = atomic_load(&work->shared->first);
	if (first != NO_PLACE && (performance->finding == FINDING_NONE ||
					 first < place(performance->state, performance->operation)))
		note_finding(performance, first, FINDING_DIFFERENCE);
	return r;
}

static int choose_states(struct work *work, struct shard shard, struct performance *performance)
{
	const struct exploration *e = work->e;

	work->states = calloc(e->expanded > 0 ? e->expanded : 1, sizeof *work->states);
	if (work->states == NULL)
		return -ENOMEM;
	for (uint32_t i = 0; i < e->expanded; i++) {
		if (e->space.states[i].hash % shard.count != shard.index - 1)
			continue;
		work->states[work->count++] = i;
		performance->transitions += e->space.states[i].tried;
	}
	performance->states = work->count;
	return 0;
}

int perform_shard(struct exploration *e, struct shard shard, const struct workers *workers,
	struct performance *ret_performance)
{
	struct work work = {.e = e, .patience = workers->patience};
	int r;

	*ret_performance = (struct performance){.finding = FINDING_NONE};
	work.shared = mmap(NULL, sizeof *work.shared, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	r = work.shared == MAP_FAILED ? -ENOMEM : choose_states(&work, shard, ret_performance);
	if (r == 0) {
		atomic_store(&work.shared->first, NO_PLACE);
		r = run_workers(&work, workers->jobs, ret_performance);
	}
	if (r < 0)
		fprintf(stderr, "%s: performing failed: %s\n", e->world->name, strerror(-r));
	free(work.states);
	if (work.shared != MAP_FAILED)
		munmap(work.shared, sizeof *work.shared);
	return r;
}
