/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A cooperative scheduler at the system-call seam: a thread of the crew stops before and after each
 * of its calls (seam.c, -Wl,--wrap), and goes on when the scheduler says so. One thread runs at a
 * time; one that blocks in the kernel is seen there, and the others go on without it.
 */
#ifndef EPOLLCTX_SCHEDULES_SCHEDULER_H
#define EPOLLCTX_SCHEDULES_SCHEDULER_H

#include "../stress/worlds.h"

enum { SCHEDULE_STEPS_MAX = 512, SCHEDULE_THREADS_MAX = 8 };

/*
 * Chooses among the threads that can go on: `enabled` of them, in order, and `running` the one that
 * went last, or SCHEDULE_THREADS_MAX. Returns an index into enabled.
 */
typedef size_t schedule_choice(void *argument, const size_t *enabled, size_t count, size_t running);

/* Runs job(i, arguments[i]) on the first `count` members, one call at a time. False: see stderr. */
bool schedule_run(struct stage *s, size_t count, crew_job *job, void *const arguments[],
	schedule_choice *choose, void *argument);

/* From here on nobody stops any more: who is still blocked may run to its end when it is woken. */
void schedule_let_go(void);

/* For seam.c: the calling thread stops here, if it is scheduled. */
void schedule_stop(void);
/* Around a call that may block. */
void schedule_enter_call(void);
void schedule_leave_call(void);

#endif
