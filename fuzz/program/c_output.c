/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Program to a standalone C file: first the functions that this program needs (c_runtime.c,
 * c_functions.c), then a line for each operation.
 */
#include "c_runtime.h"
#include "words.h"
#include "writer.h"

#include <inttypes.h>
#include <string.h>

enum {
	/* Compilers are slow on one huge function. */
	STEPS_PER_FUNCTION = 256,
	LINE_COLUMNS = 100,
	TAB_COLUMNS = 8,
	/* Descriptor numbers that a process has at least, and those that it may have inherited. */
	USUAL_NUMBERS = 1024,
	INHERITED_NUMBERS = 256,
	/* Room for an event's text, and a slot on the architecture where it is largest. */
	EVENT_TEXT = 160,
	SLOT_SIZE = 16,
	MEMORY_MIN = 4096,
	TEXT_MIN = 64,
	/* As many bytes as Linux transfers in one call. */
	TRANSFER_MAX = 0x7ffff000
};

/* What the functions of a program depend on. */
struct needs {
	uint32_t uses; /* a bit for each operation */
	size_t opened; /* numbers, at most */
	size_t added;  /* registrations, at most */
	size_t faults;
	uint64_t memory; /* bytes that are transferred or waited into, at most */
};

static uint64_t at_most(uint64_t value, uint64_t maximum)
{
	return value < maximum ? value : maximum;
}

static void need_argument(struct needs *n, enum program_argument kind, uint64_t value)
{
	uint64_t memory = 0;

	if (kind == PROGRAM_ARGUMENT_BIND)
		n->opened++;
	if (kind == PROGRAM_ARGUMENT_AMOUNT || kind == PROGRAM_ARGUMENT_BYTES)
		memory = at_most(value, TRANSFER_MAX);
	else if (kind == PROGRAM_ARGUMENT_CAPACITY)
		memory = at_most(value * SLOT_SIZE, INT32_MAX);
	if (memory > n->memory)
		n->memory = memory;
}

static struct needs needs_of(const struct program *p)
{
	struct needs n = {.uses = C_ALWAYS, .memory = MEMORY_MIN};

	for (size_t i = 0; i < p->count; i++) {
		const struct program_operation *op = &p->operations[i];

		n.uses |= UINT32_C(1) << op->code;
		n.added += op->code == PROGRAM_add;
		n.faults += op->code == PROGRAM_fail;
		for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++)
			need_argument(
				&n, program_operations[op->code].arguments[j], op->arguments[j]);
	}
	if (n.opened > USUAL_NUMBERS - INHERITED_NUMBERS)
		n.uses |= C_MANY_NUMBERS;
	n.opened = (size_t)at_most(n.opened, PROGRAM_NUMBERS_MAX);
	return n;
}

/* A text without its markers. A line is left out when what its first character asks for is not. */
static void write_runtime(uint32_t uses, const char *text, FILE *file)
{
	bool fails = (uses & C_USES(fail)) != 0;

	while (*text != '\0') {
		const char *newline = strchr(text, '\n');
		const char *end = newline + 1;
		bool there = true;
		const char *mark;

		if (*text == '!')
			there = fails;
		else if (*text == '%')
			there = (uses & C_TRANSFERS) != 0;
		else if (*text == '^')
			there = (uses & C_USES(file)) != 0;
		if (*text == '!' || *text == '%' || *text == '^')
			text++;
		mark = memchr(text, '@', (size_t)(end - text));
		if (there && mark != NULL) {
			const char *closed = strchr(mark + 1, '@');

			fwrite(text, 1, (size_t)(mark - text), file);
			if (fails)
				fprintf(file,
					"injected(\"%.*s\") ? -1 : ", (int)(closed - mark - 1),
					mark + 1);
			text = closed + 1;
		}
		if (there)
			fwrite(text, 1, (size_t)(end - text), file);
		text = end;
	}
}

static void write_parts(uint32_t uses, const struct c_part *part, FILE *file)
{
	for (; part->text != NULL; part++) {
		if ((part->any & uses) != 0 && (part->and_any & uses) != 0)
			write_runtime(uses, part->text, file);
	}
}

