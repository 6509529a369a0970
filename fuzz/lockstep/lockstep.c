/* SPDX-License-Identifier: BSD-3-Clause */
/* Runs a program in both worlds, judges the first difference, and cleans up. */
#include "state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define X(name, text) #name,
static const char *const flavour_names[] = {LOCKSTEP_FLAVOURS(X)};
#undef X
#define X(name, text) text,
static const char *const flavour_texts[] = {LOCKSTEP_FLAVOURS(X)};
#undef X

/* After a program, each number is asked this often for what is left: what a wait puts back counts.
 */
enum { END_ROUNDS = 2 };

const char *lockstep_flavour_name(enum lockstep_flavour flavour)
{
	return flavour_names[flavour];
}

const char *lockstep_flavour_text(enum lockstep_flavour flavour)
{
	return flavour_texts[flavour];
}

const char *lockstep_verdict_name(enum lockstep_verdict verdict)
{
	static const char *const names[] = {"same", "deviation", "violation"};

	return names[verdict];
}

static bool allocate(struct lockstep *ls, const struct model_limits *limits)
{
	ls->model_memory = malloc(model_size(limits));
	ls->polled = calloc(limits->descriptors, sizeof *ls->polled);
	ls->files = calloc(limits->descriptors, sizeof *ls->files);
	ls->got = calloc(LOCKSTEP_ITEMS_MAX, sizeof *ls->got);
	ls->wanted = calloc(LOCKSTEP_ITEMS_MAX, sizeof *ls->wanted);
	ls->predicted = calloc(LOCKSTEP_ITEMS_MAX, sizeof *ls->predicted);
	ls->real_items = calloc(LOCKSTEP_ITEMS_MAX, sizeof *ls->real_items);
	ls->model_items = calloc(LOCKSTEP_ITEMS_MAX, sizeof *ls->model_items);
	if (ls->polled == NULL || ls->real_items == NULL || ls->model_items == NULL ||
		ls->model_memory == NULL || ls->files == NULL || ls->got == NULL ||
		ls->wanted == NULL || ls->predicted == NULL)
		return false;
	ls->model = model_create(ls->model_memory, limits);
	return ls->model != NULL;
}

struct lockstep *lockstep_create(const struct lockstep_options *options)
{
	const struct model_limits limits = {PROGRAM_NUMBERS_MAX, LOCKSTEP_ITEMS_MAX};
	struct lockstep *ls = calloc(1, sizeof *ls);
	int r;

	if (ls == NULL)
		return NULL;
	ls->options = *options;
	r = world_open(&ls->world, PROGRAM_NUMBERS_MAX);
	if (r == 0 && !allocate(ls, &limits))
		r = -ENOMEM;
	if (r == 0)
		return ls;
	lockstep_destroy(ls);
	errno = -r;
	return NULL;
}

void lockstep_destroy(struct lockstep *ls)
{
	if (ls == NULL)
		return;
	world_close(&ls->world);
	free(ls->model_memory);
	free(ls->polled);
	free(ls->files);
	free(ls->got);
	free(ls->wanted);
	free(ls->predicted);
	free(ls->real_items);
	free(ls->model_items);
	free(ls);
}

uint64_t lockstep_rule_hits(const struct lockstep *ls, enum model_rule rule)
{
	return ls->rule_hits[rule];
}

static void forget_files(struct lockstep *ls)
{
	while (ls->files_used > 0) {
		ls->files_used--;
		ls->files[ls->files_used].kind = MODEL_CLOSED;
		ls->files[ls->files_used].is_poll = false;
	}
}

/*
 * The operation with numbers for its variables. Behind the last one, END_ROUNDS times, come a wait
 * or a read of every number that is open: false for one that is not.
 */
static bool resolve(
	struct lockstep *ls, const struct program *program, size_t index, struct call *call)
{
	size_t numbers = (size_t)model_highest(ls->model) + 1;
	const struct program_operation *op;
	int used = 0;
	int valued = 0;

