/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The operations that a line of a declaration means: each is written as a line of a scenario, whose
 * reader then says whether it is well formed.
 */
#include "declaration.h"

#include <errno.h>
#include <string.h>

/* "epoll|eventfd" */
static bool read_kinds(struct declaration *d, const char *words, unsigned *ret_kinds)
{
	char copy[PROGRAM_LINE_MAX];
	char *rest = copy;
	char *part;
	int kind = 0;

	snprintf(copy, sizeof copy, "%s", words);
	*ret_kinds = 0;
	while ((part = strtok_r(rest, "|", &rest)) != NULL) {
		if (!read_kind(d, part, &kind))
			return false;
		*ret_kinds |= 1U << kind;
		if (kind == MODEL_CLOSED)
			d->world->names_closed = true;
	}
	return *ret_kinds != 0 || refuse(d, "a kind of descriptor is missing");
}

static bool add_choice(
	const struct declaration *d, struct choices *choices, const char *one, const char *other)
{
	bool both = strcmp(one, "0") != 0 && strcmp(other, "0") != 0;
	int size;

	if (choices->count == CHOICES_MAX)
		return refuse(d, "more than %d values for an argument", CHOICES_MAX);
	size = snprintf(choices->text[choices->count++], CHOICE_SIZE, "%s%s%s",
		both || strcmp(one, "0") != 0 ? one : other, both ? "|" : "", both ? other : "");
	return size < CHOICE_SIZE || refuse(d, "a value is longer than %d", CHOICE_SIZE - 1);
}

/* Each of the choices so far with each of "0,ET". */
static bool multiply(const struct declaration *d, const char *factor, struct choices *choices)
{
	const struct choices before = *choices;
	char copy[PROGRAM_LINE_MAX];
	char *rest = copy;
	char *value;

	choices->count = 0;
	snprintf(copy, sizeof copy, "%s", factor);
	while ((value = strtok_r(rest, ",", &rest)) != NULL)
		for (int i = 0; i < before.count; i++)
			if (!add_choice(d, choices, before.text[i], value))
				return false;
	return choices->count > 0 || refuse(d, "a value is missing");
}

/* "1,2", or "0,IN*0,ET": each of the first with each of the second, and so on. */
static bool read_choices(const struct declaration *d, char *word, struct choices *choices)
{
	char *rest = word;
	char *factor;

	*choices = (struct choices){.text = {"0"}, .count = 1};
	while ((factor = strsep(&rest, "*")) != NULL)
		if (!multiply(d, factor, choices))
			return false;
	return true;
}

static bool add_operation(struct declaration *d, const int numbers[2])
{
	const struct program_operation_row *row = &program_operations[d->code];
	struct world *world = d->world;
	int used = 0, bound = 0;

	if (world->operation_count == PROGRAM_OPERATIONS_MAX - WORLD_NUMBERS_MAX)
		return refuse(d, "more operations than a scenario has");
	fputs(row->name, d->text);
	for (int i = 0; i < PROGRAM_ARGUMENTS_MAX; i++) {
		if (row->arguments[i] == PROGRAM_ARGUMENT_BIND)
			fprintf(d->text, " x%d", bound++);
		else if (row->arguments[i] == PROGRAM_ARGUMENT_USE)
			fprintf(d->text, " n%d", numbers[used++]);
		else if (d->chosen[i] != NULL)
			fprintf(d->text, " %s", d->chosen[i]);
	}
	fputc('\n', d->text);
	world->operations[world->operation_count] = (struct world_operation){
		.kinds = {d->kinds[0], d->kinds[1]}, .form = world->form_count - 1};
	d->lines[world->operation_count++] = d->line;
	return true;
}

/* Can the one number that is used twice be of both kinds? */
static bool of_both_kinds(const struct declaration *d)
{
	return (d->kinds[0] & d->kinds[1]) != 0;
}