static void write_errno_names(FILE *file)
{
	int column = LINE_COLUMNS;

	fputs("#define NAME(number) [number] = #number\n"
	      "static const char *const errno_names[] = {",
		file);
	for (unsigned i = 0; i < PROGRAM_ERRNO_COUNT; i++) {
		const char *name = program_errno_name(program_errno_number((enum program_errno)i));
		int width = (int)(strlen(" NAME(),") + strlen(name));

		if (column + width > LINE_COLUMNS) {
			fputs("\n\t", file);
			column = TAB_COLUMNS;
		} else {
			putc(' ', file);
		}
		fprintf(file, "NAME(%s),", name);
		column += width;
	}
	fputs("\n};\n\n", file);
}

static void write_preamble(const struct program *p, const struct needs *n, FILE *file)
{
	fprintf(file,
		"/*\n"
		" * Performs %zu operations on file descriptors and epoll instances by raw system\n"
		" * calls, in order, on one thread, and prints what each of them answers. A line "
		"says\n"
		" * `# stated: ...` where another answer was stated; the exit status is then 1, "
		"else 0.\n"
		" * It needs Linux and the headers of its C library:\n"
		" *\n"
		" *     cc -o reproducer reproducer.c && ./reproducer\n"
		" *\n"
		" * A step is the line in the scenario, the operation, the call, what is stated.\n",
		p->count);
	if (n->uses & C_USES(fail))
		fputs(" * `fail` is acted out here: the call is not made, its answer is the "
		      "error.\n",
			file);
	fputs(" */\n", file);
	fputs(c_includes, file);
	putc('\n', file);
}

static void write_size(const char *name, uint64_t value, const char *meaning, FILE *file)
{
	fprintf(file, "#define %s %" PRIu64 " /* %s */\n", name, value, meaning);
}

/* The sizes of what c_parts declare. */
static void write_sizes(const struct needs *n, FILE *file)
{
	size_t numbers = n->opened + INHERITED_NUMBERS;

	if (n->uses & (C_TRANSFERS | C_MANY_NUMBERS))
		write_size("NUMBERS", numbers > USUAL_NUMBERS ? numbers : USUAL_NUMBERS,
			"descriptor numbers are below this", file);
	if (n->uses & C_MANY_NUMBERS)
		write_size(
			"FREE_NUMBERS", PROGRAM_NUMBERS_MAX, "then an opener answers EMFILE", file);
	if (n->faults > 0)
		write_size("FAULTS", n->faults, "operations that ask for a failure", file);
	if (n->uses & (C_TRANSFERS | C_USES(wait))) {
		write_size(
			"MEMORY", n->memory, "bytes that one call takes or gives, at most", file);
		write_size("TEXT", TEXT_MIN + n->added * EVENT_TEXT,
			"bytes of the longest answer, at most", file);
	}
	putc('\n', file);
}

static void write_functions(const struct needs *n, FILE *file)
{
	write_sizes(n, file);
	if (n->uses & C_CALLS)
		write_errno_names(file);
	write_parts(n->uses, c_parts, file);
	for (unsigned code = 0; code < PROGRAM_CODE_COUNT; code++) {
		if (n->uses & UINT32_C(1) << code)
			write_runtime(n->uses, c_functions[code], file);
	}
	write_parts(n->uses, c_last_parts, file);
}

/* "num_ep"; the prefix keeps names away from keywords and from what the headers declare. */
static void write_variable(
	const struct program *p, const struct name_stems *stems, uint64_t variable, FILE *file)
{
	char name[PROGRAM_NAME_SIZE];

	name_with_stems(p, stems, (uint32_t)variable, name);
	fprintf(file, "num_%s", name);
}

static void write_c_number(uint64_t value, FILE *file)
{
	fprintf(file, "%" PRIu64 "%s", value, value > INT32_MAX ? "u" : "");
}

