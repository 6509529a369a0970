/* SPDX-License-Identifier: BSD-3-Clause */
/* Program to text, in its one canonical form. */
#include "writer.h"

#include "words.h"

#include <inttypes.h>

void program_write_events(uint32_t events, FILE *file)
{
	char text[EVENTS_TEXT_SIZE];

	format_events(events, "", "|", text, sizeof text);
	fputs(text, file);
}

static void write_argument(const struct program *p, const struct name_stems *stems,
	enum program_argument kind, uint64_t value, FILE *file)
{
	char name[PROGRAM_NAME_SIZE];

	switch (kind) {
	case PROGRAM_ARGUMENT_NONE:
		break;
	case PROGRAM_ARGUMENT_BIND:
	case PROGRAM_ARGUMENT_USE:
		name_with_stems(p, stems, (uint32_t)value, name);
		fputs(name, file);
		break;
	case PROGRAM_ARGUMENT_SEMAPHORE:
		fputs("semaphore", file);
		break;
	case PROGRAM_ARGUMENT_HOW:
		fputs(how_names[value], file);
		break;
	case PROGRAM_ARGUMENT_EVENTS:
		program_write_events((uint32_t)value, file);
		break;
	case PROGRAM_ARGUMENT_CALL:
		fputs(program_call_name((enum program_call)value), file);
		break;
	case PROGRAM_ARGUMENT_ERRNO:
		fputs(program_errno_name(program_errno_number((enum program_errno)value)), file);
		break;
	case PROGRAM_ARGUMENT_COUNT:
	case PROGRAM_ARGUMENT_AMOUNT:
	case PROGRAM_ARGUMENT_BYTES:
	case PROGRAM_ARGUMENT_TOKEN:
	case PROGRAM_ARGUMENT_CAPACITY:
	case PROGRAM_ARGUMENT_TIMES:
		fprintf(file, "%" PRIu64, value);
		break;
	}
}

void write_operation(
	const struct program *p, const struct name_stems *stems, size_t index, FILE *file)
{
	const struct program_operation *op = &p->operations[index];
	const struct program_operation_row *row = &program_operations[op->code];

	fputs(row->name, file);
	for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
		enum program_argument kind = row->arguments[j];

		if (kind == PROGRAM_ARGUMENT_NONE)
			break;
		if (argument_is_optional(kind) &&
			op->arguments[j] == program_arguments[kind].fallback)
			continue;
		putc(' ', file);
		write_argument(p, stems, kind, op->arguments[j], file);
	}
}

void program_write_span(const struct program_span *span, FILE *file)
{
	if (span->thread == 0)
		return;
	fprintf(file, "@%u %" PRIu64 "..", span->thread, span->start);
	if (span->ended)
		fprintf(file, "%" PRIu64, span->end);
	putc(' ', file);
}

void program_write_operation(const struct program *p, size_t index, FILE *file)
{
	write_operation(p, NULL, index, file);
}

void program_write_answer(const struct program_answer *answer, FILE *file)
{
	switch (answer->kind) {
	case PROGRAM_UNSTATED:
		break;
	case PROGRAM_OK:
		fputs("ok", file);
		break;
	case PROGRAM_VALUE:
		fprintf(file, "%" PRIu64, answer->value);
		break;
	case PROGRAM_ERROR:
		if (program_errno_name(answer->error) != NULL)
			fputs(program_errno_name(answer->error), file);
		else
			fprintf(file, "errno %d", answer->error);
		break;
	case PROGRAM_EVENTS:
		if (answer->count == 0)
			fputs("none", file);
		for (size_t i = 0; i < answer->count; i++) {
			fprintf(file, "%s%" PRIu64 ":", i > 0 ? " " : "", answer->events[i].token);
			program_write_events(answer->events[i].events, file);
		}
		break;
	}
}

void program_write_text(const struct program *p, FILE *file)
{
	struct name_stems stems;

	name_stems_of(p, &stems);
	for (size_t i = 0; i < p->count; i++) {
		program_write_span(&p->operations[i].span, file);
		write_operation(p, &stems, i, file);
		if (p->operations[i].stated.kind != PROGRAM_UNSTATED) {
			fputs(" => ", file);
			program_write_answer(&p->operations[i].stated, file);
		}
		putc('\n', file);
	}
}
