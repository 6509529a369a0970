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

/* Is the candidate rejected by the same rule? Then it is the history. Frees the candidate. */
static bool take(struct checker *c, struct program *history, struct check_verdict *verdict,
	struct program *candidate)
{
	struct check_verdict other;
	bool good = !check(c, candidate, &other) && other.rule == verdict->rule &&
		    program_copy(history, candidate) == 0;

	if (good)
		*verdict = other;
	program_free(candidate);
	return good;
}

/* Without `count` operations from `at` on. */
static bool try_without(struct checker *c, struct program *history, struct check_verdict *verdict,
	size_t at, size_t count)
{
	struct program candidate;

	program_init(&candidate);
	if (program_copy(&candidate, history) < 0)
		return false;
	program_remove(&candidate, at, count);
	if (renumber(&candidate))
		return take(c, history, verdict, &candidate);
	program_free(&candidate);
	return false;
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

/* What is to be taken out of waits: the events that have one of these tokens. */
struct tokens {
	uint64_t *of;
	size_t count;
};

static bool has_token(const struct tokens *t, uint64_t token)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->of[i] == token)
			return true;
	return false;
}

/* Takes an event out of what the operation states, and those with one of the tokens. */
static bool take_events_out(
	struct program *p, size_t index, size_t event, const struct tokens *tokens)
{
	struct program_event events[PROGRAM_ANSWER_MAX / sizeof "0:0"];
	const struct program_answer *stated = &p->operations[index].stated;
	struct program_answer fewer = {.kind = PROGRAM_EVENTS, .events = events};

	if (stated->count > sizeof events / sizeof events[0])
		return false;
	for (size_t i = 0; i < stated->count; i++)
		if (i != event && !has_token(tokens, stated->events[i].token))
			events[fewer.count++] = stated->events[i];
	return fewer.count == stated->count || program_state(p, index, &fewer) == 0;
}

static bool try_without_event(struct checker *c, struct program *history,
	struct check_verdict *verdict, size_t index, size_t event)
{
	const struct tokens none = {.count = 0};
	struct program candidate;

	program_init(&candidate);
	if (program_copy(&candidate, history) == 0 &&
		take_events_out(&candidate, index, event, &none))
		return take(c, history, verdict, &candidate);
	program_free(&candidate);
	return false;
}

static bool remove_events(struct checker *c, struct program *history, struct check_verdict *verdict)
{
	bool any = false;

	for (size_t i = 0; i < history->count; i++)
		for (size_t e = history->operations[i].stated.count; e-- > 0;)
			any = try_without_event(c, history, verdict, i, e) || any;
	return any;
}

/* Does the operation name a variable that is gone? What it binds is gone, too. */
static bool names_one(const struct program_operation *op, bool *gone)
{
	const enum program_argument *kinds = program_operations[op->code].arguments;
	bool any = false;

	for (int a = 0; a < PROGRAM_ARGUMENTS_MAX; a++)
		if (kinds[a] == PROGRAM_ARGUMENT_BIND || kinds[a] == PROGRAM_ARGUMENT_USE)
			any = any || gone[op->arguments[a]];
	for (int a = 0; a < PROGRAM_ARGUMENTS_MAX; a++)
		if (any && kinds[a] == PROGRAM_ARGUMENT_BIND)
			gone[op->arguments[a]] = true;
	return any;
}

/* Removes the operations that name the variable; false: no memory. */
static bool leave_variable(struct program *p, uint32_t variable)
{
	bool gone[PROGRAM_VARIABLES_MAX] = {false};
	bool *named = calloc(p->count + 1, sizeof *named);
	struct tokens tokens = {calloc(p->count + 1, sizeof *tokens.of), 0};
	bool good = named != NULL && tokens.of != NULL;

	gone[variable] = true;
	for (size_t i = 0; good && i < p->count; i++) {
		named[i] = names_one(&p->operations[i], gone);
		if (named[i] && program_operations[p->operations[i].code].arguments[3] ==
					PROGRAM_ARGUMENT_TOKEN)
			tokens.of[tokens.count++] = p->operations[i].arguments[3];
	}
	for (size_t i = p->count; good && i-- > 0;) {
		size_t end = i + 1;

		if (!named[i]) {
			good = take_events_out(p, i, SIZE_MAX, &tokens);
			continue;
		}
		while (i > 0 && named[i - 1])
			i--;
		program_remove(p, i, end - i);
	}
	free(named);
	free(tokens.of);
	return good;
}

static void remove_variables(
	struct checker *c, struct program *history, struct check_verdict *verdict)
{
	for (uint32_t variable = 0; variable < history->variables;) {
		struct program candidate;

		program_init(&candidate);
		if (program_copy(&candidate, history) == 0 &&
			leave_variable(&candidate, variable) && renumber(&candidate)) {
			/* The next one has its number then. */
			if (!take(c, history, verdict, &candidate))
				variable++;
			continue;
		}
		program_free(&candidate);
		variable++;
	}
}

/*
 * A long history first: nothing after what shows it, and before that no more than is needed, at the
 * cost of a few short checks where the removal of chunks would begin with many long ones.
 */
static void keep_the_end(struct checker *c, struct program *history, struct check_verdict *verdict)
{
	size_t first, end = verdict->index + 1;

	if (end < history->count)
		try_without(c, history, verdict, end, history->count - end);
	first = program_first_threaded(history);
	for (size_t keep = 16; first + keep < history->count; keep *= 2)
		if (try_without(c, history, verdict, first, history->count - keep - first))
			return;
}

int minimise(struct checker *c, struct program *history, struct check_verdict *verdict)
{
	bool any = true;

	/* A history that is none is not made one by deleting. */
	if (verdict->rule == CHECK_history || verdict->rule == CHECK_limit)
		return 0;
	keep_the_end(c, history, verdict);
	remove_variables(c, history, verdict);
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
