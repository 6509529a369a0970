/* SPDX-License-Identifier: BSD-3-Clause */
/* Reads the declaration of a world: README.md says what its lines mean. */
#include "declaration.h"

#include "program/errnos.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

bool refuse(const struct declaration *d, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fprintf(stderr, "%s:%u: ", d->path, d->line);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	return false;
}

static const char *const kind_names[WORLD_KINDS] = {
	"closed", "epoll", "eventfd", "reader", "writer", "socket", "timerfd", "file"};

bool read_kind(const struct declaration *d, const char *word, int *ret_kind)
{
	for (int kind = 0; kind < WORLD_KINDS; kind++)
		if (strcmp(word, kind_names[kind]) == 0) {
			*ret_kind = kind;
			return true;
		}
	return refuse(d, "'%s' is no kind of descriptor", word);
}

static bool read_number(const struct declaration *d, const char *word, uint64_t *ret_value)
{
	char *end;

	errno = 0;
	*ret_value = strtoull(word, &end, 0);
	if (word[0] < '0' || word[0] > '9' || *end != '\0' || errno != 0)
		return refuse(d, "'%s' is no number", word);
	return true;
}

bool read_code(const struct declaration *d, const char *word, enum program_code *ret_code)
{
	for (int code = 0; code < PROGRAM_CODE_COUNT; code++)
		if (code != PROGRAM_fail && strcmp(word, program_operations[code].name) == 0) {
			*ret_code = (enum program_code)code;
			return true;
		}
	return refuse(d, "'%s' is no operation of a world", word);
}

/* "most eventfd 2" */
static bool read_most(struct declaration *d)
{
	int kind = 0;

	if (d->word_count != 3)
		return refuse(d, "most takes KIND N");
	return read_kind(d, d->words[1], &kind) &&
	       read_number(d, d->words[2], &d->world->most[kind]);
}

/* "count 2" */
static bool read_bound(struct declaration *d, enum world_bound bound)
{
	if (d->word_count != 2)
		return refuse(d, "%s takes N", d->words[0]);
	if (!read_number(d, d->words[1], &d->world->bounds[bound]))
		return false;
	if (bound != BOUND_numbers)
		return true;
	if (d->world->bounds[bound] > WORLD_NUMBERS_MAX || d->world->bounds[bound] == 0)
		return refuse(d, "numbers: 1 to %d", WORLD_NUMBERS_MAX);
	if (d->world->operation_count > 0)
		return refuse(d, "'numbers' must come before the operations");
	return true;
}

static bool read_depth(struct declaration *d)
{
	uint64_t depth;

	if (d->word_count != 2)
		return refuse(d, "depth takes N");
	if (!read_number(d, d->words[1], &depth))
		return false;
	d->world->depth = depth < UINT_MAX ? (unsigned)depth : UINT_MAX;
	return true;
}

/* "answers add ok EEXIST" */
static bool read_answers(struct declaration *d)
{
	enum program_code code = PROGRAM_CODE_COUNT;

	if (d->word_count < 3)
		return refuse(d, "answers takes OPERATION ANSWER...");
	if (!read_code(d, d->words[1], &code))
		return false;
	for (int i = 2; i < d->word_count; i++) {
		int index = 0;

		while (index < ANSWERS && strcmp(answer_name(index), d->words[i]) != 0)
			index++;
		if (index == ANSWERS)
			return refuse(d, "'%s' is no answer", d->words[i]);
		d->world->answers[code][index] = true;
	}
	return true;
}

static bool read_words(struct declaration *d)
{
	static const char *const bounds[BOUND_COUNT] = {
#define X(name, text) #name,
		WORLD_BOUNDS(X)
#undef X
	};
	const char *first = d->words[0];

	if (strcmp(first, "do") == 0)
		return read_do(d);
	if (strcmp(first, "most") == 0)
		return read_most(d);
	if (strcmp(first, "depth") == 0)
		return read_depth(d);
	if (strcmp(first, "answers") == 0)
		return read_answers(d);
	for (int bound = 0; bound < BOUND_COUNT; bound++)
		if (strcmp(first, bounds[bound]) == 0)
			return read_bound(d, (enum world_bound)bound);
	return refuse(d, "'%s' begins no line of a declaration", first);
}