static void write_c_argument(const struct program *p, const struct name_stems *stems,
	enum program_argument kind, uint64_t value, FILE *file)
{
	static const char *const directions[] = {"SHUT_RD", "SHUT_WR", "SHUT_RDWR"};
	char text[2 * EVENTS_TEXT_SIZE];

	switch (kind) {
	case PROGRAM_ARGUMENT_NONE:
		break;
	case PROGRAM_ARGUMENT_BIND:
		putc('&', file);
		write_variable(p, stems, value, file);
		break;
	case PROGRAM_ARGUMENT_USE:
		write_variable(p, stems, value, file);
		break;
	case PROGRAM_ARGUMENT_SEMAPHORE:
		fputs(value != 0 ? "EFD_SEMAPHORE" : "0", file);
		break;
	case PROGRAM_ARGUMENT_HOW:
		fputs(directions[value], file);
		break;
	case PROGRAM_ARGUMENT_EVENTS:
		format_events((uint32_t)value, "EPOLL", " | ", text, sizeof text);
		fputs(text, file);
		break;
	case PROGRAM_ARGUMENT_CALL:
		fprintf(file, "\"%s\"", program_call_name((enum program_call)value));
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
		write_c_number(value, file);
		break;
	}
}

/* check(3, "close w", do_close(num_w), "ok"); */
static void write_step(
	const struct program *p, const struct name_stems *stems, size_t index, FILE *file)
{
	const struct program_operation *op = &p->operations[index];
	const struct program_operation_row *row = &program_operations[op->code];

	fprintf(file, "\tcheck(%zu, \"", op->line > 0 ? op->line : index + 1);
	write_operation(p, stems, index, file);
	fprintf(file, "\", do_%s(", row->name);
	for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
		if (row->arguments[j] == PROGRAM_ARGUMENT_NONE)
			break;
		if (j > 0)
			fputs(", ", file);
		write_c_argument(p, stems, row->arguments[j], op->arguments[j], file);
	}
	if (op->stated.kind == PROGRAM_UNSTATED) {
		fputs("), NULL);\n", file);
		return;
	}
	fputs("), \"", file);
	program_write_answer(&op->stated, file);
	fputs("\");\n", file);
}

static void write_variables(const struct program *p, const struct name_stems *stems, FILE *file)
{
	if (p->variables > 0)
		fputs("/* The descriptor numbers, by their names in the scenario. */\n", file);
	for (uint32_t v = 0; v < p->variables; v++) {
		fputs("static int ", file);
		write_variable(p, stems, v, file);
		fputs(";\n", file);
	}
	if (p->variables > 0)
		putc('\n', file);
}

/* The steps in functions of their own; returns how many, 0 when main() can hold them. */
static size_t write_step_functions(
	const struct program *p, const struct name_stems *stems, FILE *file)
{
	size_t functions = 0;

	if (p->count <= STEPS_PER_FUNCTION)
		return 0;
	for (size_t i = 0; i < p->count; i++) {
		if (i % STEPS_PER_FUNCTION == 0)
			fprintf(file, "%sstatic void steps_%zu(void)\n{\n", i > 0 ? "}\n\n" : "",
				++functions);
		write_step(p, stems, i, file);
	}
	fputs("}\n\n", file);
	return functions;
}

void program_write_c(const struct program *p, FILE *file)
{
	struct needs n = needs_of(p);
	struct name_stems stems;
	size_t functions;

	name_stems_of(p, &stems);
	write_preamble(p, &n, file);
	write_functions(&n, file);
	write_variables(p, &stems, file);
	functions = write_step_functions(p, &stems, file);
	fputs("int main(void)\n{\n\tbegin();\n", file);
	for (size_t i = 0; functions == 0 && i < p->count; i++)
		write_step(p, &stems, i, file);
	for (size_t i = 1; i <= functions; i++)
		fprintf(file, "\tsteps_%zu();\n", i);
	fputs("\tprintf(\"# %u of %u stated answers differ\\n\", different_count, stated_count);\n"
	      "\treturn different_count > 0 ? 1 : 0;\n}\n",
		file);
}
