/* SPDX-License-Identifier: BSD-3-Clause */
/* One step in both worlds, and what counts as the same answer. */
#include "state.h"

#include <stdio.h>
#include <string.h>

/* Writes an answer into one of the report's texts, cut to fit. */
static void write_answer(
	const struct program_answer *answer, const int opened[2], char text[LOCKSTEP_TEXT_SIZE])
{
	FILE *file = fmemopen(text, LOCKSTEP_TEXT_SIZE, "w");

	if (file == NULL)
		return;
	if (answer->kind == PROGRAM_UNSTATED)
		fputs("(no answer)", file);
	program_write_answer(answer, file);
	for (int i = 0; opened != NULL && i < 2; i++)
		if (opened[i] != LOCKSTEP_NOT_OPENED)
			fprintf(file, ", number %d", opened[i]);
	fclose(file);
	text[LOCKSTEP_TEXT_SIZE - 1] = '\0';
}

void report_answers(struct lockstep_report *report, const struct program_answer *expected,
	const struct program_answer *got)
{
	write_answer(expected, NULL, report->expected);
	write_answer(got, NULL, report->got);
}

uint64_t mix(uint64_t hash, uint64_t value)
{
	for (int i = 0; i < 8; i++)
		hash = (hash ^ (value >> i * 8 & 0xff)) * UINT64_C(0x100000001b3);
	return hash;
}

static void trace(struct lockstep_report *report, const struct answer *got)
{
	uint64_t hash =
		mix(report->trace, (uint64_t)got->said.kind << 32 | (uint64_t)got->said.error);

	hash = mix(mix(hash, got->said.value), got->busy_loops);
	for (size_t i = 0; i < got->said.count; i++)
		hash = mix(mix(hash, got->said.events[i].token), got->said.events[i].events);
	report->trace = hash;
}

static bool answers_differ(struct lockstep *ls, const struct answer *got,
	const struct answer *wanted, struct lockstep_report *report)
{
	if (program_answer_equal(&got->said, &wanted->said))
		return false;
	report_answers(report, &wanted->said, &got->said);
	snprintf(report->reason, sizeof report->reason, "the kernel and the model differ%s%.900s",
		ls->complaint[0] != '\0' ? ", and " : "", ls->complaint);
	return true;
}

static bool numbers_differ(
	const struct answer *got, const struct answer *wanted, struct lockstep_report *report)
{
	if (memcmp(got->opened, wanted->opened, sizeof got->opened) == 0)
		return false;
	write_answer(&wanted->said, wanted->opened, report->expected);
	write_answer(&got->said, got->opened, report->got);
	snprintf(report->reason, sizeof report->reason,
		"another number was opened than the lowest free one");
	return true;
}

static bool busy_loops_differ(
	const struct answer *got, const struct answer *wanted, struct lockstep_report *report)
{
	if (got->busy_loops == wanted->busy_loops)
		return false;
	snprintf(report->expected, sizeof report->expected, "%s busy loop reported",
		wanted->busy_loops ? "one" : "no");
	snprintf(report->got, sizeof report->got, "%llu reported",
		(unsigned long long)got->busy_loops);
	snprintf(report->reason, sizeof report->reason,
		"the busy-loop detection and the model differ");
	return true;
}

bool step(struct lockstep *ls, const struct call *call, struct answer *got, struct answer *wanted,
	struct lockstep_report *report)
{
	const char *broken;

	ls->complaint[0] = '\0';
	kernel_begin(&ls->kernel, 0);
	kernel_use(&ls->kernel);
	perform(ls, call, got);
	kernel_use(NULL);
	check_contract(ls, call, got);
	predict(ls, call, deciding_fault(ls), wanted);
	trace(report, got);
	broken = ls->options.check_model ? model_check(ls->model) : NULL;
	if (broken != NULL)
		complain(ls, broken);
	if (answers_differ(ls, got, wanted, report) || numbers_differ(got, wanted, report) ||
		busy_loops_differ(got, wanted, report))
		return false;
	if (ls->complaint[0] == '\0')
		return true;
	report_answers(report, &wanted->said, &got->said);
	snprintf(report->reason, sizeof report->reason, "%s", ls->complaint);
	return false;
}

bool answer_allowed(
	struct lockstep *ls, const struct call *call, const struct program_answer *answer)
{
	if (call->code != PROGRAM_wait || answer->kind != PROGRAM_EVENTS ||
		answer->count > LOCKSTEP_ITEMS_MAX)
		return false;
	for (size_t i = 0; i < answer->count; i++)
		ls->predicted[i] =
			(struct model_event){answer->events[i].token, answer->events[i].events};
	return model_wait_allows(ls->model, call->number[0], effective_capacity(ls, call),
		ls->predicted, (int)answer->count);
}
