/* SPDX-License-Identifier: BSD-3-Clause */
/* Predicts operations: what the model answers, one function for each row of PROGRAM_OPERATIONS. */
#include "state.h"

#include <errno.h>

#define SAME(here, there) \
	_Static_assert((uint32_t)(MODEL_##here) == (uint32_t)(there), "model and kernel: " #here)
SAME(IN, EPOLLIN);
SAME(PRI, EPOLLPRI);
SAME(OUT, EPOLLOUT);
SAME(ERR, EPOLLERR);
SAME(HUP, EPOLLHUP);
SAME(RDNORM, EPOLLRDNORM);
SAME(RDBAND, EPOLLRDBAND);
SAME(WRNORM, EPOLLWRNORM);
SAME(WRBAND, EPOLLWRBAND);
SAME(MSG, EPOLLMSG);
SAME(RDHUP, EPOLLRDHUP);
SAME(EXCLUSIVE, EPOLLEXCLUSIVE);
SAME(WAKEUP, EPOLLWAKEUP);
SAME(ONESHOT, EPOLLONESHOT);
SAME(ET, EPOLLET);

static void predict_epoll(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	struct lockstep_file *file;
	int r = model_epoll(ls->model, &answer->opened[0]);

	(void)call;
	answer_status(answer, r);
	if (r < 0)
		return;
	file = lockstep_open_file(ls, answer->opened[0]);
	file->is_poll = ls->options.flavour == LOCKSTEP_poll;
	file->predicted_poll = (struct model_poll){0};
}

/* What its number no longer means, a PollContext is no longer asked through. */
static void forget_poll(struct lockstep *ls, int number)
{
	struct lockstep_file *file = lockstep_file(ls, number);

	if (file != NULL)
		file->is_poll = false;
}

static void predict_eventfd(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	answer_status(answer, model_eventfd(ls->model, (uint32_t)call->value[0],
				      call->value[1] != 0, &answer->opened[0]));
}

static void predict_pipe(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	(void)call;
	answer_status(answer, model_pipe(ls->model, &answer->opened[0], &answer->opened[1]));
}

static void predict_socketpair(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	(void)call;
	answer_status(answer, model_socketpair(ls->model, &answer->opened[0], &answer->opened[1]));
}

static void predict_timerfd(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	(void)call;
	answer_status(answer, model_timerfd(ls->model, &answer->opened[0]));
}

static void predict_file(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	(void)call;
	answer_status(answer, model_file(ls->model, &answer->opened[0]));
}

static void predict_bad(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	(void)ls;
	(void)call;
	answer_status(answer, 0);
	answer->opened[0] = -1;
}

static void predict_dup(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	answer_status(answer, model_dup(ls->model, call->number[0], &answer->opened[0]));
}

static void predict_dup2(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int r = model_dup2(ls->model, call->number[0], call->number[1]);

	if (r == 0 && call->number[0] != call->number[1])
		forget_poll(ls, call->number[1]);
	answer_status(answer, r);
}

static void predict_close(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	answer_status(answer, model_close(ls->model, call->number[0]));
}

static void predict_write(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	bool counter = model_kind(ls->model, call->number[0]) == MODEL_EVENTFD;
	uint32_t written = 0;
	int r = model_write(ls->model, call->number[0], call->value[0], &written);

	if (counter)
		answer_status(answer, r);
	else
		answer_value(answer, r, written);
}

static void predict_read(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	uint64_t value = 0;
	int r = model_read(ls->model, call->number[0], (uint32_t)call->value[0], &value);

	answer_value(answer, r, value);
}

static void predict_shutdown(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	static const enum model_how how[] = {MODEL_SHUT_RD, MODEL_SHUT_WR, MODEL_SHUT_RDWR};

	answer_status(answer, model_shutdown(ls->model, call->number[0], how[call->value[0]]));
}

static void predict_arm(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	answer_status(answer, model_arm(ls->model, call->number[0]));
}

static void predict_disarm(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	answer_status(answer, model_disarm(ls->model, call->number[0]));
}

/* The PollContext that was opened under a number counts what goes through it; NULL: none. */
static struct model_poll *poll_of(struct lockstep *ls, const struct call *call)
{
	struct lockstep_file *file = lockstep_file(ls, call->number[0]);

	return file != NULL && file->is_poll ? &file->predicted_poll : NULL;
}

static void predict_add(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	struct model_poll *poll = poll_of(ls, call);
	int r = model_add(ls->model, call->number[0], call->number[1], (uint32_t)call->value[0],
		call->value[1]);

	if (poll != NULL && r == 0)
		model_poll_added(poll);
	answer_status(answer, r);
}

static void predict_mod(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	answer_status(answer, model_mod(ls->model, call->number[0], call->number[1],
				      (uint32_t)call->value[0], call->value[1]));
}

static void predict_del(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	struct model_poll *poll = poll_of(ls, call);
	int r = model_del(ls->model, call->number[0], call->number[1]);

	if (poll != NULL && r == 0)
		model_poll_deleted(poll);
	answer_status(answer, r);
}

static void predict_wait(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	struct model_poll *poll = poll_of(ls, call);
	uint64_t hangups = 0;
	int r = model_wait(ls->model, call->number[0], effective_capacity(ls, call), ls->predicted);

	answer_status(answer, r);
	if (r < 0)
		return;
	for (int i = 0; i < r; i++) {
		ls->wanted[i] =
			(struct program_event){ls->predicted[i].token, ls->predicted[i].events};
		hangups += (ls->predicted[i].events & MODEL_HUP) != 0;
	}
	answer->said = (struct program_answer){
		.kind = PROGRAM_EVENTS, .events = ls->wanted, .count = (size_t)r};
	answer->busy_loops = poll != NULL && model_poll_waited(poll, hangups);
}

static void predict_fail(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	(void)ls;
	(void)call;
	answer->said = (struct program_answer){.kind = PROGRAM_UNSTATED};
}

void predict(struct lockstep *ls, const struct call *call, int failed, struct answer *answer)
{
	static void (*const predictors[])(
		struct lockstep *, const struct call *, struct answer *) = {
#define X(name, ...) [PROGRAM_##name] = predict_##name,
		PROGRAM_OPERATIONS(X)
#undef X
	};

	answer_clear(answer);
	if (call->code == PROGRAM_close)
		forget_poll(ls, call->number[0]); /* closed, whatever close(2) answered */
	if (failed != 0)
		answer_status(answer, -failed);
	else
		predictors[call->code](ls, call, answer);
}
