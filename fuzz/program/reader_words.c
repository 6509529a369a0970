/* SPDX-License-Identifier: BSD-3-Clause */
/* Text to program: the arguments and the answer of one operation. */
#include "answers.h"
#include "line.h"

#include <inttypes.h>
#include <string.h>

static int read_number(
	struct reader *r, const char *noun, struct word word, uint64_t maximum, uint64_t *ret_value)
{
	char text[QUOTED_SIZE];

	switch (word_number(word, ret_value)) {
	case WORD_NO_NUMBER:
		return malformed(r, "%s %s is not a number (decimal or 0x hexadecimal)", noun,
			quoted(word, text));
	case WORD_ABOVE_64_BITS:
		return malformed(r, "%s %s is above %" PRIu64, noun, quoted(word, text), maximum);
	case WORD_NUMBER:
		break;
	}
	if (*ret_value > maximum)
		return malformed(r, "%s %" PRIu64 " is above %" PRIu64, noun, *ret_value, maximum);
	return 0;
}

/* "@3" */
static int read_thread(struct reader *r, struct program_span *span)
{
	struct word number = {r->word.text + 1, r->word.size - 1};
	uint64_t thread;
	int result = read_number(r, "thread", number, PROGRAM_THREADS_MAX, &thread);

	if (result == 0 && thread == 0)
		return malformed(r, "thread 0: threads are numbered from 1");
	span->thread = result == 0 ? (unsigned)thread : 0;
	return result == 0 ? line_next(r) : result;
}

int read_span(struct reader *r, struct program_span *ret_span)
{
	struct word start, end;
	char text[QUOTED_SIZE];
	size_t dots = 0;
	int result;

	if (r->word.text[0] != '@')
		return 0;
	result = read_thread(r, ret_span);
	if (result < 0)
		return result;
	while (dots < r->word.size && r->word.text[dots] != '.')
		dots++;
	if (r->word.size < dots + 2 || memcmp(r->word.text + dots, "..", 2) != 0)
		return malformed(r, "%s is not START..END or START..", quoted(r->word, text));
	start = (struct word){r->word.text, dots};
	end = (struct word){r->word.text + dots + 2, r->word.size - dots - 2};
	result = read_number(r, "start", start, UINT64_MAX, &ret_span->start);
	ret_span->ended = end.size > 0;
	if (result == 0 && ret_span->ended)
		result = read_number(r, "end", end, UINT64_MAX, &ret_span->end);
	if (result == 0 && ret_span->ended && ret_span->end < ret_span->start)
		return malformed(r, "it ends before it starts");
	return result == 0 ? line_next(r) : result;
}

static bool is_name(struct word word)
{
	for (size_t i = 0; i < word.size; i++) {
		char c = word.text[i];

		if (c >= 'a' && c <= 'z')
			continue;
		if (i == 0 || !((c >= '0' && c <= '9') || c == '_'))
			return false;
	}
	return word.size > 0;
}

static int read_name(struct reader *r, bool bind, uint64_t *ret_variable)
{
	struct program *p = r->program;
	char text[QUOTED_SIZE];
	int variable;
	int result;

	if (!is_name(r->word))
		return malformed(r, "%s is no name: a lower-case letter, then letters, digits or _",
			quoted(r->word, text));
	if (r->word.size >= PROGRAM_NAME_SIZE)
		return malformed(r, "name %s is longer than %d characters", quoted(r->word, text),
			PROGRAM_NAME_SIZE - 1);
	variable = name_table_find(&r->names, p->names, r->word.text, r->word.size);
	if (variable == NAME_UNKNOWN) {
		if (!bind)
			return malformed(r, "%s is not bound yet", quoted(r->word, text));
		if (p->variables == PROGRAM_VARIABLES_MAX)
			return malformed(r, "more than %d names", PROGRAM_VARIABLES_MAX);
		variable = (int)p->variables;
		result = names_append(p, r->word.text, r->word.size);
		if (result < 0)
			return result;
		name_table_add(&r->names, p->names, (uint32_t)variable);
	}
	*ret_variable = (uint64_t)variable;
	return 0;
}

static int read_event(struct reader *r, struct word word, struct word part, uint32_t *events)
{
	uint64_t bits;
	uint32_t bit;
	char text[QUOTED_SIZE];
	int result;

	if (part.size == 0)
		return malformed(r, "an empty part in events %s", quoted(word, text));
	if (word_event(part, &bit)) {
		*events |= bit;
		return 0;
	}
	if (part.text[0] < '0' || part.text[0] > '9')
		return malformed(r, "unknown event %s", quoted(part, text));
	result = read_number(r, "event", part, UINT32_MAX, &bits);
	if (result == 0)
		*events |= (uint32_t)bits;
	return result;
}

int read_events(struct reader *r, struct word word, uint32_t *ret_events)
{
	struct word rest = word;
	const char *bar;
	int result;

	*ret_events = 0;
	do {
		struct word part = rest;

		bar = memchr(rest.text, '|', rest.size);
		if (bar != NULL) {
			part.size = (size_t)(bar - part.text);
			rest = (struct word){bar + 1, rest.size - part.size - 1};
		}
		result = read_event(r, word, part, ret_events);
	} while (result == 0 && bar != NULL);
	return result;
}

static int unknown(struct reader *r, enum program_argument kind)
{
	char text[QUOTED_SIZE];

	return malformed(r, "unknown %s %s", argument_noun(kind), quoted(r->word, text));
}