/* The values are chosen: a form, with every number that it may be asked of. */
static bool add_form(struct declaration *d)
{
	const struct program_operation_row *row = &program_operations[d->code];
	struct world *world = d->world;
	struct world_form *form = &world->forms[world->form_count];
	int last[2] = {0, 0};
	int used = 0;
	FILE *text;

	if (world->form_count == WORLD_FORMS_MAX)
		return refuse(d, "more than %d forms of operations", WORLD_FORMS_MAX);
	text = fmemopen(form->text, sizeof form->text, "w");
	if (text == NULL)
		return refuse(d, "%s", strerror(errno));
	world->form_count++;
	fputs(row->name, text);
	for (int i = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
		if (row->arguments[i] == PROGRAM_ARGUMENT_USE) {
			fprintf(text, " %s", d->kind_words[used]);
			last[used++] = (int)world->bounds[BOUND_numbers] - 1;
		} else if (d->chosen[i] != NULL) {
			fprintf(text, " %s", d->chosen[i]);
		}
	fclose(text);
	for (int first = 0; first <= last[0]; first++)
		for (int second = 0; second <= last[1]; second++)
			if ((used < 2 || first != second || of_both_kinds(d)) &&
				!add_operation(d, (const int[]){first, second}))
				return false;
	return true;
}

static bool choose(struct declaration *d, int argument)
{
	if (argument == PROGRAM_ARGUMENTS_MAX)
		return add_form(d);
	d->chosen[argument] = NULL;
	if (d->choices[argument].count == 0)
		return choose(d, argument + 1);
	for (int i = 0; i < d->choices[argument].count; i++) {
		d->chosen[argument] = d->choices[argument].text[i];
		if (!choose(d, argument + 1))
			return false;
	}
	return true;
}

/* Tokens may be renamed only while each operation takes all of them. */
static void note_tokens(struct declaration *d, const char *words)
{
	if (d->tokens[0] == '\0')
		snprintf(d->tokens, sizeof d->tokens, "%s", words);
	if (strcmp(d->tokens, words) != 0)
		d->world->folds &= ~(unsigned)MODEL_FOLD_TOKENS;
}

static void note_opener(struct declaration *d)
{
	bool opens = program_operations[d->code].arguments[0] == PROGRAM_ARGUMENT_BIND;

	if (d->code == PROGRAM_dup || d->code == PROGRAM_dup2)
		d->world->folds &= ~(unsigned)MODEL_FOLD_NUMBERS;
	if (opens && d->code != PROGRAM_epoll)
		d->world->folds &= ~(unsigned)MODEL_FOLD_WAKE_ORDER;
}

/* "do add epoll eventfd IN,OUT 1,2" */
bool read_do(struct declaration *d)
{
	int used = 0, word = 2;

	if (d->word_count < 2)
		return refuse(d, "an operation is missing");
	if (d->world->bounds[BOUND_numbers] == UINT64_MAX)
		return refuse(d, "'numbers' must come before the operations");
	if (!read_code(d, d->words[1], &d->code))
		return false;
	note_opener(d);
	for (int i = 0; i < PROGRAM_ARGUMENTS_MAX; i++) {
		enum program_argument kind = program_operations[d->code].arguments[i];

		d->choices[i].count = 0;
		if (kind == PROGRAM_ARGUMENT_USE && word == d->word_count)
			return refuse(d, "a kind of descriptor is missing");
		/* What else is left out is the business of the reader of scenarios. */
		if (kind == PROGRAM_ARGUMENT_BIND || kind == PROGRAM_ARGUMENT_NONE ||
			word == d->word_count)
			continue;
		if (kind == PROGRAM_ARGUMENT_TOKEN)
			note_tokens(d, d->words[word]);
		if (kind == PROGRAM_ARGUMENT_USE) {
			d->kind_words[used] = d->words[word];
			if (!read_kinds(d, d->words[word++], &d->kinds[used++]))
				return false;
		} else if (!read_choices(d, d->words[word++], &d->choices[i])) {
			return false;
		}
	}
	if (word < d->word_count)
		return refuse(d, "unexpected '%s'", d->words[word]);
	return choose(d, 0);
}
