/* SPDX-License-Identifier: BSD-3-Clause */
/* The vocabulary of the scenario language: words to values, and back where no table says it. */
#include "words.h"

#include <inttypes.h>
#include <string.h>
#include <sys/epoll.h>

const struct event_name event_names[] = {
#define X(name) {#name, (uint32_t)EPOLL##name},
	PROGRAM_EVENT_NAMES(X)
#undef X
		{NULL, 0},
};

const char *const how_names[3] = {"rd", "wr", "rdwr"};

bool word_is(struct word word, const char *text)
{
	return strlen(text) == word.size && memcmp(text, word.text, word.size) == 0;
}

bool word_operation(struct word word, enum program_code *ret_code)
{
	for (unsigned i = 0; i < PROGRAM_CODE_COUNT; i++) {
		if (word_is(word, program_operations[i].name)) {
			*ret_code = (enum program_code)i;
			return true;
		}
	}
	return false;
}

bool word_event(struct word word, uint32_t *ret_bit)
{
	for (const struct event_name *e = event_names; e->name != NULL; e++) {
		if (word_is(word, e->name)) {
			*ret_bit = e->bit;
			return true;
		}
	}
	return false;
}

bool word_how(struct word word, uint64_t *ret_how)
{
	for (unsigned i = 0; i < sizeof how_names / sizeof how_names[0]; i++) {
		if (word_is(word, how_names[i])) {
			*ret_how = i;
			return true;
		}
	}
	return false;
}

bool word_call(struct word word, uint64_t *ret_call)
{
	static const char *const aliases[] = {
#define X(name, alias) [PROGRAM_CALL_##name] = alias,
		PROGRAM_CALLS(X)
#undef X
	};

	for (unsigned i = 0; word.size > 0 && i < PROGRAM_CALL_COUNT; i++) {
		if (word_is(word, program_call_name((enum program_call)i)) ||
			word_is(word, aliases[i])) {
			*ret_call = i;
			return true;
		}
	}
	return false;
}

bool word_errno(struct word word, enum program_errno *ret_index)
{
	static const struct {
		const char *name;
		enum program_errno index;
	} names[] = {
#define X(name) {#name, PROGRAM_ERRNO_##name},
		PROGRAM_ERRNOS(X)
#undef X
		/* Linux has these twice. */
		{"EWOULDBLOCK", PROGRAM_ERRNO_EAGAIN},
		{"ENOTSUP", PROGRAM_ERRNO_EOPNOTSUPP},
		{"EDEADLOCK", PROGRAM_ERRNO_EDEADLK},
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (word_is(word, names[i].name)) {
			*ret_index = names[i].index;
			return true;
		}
	}
	return false;
}

static unsigned digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned)(c - 'A') + 10;
	return UINT32_MAX;
}

enum word_number word_number(struct word word, uint64_t *ret_value)
{
	unsigned base = word.size > 2 && memcmp(word.text, "0x", 2) == 0 ? 16 : 10;
	enum word_number kind = word.size > 0 ? WORD_NUMBER : WORD_NO_NUMBER;
	uint64_t value = 0;

	for (size_t i = base == 16 ? 2 : 0; i < word.size; i++) {
		unsigned d = digit(word.text[i]);

		if (d >= base)
			return WORD_NO_NUMBER;
		if (value > (UINT64_MAX - d) / base)
			kind = WORD_ABOVE_64_BITS;
		value = value * base + d;
	}
	*ret_value = value;
	return kind;
}

size_t format_events(
	uint32_t events, const char *prefix, const char *between, char *text, size_t size)
{
	const char *before = "";
	uint32_t rest = events;
	size_t at = 0;

	text[0] = '\0';
	for (const struct event_name *e = event_names; e->name != NULL; e++) {
		if ((events & e->bit) == 0)
			continue;
		at += (size_t)snprintf(text + at, size - at, "%s%s%s", before, prefix, e->name);
		rest &= ~e->bit;
		before = between;
	}
	if (events == 0)
		at = (size_t)snprintf(text, size, "0");
	else if (rest != 0)
		at += (size_t)snprintf(text + at, size - at, "%s0x%" PRIx32, before, rest);
	return at;
}

/* How an argument is called in a usage line and in a complaint. */
static const struct {
	const char *usage;
	const char *noun;
} argument_words[] = {
	[PROGRAM_ARGUMENT_NONE] = {"", "nothing"},
	[PROGRAM_ARGUMENT_BIND] = {"NAME", "name"},
	[PROGRAM_ARGUMENT_USE] = {"NAME", "name"},
	[PROGRAM_ARGUMENT_COUNT] = {"COUNT", "count"},
	[PROGRAM_ARGUMENT_SEMAPHORE] = {"semaphore", "semaphore"},
	[PROGRAM_ARGUMENT_AMOUNT] = {"N", "amount"},
	[PROGRAM_ARGUMENT_BYTES] = {"N", "byte count"},
	[PROGRAM_ARGUMENT_HOW] = {"rd|wr|rdwr", "direction"},
	[PROGRAM_ARGUMENT_EVENTS] = {"EVENTS", "events"},
	[PROGRAM_ARGUMENT_TOKEN] = {"TOKEN", "token"},
	[PROGRAM_ARGUMENT_CAPACITY] = {"CAPACITY", "capacity"},
	[PROGRAM_ARGUMENT_CALL] = {"CALL", "system call"},
	[PROGRAM_ARGUMENT_ERRNO] = {"ERRNO", "errno name"},
	[PROGRAM_ARGUMENT_TIMES] = {"TIMES", "times"},
};

/* A new kind of argument needs its words. */
#define X(...) +1
_Static_assert(sizeof argument_words / sizeof argument_words[0] == 0 PROGRAM_ARGUMENTS(X),
	"an argument kind without words");
#undef X

void format_usage(enum program_code code, char *text, size_t size)
{
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; i < PROGRAM_ARGUMENTS_MAX && at < size; i++) {
		enum program_argument kind = program_operations[code].arguments[i];
		bool optional = argument_is_optional(kind);

		if (kind == PROGRAM_ARGUMENT_NONE)
			break;
		at += (size_t)snprintf(text + at, size - at, "%s%s%s%s", i > 0 ? " " : "",
			optional ? "[" : "", argument_words[kind].usage, optional ? "]" : "");
	}
}

const char *argument_noun(enum program_argument kind)
{
	return argument_words[kind].noun;
}

bool argument_is_optional(enum program_argument kind)
{
	return kind != PROGRAM_ARGUMENT_NONE && program_arguments[kind].fallback != PROGRAM_NEEDED;
}

bool argument_is_number(enum program_argument kind)
{
	switch (kind) {
	case PROGRAM_ARGUMENT_COUNT:
	case PROGRAM_ARGUMENT_AMOUNT:
	case PROGRAM_ARGUMENT_BYTES:
	case PROGRAM_ARGUMENT_TOKEN:
	case PROGRAM_ARGUMENT_CAPACITY:
	case PROGRAM_ARGUMENT_TIMES:
		return true;
	case PROGRAM_ARGUMENT_NONE:
	case PROGRAM_ARGUMENT_BIND:
	case PROGRAM_ARGUMENT_USE:
	case PROGRAM_ARGUMENT_SEMAPHORE:
	case PROGRAM_ARGUMENT_HOW:
	case PROGRAM_ARGUMENT_EVENTS:
	case PROGRAM_ARGUMENT_CALL:
	case PROGRAM_ARGUMENT_ERRNO:
		break;
	}
	return false;
}
