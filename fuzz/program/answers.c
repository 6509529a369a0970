/* SPDX-License-Identifier: BSD-3-Clause */
/* Answers of operations. */
#include "answers.h"

#include "words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool answer_fits(enum program_code code, const struct program_answer *answer)
{
	enum program_result result = program_operations[code].result;

	switch (answer->kind) {
	case PROGRAM_UNSTATED:
		return true;
	case PROGRAM_OK:
		return result == PROGRAM_RESULT_STATUS || result == PROGRAM_RESULT_TRANSFER;
	case PROGRAM_VALUE:
		return result == PROGRAM_RESULT_TRANSFER;
	case PROGRAM_ERROR:
		return result != PROGRAM_RESULT_NOTHING &&
		       program_errno_name(answer->error) != NULL;
	case PROGRAM_EVENTS:
		return result == PROGRAM_RESULT_EVENTS;
	}
	return false;
}

static size_t digits(uint64_t value)
{
	size_t n = 1;

	while (value >= 10) {
		value /= 10;
		n++;
	}
	return n;
}

size_t answer_text_size(const struct program_answer *answer)
{
	char text[EVENTS_TEXT_SIZE];
	size_t size = 0;

	switch (answer->kind) {
	case PROGRAM_UNSTATED:
		return 0;
	case PROGRAM_OK:
		return strlen("ok");
	case PROGRAM_VALUE:
		return digits(answer->value);
	case PROGRAM_ERROR:
		return strlen(program_errno_name(answer->error));
	case PROGRAM_EVENTS:
		break;
	}
	if (answer->count == 0)
		return strlen("none");
	for (size_t i = 0; i < answer->count; i++) {
		const struct program_event *e = &answer->events[i];

		size += digits(e->token) + strlen(":") +
			format_events(e->events, "", "|", text, sizeof text);
	}
	return size + (answer->count - 1) * strlen(" ");
}

int answer_copy(struct program_answer *to, const struct program_answer *from)
{
	struct program_answer copy = *from;

	to->kind = PROGRAM_UNSTATED;
	copy.events = NULL;
	if (from->kind == PROGRAM_EVENTS && from->count > 0) {
		struct program_event *events = malloc(from->count * sizeof *events);

		if (events == NULL)
			return -ENOMEM;
		memcpy(events, from->events, from->count * sizeof *events);
		copy.events = events;
	}
	*to = copy;
	return 0;
}

void answer_forget(struct program_answer *answer)
{
	if (answer->kind == PROGRAM_EVENTS)
		free((void *)answer->events);
	*answer = (struct program_answer){.kind = PROGRAM_UNSTATED};
}

bool program_answer_equal(const struct program_answer *a, const struct program_answer *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case PROGRAM_UNSTATED:
	case PROGRAM_OK:
		return true;
	case PROGRAM_VALUE:
		return a->value == b->value;
	case PROGRAM_ERROR:
		return a->error == b->error;
	case PROGRAM_EVENTS:
		break;
	}
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (a->events[i].token != b->events[i].token ||
			a->events[i].events != b->events[i].events)
			return false;
	}
	return true;
}