static bool read_line(struct declaration *d, char *line)
{
	char *rest = line;
	char *word;

	d->line++;
	if (strlen(line) == PROGRAM_LINE_MAX - 1)
		return refuse(d, "a line is longer than %d bytes", PROGRAM_LINE_MAX - 2);
	line[strcspn(line, "#\n")] = '\0';
	d->word_count = 0;
	while ((word = strtok_r(rest, " \t", &rest)) != NULL) {
		if (d->word_count == WORDS_MAX)
			return refuse(d, "more than %d words", WORDS_MAX);
		d->words[d->word_count++] = word;
	}
	return d->word_count == 0 || read_words(d);
}

static bool read_lines(struct declaration *d)
{
	char line[PROGRAM_LINE_MAX];
	FILE *file = fopen(d->path, "re");
	bool good = true;

	if (file == NULL) {
		fprintf(stderr, "%s: %s\n", d->path, strerror(errno));
		return false;
	}
	while (good && fgets(line, sizeof line, file) != NULL)
		good = read_line(d, line);
	fclose(file);
	if (good && d->world->operation_count == 0)
		return refuse(d, "a world without an operation");
	return good;
}

/* What was written as a scenario becomes operations; variables 0, 1 ... are the numbers. */
static bool read_operations(struct declaration *d, const char *text, size_t size)
{
	struct world *world = d->world;
	struct program_error error;
	struct program program;
	bool good;

	program_init(&program);
	good = program_read_text(&program, text, size, &error) == 0;
	if (!good) {
		d->line = error.line > WORLD_NUMBERS_MAX
				  ? d->lines[error.line - 1 - WORLD_NUMBERS_MAX]
				  : 0;
		refuse(d, "%s", error.reason);
	}
	for (int i = 0; good && i < world->operation_count; i++) {
		world->operations[i].op = program.operations[WORLD_NUMBERS_MAX + i];
		world->operations[i].op.line = 0; /* of a text that nobody sees */
	}
	program_free(&program);
	return good;
}

static void name_world(struct world *world, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;

	snprintf(world->name, sizeof world->name, "%.*s", (int)strcspn(name, "."), name);
}

static bool allocate(struct declaration *d, char **text, size_t *size)
{
	d->text = open_memstream(text, size);
	d->lines = calloc(PROGRAM_OPERATIONS_MAX, sizeof *d->lines);
	d->world->operations = calloc(PROGRAM_OPERATIONS_MAX, sizeof *d->world->operations);
	d->world->forms = calloc(WORLD_FORMS_MAX, sizeof *d->world->forms);
	return d->text != NULL && d->lines != NULL && d->world->operations != NULL &&
	       d->world->forms != NULL;
}

static void begin(struct world *world, const char *path)
{
	*world = (struct world){.depth = UINT_MAX,
		.folds = MODEL_FOLD_TOKENS | MODEL_FOLD_NUMBERS | MODEL_FOLD_WAKE_ORDER};
	for (int bound = 0; bound < BOUND_COUNT; bound++)
		world->bounds[bound] = UINT64_MAX;
	for (int kind = 0; kind < WORLD_KINDS; kind++)
		world->most[kind] = UINT64_MAX;
	name_world(world, path);
}

bool world_read(struct world *world, const char *path)
{
	static struct declaration declaration;
	struct declaration *d = &declaration;
	char *text = NULL;
	size_t size = 0;
	bool good;

	begin(world, path);
	*d = (struct declaration){.world = world, .path = path};
	good = allocate(d, &text, &size);
	if (!good)
		refuse(d, "%s", strerror(ENOMEM));
	for (int number = 0; good && number < WORLD_NUMBERS_MAX; number++)
		fprintf(d->text, "bad n%d\n", number);
	good = good && read_lines(d);
	if (d->text != NULL)
		fclose(d->text);
	good = good && read_operations(d, text, size);
	free(text);
	free(d->lines);
	if (!good)
		world_free(world);
	return good;
}
