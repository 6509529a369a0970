/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How each flavour waits: with a zero timeout; through a PollContext; or with a time limit, while
 * the kernel's waits and its clock are virtual, so that even a day passes at once.
 */
#include "state.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* Limits around every border of the core: none, zero, whole milliseconds or not, too large. */
static const struct timespec limits[] = {
	{0, 1},
	{0, 0},
	{0, 1000000},
	{0, 999999},
	{1, 0},
	{0, 1000001},
	{3, 141592653},
	{INT_MAX / 1000, 647000000},
	{INT_MAX / 1000, 647000001},
	{INT_MAX / 1000 + 1, 0},
	{(time_t)86400 * 365, 1},
};
enum { LIMITS = sizeof limits / sizeof limits[0] };

static int64_t nanoseconds(const struct timespec *limit)
{
	return limit == NULL ? -1 : (int64_t)limit->tv_sec * 1000000000 + limit->tv_nsec;
}

/* NULL, no limit, only where the model knows of an event: nobody would end such a wait. */
static const struct timespec *next_limit(struct lockstep *ls, const struct call *call)
{
	uint64_t turn = ls->waits++;

	if (ls->options.flavour != LOCKSTEP_deadline)
		return &limits[1];
	if (turn % (LIMITS + 1) == LIMITS &&
		(model_readiness(ls->model, call->number[0]) & MODEL_IN) != 0)
		return NULL;
	return &limits[turn % LIMITS];
}

/* Takes the events over as the callers of the library see them. */
static void take_events(struct lockstep *ls, const struct epollctx_events *events, int result,
	struct answer *answer)
{
	struct epollctx_iter iter = epollctx_iter(events);
	const struct epoll_event *event;
	size_t count = 0;

	while ((event = epollctx_iter_next(&iter)) != NULL && count < LOCKSTEP_ITEMS_MAX)
		ls->got[count++] = (struct program_event){
			epollctx_event_token(event), epollctx_event_raw_events(event)};
	if (count != (size_t)result)
		complain(ls, "the wait returned another count than its events have");
	answer->said =
		(struct program_answer){.kind = PROGRAM_EVENTS, .events = ls->got, .count = count};
}

static void wait_on_poll(struct lockstep *ls, struct epollctx_poll *poll,
	const struct timespec *limit, struct answer *answer)
{
	const struct epollctx_events *events = NULL;
	int r = epollctx_poll_wait_timeout(poll, limit, &events);

	if (r < 0 && events != NULL)
		complain(ls, "a failed wait has set its output");
	if (r < 0)
		answer_status(answer, r);
	else
		take_events(ls, events, r, answer);
}

/* Each fifth wait of flavour `deadline` is one that a signal ends. */
enum { SINGLE_WAITS = 5 };

static int wait_for(struct lockstep *ls, const struct epollctx *ctx, struct epollctx_events *events,
	const struct timespec *limit)
{
	ls->kernel.single =
		ls->options.flavour == LOCKSTEP_deadline && ls->waits % SINGLE_WAITS == 0;
	if (ls->kernel.single)
		return epollctx_pwait(ctx, events, limit, NULL);
	return limit == NULL ? epollctx_wait(ctx, events)
			     : epollctx_wait_timeout(ctx, events, limit);
}

static void wait_on_context(struct lockstep *ls, const struct call *call,
	const struct timespec *limit, struct answer *answer)
{
	const struct epollctx view = {.fd = world_real(&ls->world, call->number[0])};
	const struct epollctx_events untouched = {NULL, -7, -7};
	struct epollctx_events events = untouched;
	int capacity = (int)effective_capacity(ls, call);
	int r = epollctx_events_init(&events, ls->world.slots, capacity);

	if (r < 0) {
		if (events.slots != NULL || events.capacity != -7 || events.count != -7)
			complain(ls, "a buffer that was refused was written to");
		answer_status(answer, r);
		return;
	}
	events.count = 1; /* of an earlier wait, as it were */
	r = wait_for(ls, &view, &events, limit);
	if (r < 0 && events.count != 0)
		complain(ls, "a failed wait has left events in the buffer");
	if (r < 0)
		answer_status(answer, r);
	else
		take_events(ls, &events, r, answer);
}

/* Only a single wait, for longer than INT_MAX ms, and without epoll_pwait2, may end early. */
static bool may_end_early(const struct kernel *k, const struct timespec *limit)
{
	return k->single && k->refused && limit->tv_sec >= INT_MAX / 1000;
}

void perform_wait(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	struct lockstep_file *file = lockstep_file(ls, call->number[0]);
	const struct timespec *limit = next_limit(ls, call);
	int64_t deadline = nanoseconds(limit);

	kernel_begin(&ls->kernel, deadline);
	deadline = ls->kernel.deadline;
	ls->busy_loops = 0;
	if (file != NULL && file->is_poll)
		wait_on_poll(ls, &file->poll, limit, answer);
	else
		wait_on_context(ls, call, limit, answer);
	answer->busy_loops = ls->busy_loops;
	if (ls->kernel.would_hang)
		complain(
			ls, "a wait without a limit, for an event that the kernel does not report");
	if (limit != NULL && answer->said.kind == PROGRAM_EVENTS && answer->said.count == 0 &&
		ls->kernel.virtual_time && ls->kernel.now < deadline &&
		!may_end_early(&ls->kernel, limit))
		complain(ls, "the wait returned before its time limit");
}

uint32_t effective_capacity(struct lockstep *ls, const struct call *call)
{
	struct lockstep_file *file = lockstep_file(ls, call->number[0]);

	return file != NULL && file->is_poll ? EPOLLCTX_EVENTS_CAPACITY : (uint32_t)call->value[0];
}
