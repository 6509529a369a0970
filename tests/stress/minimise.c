/* SPDX-License-Identifier: BSD-3-Clause */
/* The smallest history that is still rejected. */
#include "minimise.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * The same history with its names numbered anew, since an operation that bound one may be gone;
 * false when one is used that nobody binds any more.
 */
static bool renumber(struct program *p)
{
	struct program_error error;
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	bool good;

	if (file == NULL)
		return false;
	program_write_text(p, file);
	fclose(file);
	good = program_read_text(p, text, size, &error) == 0;
	free(text);
	return good;
}

/* Without `count` operations from `at` on, is it rejected by the same rule? Then it stays so. */
static bool try_without(struct checker *c, struct program *history, struct check_verdict *verdict,
	size_t at, size_t count)
{
	struct check_verdict other;
	struct program candidate;
	bool good = false;

	program_init(&candidate);
	if (program_copy(&candidate, history) < 0)
		return false;
	program_remove(&candidate, at, count);
	if (renumber(&candidate) && !check(c, &candidate, &other) && other.rule == verdict->rule) {
		good = program_copy(history, &candidate) == 0;
		*verdict = other;
	}
	program_free(&candidate);
	return good;
}

static bool remove_chunks(
	struct checker *c, struct program *history, struct check_verdict *verdict, size_t size)
{
	bool any = false;

	for (size_t end = history->count; end > 0;) {
		size_t at = end > size ? end - size : 0;

		if (try_without(c, history, verdict, at, end - at))
			any = true;
		end = at;
	}
	return any;
}

/* Takes one event out of a wait. */
static bool try_without_event(struct checker *c, struct program *history,
	struct check_verdict *verdict, size_t index, size_t event)
{
	struct program_event events[PROGRAM_ANSWER_MAX / sizeof "0:0"];
	const struct program_answer *stated = &history->operations[index].stated;
	struct program_answer fewer = {.kind = PROGRAM_EVENTS, .events = events};
	struct check_verdict other;
	struct program candidate;
	bool good = false;

	if (stated->count > sizeof events / sizeof events[0])
		return false;
	for (size_t i = 0; i < stated->count; i++)
		if (i != event)
			events[fewer.count++] = stated->events[i];
	program_init(&candidate);
	if (program_copy(&candidate, history) == 0 &&
		program_state(&candidate, index, &fewer) == 0 && !check(c, &candidate, &other) &&
		other.rule == verdict->rule) {
		good = program_copy(history, &candidate) == 0;
		*verdict = other;
	}
	program_free(&candidate);
	return good;
}

static bool remove_events(struct checker *c, struct program *history, struct check_verdict *verdict)
{
	bool any = false;

	for (size_t i = 0; i < history->count; i++)
		for (size_t e = history->operations[i].stated.count; e-- > 0;)
			any = try_without_event(c, history, verdict, i, e) || any;
	return any;
}

int minimise(struct checker *c, struct program *history, struct check_verdict *verdict)
{
	bool any = true;

	/* A history that is none is not made one by deleting. */
	if (verdict->rule == CHECK_history || verdict->rule == CHECK_limit)
		return 0;
	while (any) {
		any = false;
		for (size_t size = history->count / 2; size > 0; size /= 2)
			any = remove_chunks(c, history, verdict, size) || any;
		any = remove_events(c, history, verdict) || any;
	}
	return 0;
}

void write_rejected(const struct program *history, const struct check_verdict *verdict, FILE *file)
{
	fprintf(file, "# %s: %s\n", verdict->rule == CHECK_limit ? "undecided" : "rejected",
		verdict->text);
	if (verdict->index < history->count) {
		const struct program_operation *op = &history->operations[verdict->index];

		fputs("# shown by: ", file);
		program_write_span(&op->span, file);
		program_write_operation(history, verdict->index, file);
		fputs(" => ", file);
		program_write_answer(&op->stated, file);
		fputs("\n", file);
	}
	program_write_text(history, file);
}