static int read_value(struct reader *r, enum program_argument kind, uint64_t *ret_value)
{
	enum program_errno number;
	uint32_t events;
	int result;

	switch (kind) {
	case PROGRAM_ARGUMENT_NONE:
		break;
	case PROGRAM_ARGUMENT_BIND:
	case PROGRAM_ARGUMENT_USE:
		return read_name(r, kind == PROGRAM_ARGUMENT_BIND, ret_value);
	case PROGRAM_ARGUMENT_SEMAPHORE:
		*ret_value = 1;
		break;
	case PROGRAM_ARGUMENT_HOW:
		return word_how(r->word, ret_value) ? 0 : unknown(r, kind);
	case PROGRAM_ARGUMENT_EVENTS:
		result = read_events(r, r->word, &events);
		*ret_value = events;
		return result;
	case PROGRAM_ARGUMENT_CALL:
		return word_call(r->word, ret_value) ? 0 : unknown(r, kind);
	case PROGRAM_ARGUMENT_ERRNO:
		if (!word_errno(r->word, &number))
			return unknown(r, kind);
		*ret_value = number;
		break;
	case PROGRAM_ARGUMENT_COUNT:
	case PROGRAM_ARGUMENT_AMOUNT:
	case PROGRAM_ARGUMENT_BYTES:
	case PROGRAM_ARGUMENT_TOKEN:
	case PROGRAM_ARGUMENT_CAPACITY:
	case PROGRAM_ARGUMENT_TIMES:
		return read_number(r, argument_noun(kind), r->word, program_arguments[kind].maximum,
			ret_value);
	}
	return 0;
}

int read_argument(struct reader *r, enum program_argument kind, uint64_t *ret_value)
{
	int result = read_value(r, kind, ret_value);

	return result == 0 ? line_next(r) : result;
}

static const char *expected_answer(enum program_code code)
{
	switch (program_operations[code].result) {
	case PROGRAM_RESULT_STATUS:
		return "ok or an errno name";
	case PROGRAM_RESULT_TRANSFER:
		return "ok, a number or an errno name";
	case PROGRAM_RESULT_EVENTS:
		return "none, TOKEN:EVENTS pairs or an errno name";
	case PROGRAM_RESULT_NOTHING:
		break;
	}
	return "nothing";
}

static int wrong_answer(struct reader *r, enum program_code code)
{
	char text[QUOTED_SIZE];

	return malformed(r, "%s cannot answer %s: it answers %s", program_operations[code].name,
		quoted(r->word, text), expected_answer(code));
}

/* One TOKEN:EVENTS */
static int read_pair(struct reader *r, struct program_event *ret_event)
{
	struct word word = r->word;
	const char *colon = memchr(word.text, ':', word.size);
	char text[QUOTED_SIZE];
	struct word token;
	struct word events;
	int result;

	if (colon == NULL)
		return malformed(r, "%s is not TOKEN:EVENTS", quoted(word, text));
	token = (struct word){word.text, (size_t)(colon - word.text)};
	events = (struct word){colon + 1, word.size - token.size - 1};
	result = read_number(r, "token", token, UINT64_MAX, &ret_event->token);
	return result == 0 ? read_events(r, events, &ret_event->events) : result;
}

static int read_pairs(struct reader *r, struct program_answer *ret_answer)
{
	int result = 0;
	size_t count = 0;

	while (result == 0 && !line_ended(r)) {
		result = read_pair(r, &r->events[count++]);
		if (result == 0)
			result = line_next(r);
	}
	*ret_answer = (struct program_answer){
		.kind = PROGRAM_EVENTS, .events = r->events, .count = count};
	if (result == 0 && answer_text_size(ret_answer) > PROGRAM_ANSWER_MAX)
		return malformed(r, "the answer takes %zu bytes when it is written, above %d",
			answer_text_size(ret_answer), PROGRAM_ANSWER_MAX);
	return result;
}

/* An answer of one word. */
static int read_single(struct reader *r, enum program_code code, struct program_answer *ret_answer)
{
	struct program_answer answer = {.kind = PROGRAM_UNSTATED};
	enum program_errno number;
	int result = 0;

	if (word_is(r->word, "ok")) {
		answer.kind = PROGRAM_OK;
	} else if (word_is(r->word, "none")) {
		answer.kind = PROGRAM_EVENTS;
	} else if (word_errno(r->word, &number)) {
		answer.kind = PROGRAM_ERROR;
		answer.error = program_errno_number(number);
	} else if (r->word.text[0] >= '0' && r->word.text[0] <= '9') {
		answer.kind = PROGRAM_VALUE;
		result = read_number(r, "answer", r->word, UINT64_MAX, &answer.value);
	} else {
		return wrong_answer(r, code);
	}
	if (result == 0 && !answer_fits(code, &answer))
		return wrong_answer(r, code);
	*ret_answer = answer;
	return result == 0 ? line_next(r) : result;
}

int read_answer(struct reader *r, enum program_code code, struct program_answer *ret_answer)
{
	char text[QUOTED_SIZE];
	int result = line_next(r);

	if (result < 0)
		return result;
	if (program_operations[code].result == PROGRAM_RESULT_NOTHING)
		return malformed(
			r, "%s has no answer, and so no '=>'", program_operations[code].name);
	if (line_ended(r))
		return malformed(r, "nothing follows '=>': %s answers %s",
			program_operations[code].name, expected_answer(code));
	if (memchr(r->word.text, ':', r->word.size) != NULL) {
		if (program_operations[code].result != PROGRAM_RESULT_EVENTS)
			return wrong_answer(r, code);
		return read_pairs(r, ret_answer);
	}
	result = read_single(r, code, ret_answer);
	if (result == 0 && !line_ended(r))
		return malformed(r, "unexpected %s after the answer", quoted(r->word, text));
	return result;
}
