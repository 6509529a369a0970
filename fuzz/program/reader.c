/* SPDX-License-Identifier: BSD-3-Clause */
/* Text to program: lines and operations. Arguments and answers are in reader_words.c. */
#include "line.h"

#include <errno.h>
#include <string.h>

static int missing(struct reader *r, enum program_code code, enum program_argument kind)
{
	char usage[80];

	format_usage(code, usage, sizeof usage);
	return malformed(r, "%s missing: %s takes %s", argument_noun(kind),
		program_operations[code].name, usage);
}

static int too_much(struct reader *r, enum program_code code)
{
	char usage[80];
	char text[QUOTED_SIZE];

	format_usage(code, usage, sizeof usage);
	return malformed(r, "unexpected %s: %s takes %s", quoted(r->word, text),
		program_operations[code].name, usage);
}

/* Is the word meant as an argument of this optional kind? */
static bool is_meant(struct word word, enum program_argument kind)
{
	if (argument_is_number(kind))
		return word.text[0] >= '0' && word.text[0] <= '9';
	return word_is(word, "semaphore");
}

static int read_arguments(struct reader *r, struct program_operation *op)
{
	for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
		enum program_argument kind = program_operations[op->code].arguments[j];
		bool absent = line_ended(r) || word_is(r->word, "=>");
		int result;

		if (kind == PROGRAM_ARGUMENT_NONE)
			break;
		if (argument_is_optional(kind) && (absent || !is_meant(r->word, kind))) {
			op->arguments[j] = program_arguments[kind].fallback;
			continue;
		}
		if (absent)
			return missing(r, op->code, kind);
		result = read_argument(r, kind, &op->arguments[j]);
		if (result < 0)
			return result;
	}
	return 0;
}

static int read_operation(struct reader *r)
{
	struct program_operation op = {.line = r->line};
	char text[QUOTED_SIZE];
	int result;

	result = read_span(r, &op.span);
	if (result < 0)
		return result;
	if (line_ended(r))
		return malformed(r, "no operation follows the thread column");
	if (!word_operation(r->word, &op.code))
		return malformed(r, "unknown operation %s", quoted(r->word, text));
	if (r->program->count == PROGRAM_OPERATIONS_MAX)
		return malformed(r, "more than %d operations", PROGRAM_OPERATIONS_MAX);
	result = line_next(r);
	if (result == 0)
		result = read_arguments(r, &op);
	if (result == 0 && !line_ended(r)) {
		if (!word_is(r->word, "=>"))
			return too_much(r, op.code);
		result = read_answer(r, op.code, &op.stated);
	}
	if (result == 0)
		result = program_insert(r->program, r->program->count, &op);
	return result;
}

static int read_lines(struct reader *r, const char *text, size_t size)
{
	const char *end = text + size;
	const char *at = text;
	int result = 0;

	while (result == 0 && at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline != NULL ? newline : end;

		result = line_start(r, at, (size_t)(stop - at));
		if (result == 0 && !line_ended(r))
			result = read_operation(r);
		at = newline != NULL ? newline + 1 : end;
	}
	return result;
}

int program_read_text(struct program *p, const char *text, size_t size, struct program_error *error)
{
	struct reader r = {.program = p, .error = error};
	int result;

	program_clear(p);
	result = size > 0 ? read_lines(&r, text, size) : 0;
	if (result == -ENOMEM)
		malformed(&r, "no memory");
	if (result < 0)
		program_clear(p);
	return result;
}
