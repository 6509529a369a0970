/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Prints the dictionary of fuzz_scenario, in the format that libFuzzer's -dict and AFL++'s -x take:
 * every word that the writer of scenarios can write. It is made from the table of operations, by
 * writing each with each value of each argument that has names.
 */
#include "program/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Arguments with no more values than this have them all in the dictionary. */
enum { ENUMERABLE = 256, EVENT_BITS = 32, WORDS_MAX = 1024 };

/* What stands between words, as strings of the dictionary's format. */
static const char separators[] = " \t\n|:";
static const char *const punctuation[] = {
	"\" \"", "\"\\x09\"", "\"\\x0a\"", "\"|\"", "\":\"", "\"#\""};

static _Noreturn void give_up(const char *reason)
{
	(void)fprintf(stderr, "dictionary: %s\n", reason);
	exit(EXIT_FAILURE);
}

static void append(struct program *p, const struct program_operation *op)
{
	if (program_insert(p, p->count, op) != 0)
		give_up("no memory");
}

static void append_events(struct program *p, struct program_operation op, size_t position)
{
	for (unsigned bit = 0; bit < EVENT_BITS; bit++) {
		op.arguments[position] = UINT64_C(1) << bit;
		append(p, &op);
	}
}

static void append_values(struct program *p, struct program_operation op, size_t position)
{
	enum program_argument kind = program_operations[op.code].arguments[position];
	uint64_t maximum = program_arguments[kind].maximum;

	if (kind == PROGRAM_ARGUMENT_BIND || kind == PROGRAM_ARGUMENT_USE)
		return;
	if (kind == PROGRAM_ARGUMENT_EVENTS) {
		append_events(p, op, position);
		return;
	}
	op.arguments[position] = maximum;
	append(p, &op);
	for (uint64_t value = 0; maximum < ENUMERABLE && value < maximum; value++) {
		op.arguments[position] = value;
		append(p, &op);
	}
}

/* `ok` and `none`; the numbers, errnos and events of answers are words of arguments as well. */
static void append_answer(struct program *p, struct program_operation op)
{
	enum program_result result = program_operations[op.code].result;

	if (result == PROGRAM_RESULT_NOTHING)
		return;
	op.stated.kind = result == PROGRAM_RESULT_EVENTS ? PROGRAM_EVENTS : PROGRAM_OK;
	append(p, &op);
}

static void append_all(struct program *p)
{
	for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++) {
		struct program_operation op;

		memset(&op, 0, sizeof(op));
		op.code = (enum program_code)code;
		for (size_t i = 0, bound = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
			if (program_operations[code].arguments[i] == PROGRAM_ARGUMENT_BIND)
				op.arguments[i] = p->variables + bound++;
		append(p, &op);
		append_answer(p, op);
		for (size_t i = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
			if (program_operations[code].arguments[i] != PROGRAM_ARGUMENT_NONE)
				append_values(p, op, i);
		program_repair(p);
	}
}

static void print_new(const char *words[WORDS_MAX], size_t *count, const char *word)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(words[i], word) == 0)
			return;
	if (*count == WORDS_MAX)
		give_up("more words than there is room for");
	words[(*count)++] = word;
	(void)printf("\"%s\"\n", word);
}

int main(void)
{
	static const char *words[WORDS_MAX];
	size_t count = 0, size = 0;
	char *text = NULL, *more = NULL;
	FILE *file = open_memstream(&text, &size);
	struct program p;

	if (file == NULL)
		give_up("no memory");
	program_init(&p);
	append_all(&p);
	program_write_text(&p, file);
	if (fclose(file) != 0)
		give_up("no memory");
	(void)puts("# The words of the scenario language, made from its tables.");
	for (size_t i = 0; i < sizeof(punctuation) / sizeof(punctuation[0]); i++)
		(void)puts(punctuation[i]);
	for (char *word = strtok_r(text, separators, &more); word != NULL;
		word = strtok_r(NULL, separators, &more))
		print_new(words, &count, word);
	free(text);
	program_free(&p);
	if (fflush(stdout) != 0)
		give_up("cannot write");
	return EXIT_SUCCESS;
}
