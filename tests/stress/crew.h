/* SPDX-License-Identifier: BSD-3-Clause */
/* The threads of a stress: they wait for a job, do it, and park; and what can be seen of them. */
#ifndef EPOLLCTX_STRESS_CREW_H
#define EPOLLCTX_STRESS_CREW_H

#include "record.h"

#include <pthread.h>
#include <time.h>

/* Seconds for which a thread is looked at in vain, where milliseconds are usual. */
enum { CREW_MAX = 32, CREW_PATIENCE = 300 };

struct crew_patience {
	unsigned long looks;
	time_t end; /* CLOCK_MONOTONIC */
};

/* True before the first look; later gives the processor away, and is true until patience ends. */
bool crew_look_again(struct crew_patience *p);

typedef void crew_job(struct actor *a, void *argument);

struct crew_member {
	struct crew *crew;
	pthread_t thread;
	sem_t go;
	sem_t done;
	bool ordered;  /* and `done` not taken yet */
	crew_job *job; /* NULL: leave */
	void *argument;
	struct actor *actor;
};

struct crew {
	size_t count;
	struct crew_member members[CREW_MAX];
	struct actor *actors; /* count of them, then the one of who commands the crew */
};

bool crew_start(struct crew *crew, size_t count, struct actor *actors);
void crew_stop(struct crew *crew);

/* Gives the member a job; it must be parked. */
void crew_order(struct crew *crew, size_t member, crew_job *job, void *argument);

/*
 * Looks until every member is parked, or blocked in a wait where that is allowed, and nothing moves
 * any more. Returns how many are blocked; -1 and a line on standard error when that does not come
 * about while patience lasts.
 */
int crew_settle(struct crew *crew, bool may_block);

/* Is the thread asleep in a wait of epoll? One look. */
bool crew_is_asleep(struct actor *a);

/* Looks until this one member is blocked in its wait: 1; or parked: 0; or patience ends: -1. */
int crew_see_blocked(struct crew *crew, size_t member);

#endif