	*call = (struct call){.number = {-1, -1}};
	if (index >= program->count) {
		call->number[0] = (int)((index - program->count) % numbers);
		call->code = PROGRAM_read;
		call->value[0] = WORLD_READ_SIZE;
		if (model_kind(ls->model, call->number[0]) == MODEL_EPOLL) {
			call->code = PROGRAM_wait;
			call->value[0] = LOCKSTEP_ITEMS_MAX;
		}
		return model_kind(ls->model, call->number[0]) != MODEL_CLOSED;
	}
	op = &program->operations[index];
	call->code = op->code;
	for (int i = 0; i < PROGRAM_ARGUMENTS_MAX; i++) {
		enum program_argument kind = program_operations[op->code].arguments[i];

		if (kind == PROGRAM_ARGUMENT_USE)
			call->number[used++] = ls->numbers[op->arguments[i]];
		else if (kind != PROGRAM_ARGUMENT_BIND && kind != PROGRAM_ARGUMENT_NONE)
			call->value[valued++] = op->arguments[i];
	}
	return true;
}

/* Binds the variables of an opener to what it opened, or to -1. */
static void bind_variables(struct lockstep *ls, const struct program *program, size_t index,
	const struct answer *answer)
{
	const struct program_operation *op;
	int bound = 0;

	if (index >= program->count)
		return;
	op = &program->operations[index];
	for (int i = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
		if (program_operations[op->code].arguments[i] == PROGRAM_ARGUMENT_BIND) {
			int number = answer->opened[bound++];

			ls->numbers[op->arguments[i]] = number < 0 ? -1 : number;
		}
}

static void forget_model(struct lockstep *ls)
{
	forget_files(ls);
	model_reset(ls->model);
}

/* Puts the model back to where it was before an operation of the program that is being run. */
static void rewind_model(struct lockstep *ls, const struct program *program, size_t index)
{
	struct answer answer;
	struct call call;

	forget_model(ls);
	for (size_t i = 0; i < index; i++) {
		if (!resolve(ls, program, i, &call))
			continue;
		predict(ls, &call, i < program->count ? ls->faulted[i] : 0, &answer);
		bind_variables(ls, program, i, &answer);
	}
}

/* Is each of the two answers inside what the manual pages allow? Costs a second prediction. */
static enum lockstep_verdict judge(struct lockstep *ls, const struct program *program, size_t index,
	const struct program_answer *one, const struct program_answer *other)
{
	struct call call;

	rewind_model(ls, program, index);
	if (resolve(ls, program, index, &call) && answer_allowed(ls, &call, one) &&
		answer_allowed(ls, &call, other))
		return LOCKSTEP_DEVIATION;
	return LOCKSTEP_VIOLATION;
}

static void describe(const struct program *program, size_t index, const struct call *call,
	struct lockstep_report *report)
{
	FILE *file = fmemopen(report->operation, sizeof report->operation, "w");

	report->index = index < program->count ? (long)index : LOCKSTEP_AT_END;
	if (file == NULL)
		return;
	if (index < program->count)
		program_write_operation(program, index, file);
	else
		fprintf(file, "at the end: %s of number %d", program_operations[call->code].name,
			call->number[0]);
	fclose(file);
}

static void print_trace(struct lockstep *ls, const struct program *program, size_t index,
	const struct program_answer *got)
{
	if (ls->options.trace == NULL || index >= program->count)
		return;
	program_write_operation(program, index, ls->options.trace);
	fputs(" => ", ls->options.trace);
	program_write_answer(got, ls->options.trace);
	fputc('\n', ls->options.trace);
	fflush(ls->options.trace);
}

/* Performs the operation at `index` and compares: with the model, and with what is stated. */
static bool run_operation(struct lockstep *ls, const struct program *program, size_t index,
	struct lockstep_report *report)
{
	struct answer got, wanted;
	struct call call;
	const struct program_answer *stated;

	if (!resolve(ls, program, index, &call))
		return true;
	if (!step(ls, &call, &got, &wanted, report)) {
		print_trace(ls, program, index, &got.said);
		describe(program, index, &call, report);
		report->verdict = LOCKSTEP_VIOLATION;
		/* Answers may differ inside the envelope; what else differs is never allowed. */
		if (ls->complaint[0] == '\0' && !program_answer_equal(&got.said, &wanted.said))
			report->verdict = judge(ls, program, index, &got.said, &got.said);
		return false;
	}
	print_trace(ls, program, index, &got.said);
	if (index >= program->count)
		return true;
	ls->faulted[index] = deciding_fault(ls);
	bind_variables(ls, program, index, &got);
	stated = &program->operations[index].stated;
	if (ls->options.flavour != LOCKSTEP_context || stated->kind == PROGRAM_UNSTATED ||
		program_answer_equal(stated, &got.said))
		return true;
	describe(program, index, &call, report);
	report_answers(report, stated, &got.said);
	snprintf(report->reason, sizeof report->reason,
		"the kernel, and with it the model, differs from what is stated");
	report->verdict = judge(ls, program, index, stated, &got.said);
	return false;
}

static bool run_to_end(
	struct lockstep *ls, const struct program *program, struct lockstep_report *report)
{
	size_t numbers;

	for (size_t i = 0; i < program->count; i++)
		if (!run_operation(ls, program, i, report))
			return false;
	kernel_forget_faults(&ls->kernel);
	if (!end_state_same(ls, report))
		return false;
	numbers = (size_t)model_highest(ls->model) + 1;
	for (size_t i = 0; i < END_ROUNDS * numbers; i++)
		if (!run_operation(ls, program, program->count + i, report))
			return false;
	return end_closed(ls, report);
}

static void run_once(
	struct lockstep *ls, const struct program *program, struct lockstep_report *report)
{
	memset(report, 0, sizeof *report);
	report->index = LOCKSTEP_AT_END;
	forget_model(ls); /* of a prediction */
	ls->waits = 0;
	kernel_reset(&ls->kernel);
	ls->kernel.virtual_time = ls->options.flavour == LOCKSTEP_deadline;
	if (world_settle(&ls->world) != 0) {
		report->verdict = LOCKSTEP_VIOLATION;
		snprintf(report->reason, sizeof report->reason,
			"the process has no room for a program's descriptors above %d",
			ls->world.base);
		return;
	}
	if (!run_to_end(ls, program, report))
		world_sweep(&ls->world);
	for (int rule = 0; rule < MODEL_RULE_COUNT; rule++)
		ls->rule_hits[rule] += model_rule_hits(ls->model, (enum model_rule)rule);
	forget_model(ls);
}

enum lockstep_verdict lockstep_run(
	struct lockstep *ls, const struct program *program, struct lockstep_report *report)
{
	uint64_t first;

	run_once(ls, program, report);
	if (!ls->options.twice || report->verdict != LOCKSTEP_SAME)
		return report->verdict;
	first = report->trace;
	run_once(ls, program, report);
	if (report->verdict != LOCKSTEP_SAME || report->trace == first)
		return report->verdict;
	report->verdict = LOCKSTEP_VIOLATION;
	snprintf(report->reason, sizeof report->reason,
		"the same program gave another trace the second time");
	return report->verdict;
}

void lockstep_perform(struct lockstep *ls, const struct program *program)
{
	struct answer got;
	struct call call;

	world_settle(&ls->world);
	for (size_t i = 0; i < program->count; i++) {
		resolve(ls, program, i, &call);
		if (call.code == PROGRAM_fail)
			continue;
		perform(ls, &call, &got);
		bind_variables(ls, program, i, &got);
	}
	world_sweep(&ls->world);
	forget_files(ls);
}

int lockstep_state(struct lockstep *ls, struct program *program)
{
	struct answer answer;
	struct call call;
	int r = 0;

	forget_model(ls);
	kernel_reset(&ls->kernel);
	for (size_t i = 0; i < program->count && r == 0; i++) {
		resolve(ls, program, i, &call);
		if (call.code == PROGRAM_fail)
			add_fault(ls, &call);
		predict(ls, &call, next_fault(ls, &call), &answer);
		bind_variables(ls, program, i, &answer);
		r = program_state(program, i, &answer.said);
		if (r == -E2BIG)
			r = 0; /* longer than a line may be: stays unstated */
	}
	forget_model(ls);
	return r;
}

const struct model *lockstep_predict(
	struct lockstep *ls, const struct program *program, struct program_answer *ret_last)
{
	struct answer answer;
	struct call call;

	answer_clear(&answer);
	forget_model(ls);
	for (size_t i = 0; i < program->count; i++) {
		resolve(ls, program, i, &call);
		predict(ls, &call, 0, &answer);
		bind_variables(ls, program, i, &answer);
	}
	*ret_last = answer.said;
	return ls->model;
}

void lockstep_write_report(
	const struct lockstep_report *report, const struct program *program, FILE *file)
{
	unsigned line = 0;

	if (report->index >= 0 && (size_t)report->index < program->count)
		line = program->operations[report->index].line;
	fprintf(file, "%s: %s\n", lockstep_verdict_name(report->verdict), report->reason);
	if (line != 0)
		fprintf(file, "  line:      %u\n", line);
	else if (report->index >= 0)
		fprintf(file, "  operation number: %ld\n", report->index + 1);
	fprintf(file, "  operation: %s\n  expected:  %s\n  got:       %s\n", report->operation,
		report->expected, report->got);
}
