/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Property: any bytes are either refused with a reason and a line, or read as a scenario that comes
 * back the same through text and through bytes, and has a C file; and as bytes they are a program
 * that comes back the same as well.
 */
#include "targets/target.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const enum mutator_form mutator_form = MUTATOR_FORM_text;

struct text {
	char *start;
	size_t size;
};

static struct text written(
	const struct program *p, void (*write)(const struct program *p, FILE *file))
{
	struct text text = {NULL, 0};
	FILE *file = open_memstream(&text.start, &text.size);

	if (file == NULL)
		target_fail("no memory for a stream");
	write(p, file);
	if (fclose(file) != 0)
		target_fail("no memory for a stream");
	return text;
}

static bool same_span(const struct program_span *a, const struct program_span *b)
{
	return a->thread == b->thread && a->ended == b->ended && a->start == b->start &&
	       a->end == b->end;
}

static void need_same(const struct program *a, const struct program *b, const char *way)
{
	char name_a[PROGRAM_NAME_SIZE], name_b[PROGRAM_NAME_SIZE];

	if (!program_equal(a, b) || a->count != b->count || a->variables != b->variables)
		target_fail("the program is another one after its way through %s", way);
	for (size_t i = 0; i < a->count; i++)
		if (!program_answer_equal(&a->operations[i].stated, &b->operations[i].stated))
			target_fail("operation %zu states another answer after %s", i, way);
	for (size_t i = 0; i < a->count; i++)
		if (!same_span(&a->operations[i].span, &b->operations[i].span))
			target_fail("operation %zu has another thread or time after %s", i, way);
	for (uint32_t v = 0; v < a->variables; v++) {
		program_name(a, v, name_a);
		program_name(b, v, name_b);
		if (strcmp(name_a, name_b) != 0)
			target_fail("%s is called %s after %s", name_a, name_b, way);
	}
}

/* program -> text -> program -> text */
static void round_trip_text(const struct program *p)
{
	struct text first = written(p, program_write_text), second;
	struct program again;
	struct program_error error;

	program_init(&again);
	if (program_read_text(&again, first.start, first.size, &error) != 0)
		target_fail("line %u of the program's own text: %s", error.line, error.reason);
	need_same(p, &again, "text");
	second = written(&again, program_write_text);
	if (first.size != second.size || memcmp(first.start, second.start, first.size) != 0)
		target_fail("the text is another one when it is read and written again");
	program_free(&again);
	free(first.start);
	free(second.start);
}

/* program -> bytes -> program -> bytes */
static void round_trip_bytes(const struct program *p)
{
	size_t size = program_encoded_size(p);
	uint8_t *first = malloc(size), *second = malloc(size);
	struct program again;

	if (first == NULL || second == NULL)
		target_fail("no memory for %zu bytes", size);
	program_init(&again);
	if (program_encode(p, first, size) != size)
		target_fail("the encoding has not the size that was announced");
	if (program_decode(&again, first, size) != 0)
		target_fail("the program's own bytes are not accepted");
	if (!program_equal(p, &again))
		target_fail("the program is another one after its way through bytes");
	if (program_encoded_size(&again) != size || program_encode(&again, second, size) != size ||
		memcmp(first, second, size) != 0)
		target_fail("the bytes are others when they are decoded and encoded again");
	program_free(&again);
	free(first);
	free(second);
}

static void need_reason(const struct program *p, const struct program_error *error,
	const uint8_t *data, size_t size)
{
	size_t lines = 1, length = strnlen(error->reason, sizeof(error->reason));

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	if (length == 0 || length == sizeof(error->reason))
		target_fail("refused without a reason, or without its end");
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)error->reason[i] < ' ' || error->reason[i] == 0x7f)
			target_fail("the reason has a control character at %zu", i);
	if (error->line > lines)
		target_fail("refused at line %u of %zu", error->line, lines);
	if (p->count != 0 || p->variables != 0)
		target_fail("refused, but a part of it was read");
}

static void need_round_trips(const struct program *p)
{
	struct text c_file;

	if (!program_well_formed(p))
		target_fail("the program is not well formed");
	round_trip_text(p);
	round_trip_bytes(p);
	c_file = written(p, program_write_c);
	if (c_file.size == 0)
		target_fail("the C file is empty");
	free(c_file.start);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct program program;
	struct program_error error = {0, ""};
	int result;

	/* A program of its own for each input: what an input does depends on no other. */
	program_init(&program);
	result = program_read_text(&program, (const char *)data, size, &error);
	if (result == 0)
		need_round_trips(&program);
	else if (result == -EINVAL)
		need_reason(&program, &error, data, size);
	else
		target_fail("reading a text: %s", strerror(-result));

	result = program_decode(&program, data, size);
	if (result == 0)
		need_round_trips(&program);
	else if (result != -EPROTONOSUPPORT || program.count != 0 || program.variables != 0)
		target_fail("decoding bytes: %s", strerror(-result));
	program_free(&program);
	return 0;
}
