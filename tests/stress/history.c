/* SPDX-License-Identifier: BSD-3-Clause */
/* Times and numbers of a history: what is known of it before any search. */
#include "history.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct moment {
	uint64_t time;
	bool is_end; /* of equal times, starts come first: then the operations are concurrent */
	size_t index;
};

struct opening {
	struct history *h;
	size_t *ret_index;
	char *reason;
};

__attribute__((format(printf, 3, 4))) static int refuse(
	struct opening *o, size_t index, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(o->reason, PROGRAM_LINE_MAX, format, arguments);
	va_end(arguments);
	*o->ret_index = index;
	return -EINVAL;
}

bool history_precedes(const struct history *h, size_t a, size_t b)
{
	return h->ops[a].finish < h->ops[b].begin;
}

bool history_succeeded(const struct program_operation *op)
{
	return op->stated.kind != PROGRAM_ERROR;
}

static bool binds(enum program_argument kind)
{
	return kind == PROGRAM_ARGUMENT_BIND;
}

int history_bound_argument(const struct program_operation *op, int which)
{
	const struct program_operation_row *row = &program_operations[op->code];
	int seen = 0;

	if (op->code == PROGRAM_dup2)
		return which == 0 ? 1 : -1;
	if (op->code == PROGRAM_close)
		return which == 0 ? 0 : -1;
	for (int i = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
		if (binds(row->arguments[i]) && seen++ == which)
			return i;
	return -1;
}

/* ---- Times ---- */

static int compare_moments(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return (int)x->is_end - (int)y->is_end;
}

/* The operations from `from` up to `to` are concurrent; gives them positions from *position on. */
static int order_round(struct history *h, size_t from, size_t to, int *position)
{
	struct moment *moments = malloc((2 * (to - from) + 1) * sizeof *moments);
	size_t count = 0;

	if (moments == NULL)
		return -ENOMEM;
	for (size_t i = from; i < to; i++) {
		const struct program_span *span = &h->program->operations[i].span;

		moments[count++] = (struct moment){span->start, false, i};
		if (span->ended)
			moments[count++] = (struct moment){span->end, true, i};
	}
	qsort(moments, count, sizeof *moments, compare_moments);
	for (size_t i = 0; i < count; i++) {
		struct history_op *op = &h->ops[moments[i].index];

		if (moments[i].is_end)
			op->finish = (*position)++;
		else
			op->begin = (*position)++;
	}
	free(moments);
	return 0;
}

static int check_threads(struct opening *o, size_t from, size_t to)
{
	const struct program_operation *ops = o->h->program->operations;
	size_t last[PROGRAM_THREADS_MAX + 1];

	for (size_t t = 0; t <= PROGRAM_THREADS_MAX; t++)
		last[t] = SIZE_MAX;
	for (size_t i = from; i < to; i++) {
		size_t before = last[ops[i].span.thread];

		last[ops[i].span.thread] = i;
		if (i > from && ops[i].span.start < ops[i - 1].span.start)
			return refuse(o, i, "it starts before the operation above it");
		if (before == SIZE_MAX)
			continue;
		if (!ops[before].span.ended)
			return refuse(o, i, "its thread has not returned from the one before");
		if (ops[before].span.end > ops[i].span.start)
			return refuse(o, i, "it overlaps another operation of its thread");
	}
	return 0;
}

static int order(struct opening *o)
{
	struct history *h = o->h;
	const struct program_operation *ops = h->program->operations;
	size_t from = 0;
	int position = 0;
	int r = 0;

	while (r == 0 && from < h->program->count) {
		size_t to = from;

		if (ops[from].span.thread == 0) {
			h->ops[from].alone = true;
			h->ops[from].begin = position++;
			h->ops[from++].finish = position++;
			continue;
		}
		while (to < h->program->count && ops[to].span.thread != 0)
			to++;
		r = check_threads(o, from, to);
		for (size_t i = from; r == 0 && i < to; i++)
			if (!ops[i].span.ended && to < h->program->count)
				r = refuse(
					o, i, "it has not returned, but something is alone below");
		if (r == 0)
			r = order_round(h, from, to, &position);
		from = to;
	}
	h->end = position;
	return r;
}

/* ---- Answers ---- */

static bool needs_answer(const struct program_operation *op)
{
	return history_bound_argument(op, 0) < 0 || op->code == PROGRAM_dup2 ||
	       op->code == PROGRAM_close;
}

static int check_answers(struct opening *o)
{
	const struct program *p = o->h->program;

	for (size_t i = 0; i < p->count; i++) {
		const struct program_operation *op = &p->operations[i];
		bool returned = op->span.thread == 0 || op->span.ended;
		bool stated = op->stated.kind != PROGRAM_UNSTATED;

		if (op->code == PROGRAM_fail)
			return refuse(o, i, "a history has no faults");
		if (!returned && op->code != PROGRAM_wait)
			return refuse(o, i, "only a wait may block for ever");
		if (!returned && stated)
			return refuse(o, i, "it answered, but has no end");
		if (returned && !stated && needs_answer(op))
			return refuse(o, i, "it states no answer");
	}
	return 0;
}

/* ---- Numbers ---- */

struct use {
	int binding_finish; /* the latest end of an operation that binds the number, or 0 */
	int any_finish;
};

static void note_use(struct history *h, struct use *use, size_t index, uint64_t variable, bool bind)
{
	const struct history_op *op = &h->ops[index];
	struct use *u = &use[variable];

	if (op->begin < u->binding_finish || (bind && op->begin < u->any_finish))
		h->numbers[variable].is_volatile = true;
	if (bind && op->finish > u->binding_finish)
		u->binding_finish = op->finish;
	if (op->finish > u->any_finish)
		u->any_finish = op->finish;
}

/* Which numbers were bound or closed while another operation used them? */
static int find_volatile(struct history *h)
{
	const struct program *p = h->program;
	struct use *use = calloc(p->variables + 1, sizeof *use);

	if (use == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < p->count; i++) {
		const struct program_operation *op = &p->operations[i];
		const struct program_operation_row *row = &program_operations[op->code];

		for (int j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
			bool bind = j == history_bound_argument(op, 0) ||
				    j == history_bound_argument(op, 1);

			if (bind || row->arguments[j] == PROGRAM_ARGUMENT_USE)
				note_use(h, use, i, op->arguments[j], bind);
		}
	}
	free(use);
	return 0;
}

static int add_file(struct history *h, enum model_kind kind)
{
	h->files[h->file_count] =
		(struct history_file){.kind = kind, .peer = FILE_NONE, .volatile_number = -1};
	return h->file_count++;
}

/* The descriptions that an opener makes. */
static void open_files(struct history *h, const struct program_operation *op, int opened[2])
{
	switch (op->code) {
	case PROGRAM_epoll:
		opened[0] = add_file(h, MODEL_EPOLL);
		break;
	case PROGRAM_eventfd:
		opened[0] = add_file(h, MODEL_EVENTFD);
		h->files[opened[0]].level = (uint32_t)op->arguments[1];
		h->files[opened[0]].semaphore = op->arguments[2] != 0;
		break;
	case PROGRAM_pipe:
	case PROGRAM_socketpair:
		opened[0] =
			add_file(h, op->code == PROGRAM_pipe ? MODEL_PIPE_READER : MODEL_SOCKET);
		opened[1] =
			add_file(h, op->code == PROGRAM_pipe ? MODEL_PIPE_WRITER : MODEL_SOCKET);
		h->files[opened[0]].peer = opened[1];
		h->files[opened[1]].peer = opened[0];
		break;
	case PROGRAM_timerfd:
		opened[0] = add_file(h, MODEL_TIMERFD);
		break;
	case PROGRAM_file:
		opened[0] = add_file(h, MODEL_FILE);
		break;
	default:
		break;
	}
}

/* The number means `file` now; the operation may have taken the last number of what it meant. */
static int bind(struct opening *o, size_t index, uint64_t variable, int file)
{
	struct history *h = o->h;
	struct history_number *number = &h->numbers[variable];

	if (number->is_volatile) {
		if (file < 0)
			return 0;
		if (h->files[file].volatile_number >= 0 &&
			h->files[file].volatile_number != (int)variable)
			return refuse(o, index,
				"two numbers whose meaning depends on the order may "
				"mean the same file");
		h->files[file].volatile_number = (int)variable;
		return 0;
	}
	if (file >= 0)
		h->files[file].numbers++;
	if (number->file >= 0 && --h->files[number->file].numbers == 0)
		h->ops[index].last_close = number->file;
	number->file = file;
	return 0;
}

static int meaning(const struct history *h, uint64_t variable)
{
	return h->numbers[variable].is_volatile ? FILE_VOLATILE : h->numbers[variable].file;
}

static int resolve_one(struct opening *o, size_t index)
{
	struct history *h = o->h;
	const struct program_operation *op = &h->program->operations[index];
	const struct program_operation_row *row = &program_operations[op->code];
	struct history_op *known = &h->ops[index];

	if (row->arguments[0] == PROGRAM_ARGUMENT_USE || row->arguments[0] == PROGRAM_ARGUMENT_BIND)
		known->file = meaning(h, op->arguments[0]);
	if (row->arguments[1] == PROGRAM_ARGUMENT_USE || row->arguments[1] == PROGRAM_ARGUMENT_BIND)
		known->second = meaning(h, op->arguments[1]);
	if (!history_succeeded(op))
		return 0;
	if (h->file_count + 2 > HISTORY_FILES_MAX)
		return refuse(o, index, "more than %d files", HISTORY_FILES_MAX);
	open_files(h, op, known->opened);
	if (op->code == PROGRAM_close)
		return bind(o, index, op->arguments[0], FILE_NONE);
	if (op->code == PROGRAM_dup || op->code == PROGRAM_dup2) {
		if (known->file == FILE_VOLATILE)
			return refuse(o, index, "what it duplicates depends on the order");
		return bind(o, index, op->arguments[1], known->file);
	}
	for (int i = 0; i < 2; i++) {
		int r = 0;

		if (history_bound_argument(op, i) >= 0)
			r = bind(o, index, op->arguments[i], known->opened[i]);
		if (r < 0)
			return r;
	}
	return 0;
}

int history_open(struct history *h, const struct program *program, size_t *ret_index,
	char reason[PROGRAM_LINE_MAX])
{
	struct opening o = {h, ret_index, reason};
	int r;

	*h = (struct history){.program = program};
	h->ops = calloc(program->count + 1, sizeof *h->ops);
	h->files = calloc(2 * program->count + 1, sizeof *h->files);
	h->numbers = calloc(program->variables + 1, sizeof *h->numbers);
	if (h->ops == NULL || h->files == NULL || h->numbers == NULL) {
		history_close(h);
		return -ENOMEM;
	}
	for (size_t i = 0; i < program->count; i++)
		h->ops[i] = (struct history_op){.finish = HISTORY_NEVER,
			.opened = {FILE_NONE, FILE_NONE},
			.file = FILE_NONE,
			.second = FILE_NONE,
			.last_close = FILE_NONE};
	for (uint32_t v = 0; v < program->variables; v++)
		h->numbers[v].file = FILE_NONE;
	r = order(&o);
	if (r == 0)
		r = check_answers(&o);
	if (r == 0)
		r = find_volatile(h);
	for (size_t i = 0; r == 0 && i < program->count; i++)
		r = resolve_one(&o, i);
	if (r < 0)
		history_close(h);
	return r;
}

void history_close(struct history *h)
{
	free(h->ops);
	free(h->files);
	free(h->numbers);
	*h = (struct history){.program = NULL};
}
