/* SPDX-License-Identifier: BSD-3-Clause */
/* Inputs as a fuzzing engine holds them, bytes in and bytes out. */
#include "mutator/inputs.h"

#include <stdlib.h>
#include <string.h>

static const char *const form_names[MUTATOR_FORM_COUNT] = {
#define X(form, text) #form,
	MUTATOR_FORMS(X)
#undef X
};

const char *mutator_form_name(enum mutator_form form)
{
	return form_names[form];
}

bool mutator_form_named(const char *name, enum mutator_form *ret_form)
{
	for (size_t form = 0; form < MUTATOR_FORM_COUNT; form++)
		if (strcmp(name, form_names[form]) == 0) {
			*ret_form = (enum mutator_form)form;
			return true;
		}
	return false;
}

void inputs_init(struct inputs *in, enum mutator_form form, uint64_t seed)
{
	in->form = form;
	mutator_init(&in->mutator, seed, form == MUTATOR_FORM_faults);
	program_init(&in->program);
	program_init(&in->partner);
	program_init(&in->mixed);
}

void inputs_free(struct inputs *in)
{
	program_free(&in->program);
	program_free(&in->partner);
	program_free(&in->mixed);
}

/*
 * Reads an input of this form. False when it is no program: a text that is malformed. Bytes of
 * another version of the format are an empty program.
 */
static bool read_program(struct inputs *in, struct program *p, const uint8_t *bytes, size_t size)
{
	struct program_error error;

	if (bytes == NULL)
		size = 0;
	if (in->form == MUTATOR_FORM_text)
		return program_read_text(p, (const char *)bytes, size, &error) == 0;
	(void)program_decode(p, bytes, size);
	return true;
}

static size_t write_text(const struct program *p, uint8_t *out, size_t room)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	if (file == NULL)
		return 0;
	program_write_text(p, file);
	if (fclose(file) != 0 || size > room)
		size = 0;
	if (size != 0)
		memcpy(out, text, size);
	free(text);
	return size;
}

static size_t write_program(
	const struct inputs *in, const struct program *p, uint8_t *out, size_t room)
{
	if (in->form == MUTATOR_FORM_text)
		return write_text(p, out, room);
	return program_encode(p, out, room);
}

static size_t operations_in(const struct inputs *in, size_t room)
{
	/* The shortest operation, "file f" and a newline; what is too long is not written at all.
	 */
	enum { LINE_MIN = 7 };
	size_t count = room / LINE_MIN;

	if (in->form != MUTATOR_FORM_text)
		count = room < PROGRAM_HEADER_SIZE
				? 0
				: (room - PROGRAM_HEADER_SIZE) / PROGRAM_RECORD_SIZE;
	return count < PROGRAM_OPERATIONS_MAX ? count : PROGRAM_OPERATIONS_MAX;
}

/* The reader and the writer of stated answers want to be tried as well. */
static void state_some_answers(struct inputs *in, struct program *p)
{
	struct generator *g = &in->mutator.generator;
	struct program_event events[GENERATE_EVENTS_MAX];
	struct program_answer answer;

	if (p->count == 0 || !prng_one_in(&g->random, 2))
		return;
	do {
		size_t at = prng_below(&g->random, p->count);

		generate_answer(g, &p->operations[at], events, &answer);
		(void)program_state(p, at, &answer);
	} while (!prng_one_in(&g->random, 3));
}

size_t inputs_mutate(struct inputs *in, const uint8_t *bytes, size_t size, const uint8_t *partner,
	size_t partner_size, uint8_t *out, size_t room)
{
	bool read = read_program(in, &in->program, bytes, size);
	bool other = partner != NULL && read_program(in, &in->partner, partner, partner_size);

	if (!read || (in->form == MUTATOR_FORM_text && size != 0 &&
			     prng_one_in(&in->mutator.generator.random, 4)))
		return inputs_mutate_lines(in, bytes, size, partner, partner_size, out, room);
	mutator_mutate(
		&in->mutator, &in->program, other ? &in->partner : NULL, operations_in(in, room));
	if (in->form == MUTATOR_FORM_text)
		state_some_answers(in, &in->program);
	return write_program(in, &in->program, out, room);
}

size_t inputs_crossover(struct inputs *in, const uint8_t *bytes, size_t size,
	const uint8_t *partner, size_t partner_size, uint8_t *out, size_t room)
{
	if (!read_program(in, &in->program, bytes, size) ||
		!read_program(in, &in->partner, partner, partner_size))
		return inputs_mutate_lines(in, bytes, size, partner, partner_size, out, room);
	mutator_crossover(
		&in->mutator, &in->program, &in->partner, &in->mixed, operations_in(in, room));
	return write_program(in, &in->mixed, out, room);
}

size_t inputs_canonical(
	struct inputs *in, const uint8_t *bytes, size_t size, uint8_t *out, size_t room)
{
	(void)program_decode(&in->program, bytes, size);
	if (program_encoded_size(&in->program) > room)
		return 0;
	return program_encode(&in->program, out, room);
}
