/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The shim between the mutator and AFL++ 4.04c (docs/custom_mutators.md of AFL++): a shared object
 * for AFL_CUSTOM_MUTATOR_LIBRARY. All its state is in the object that afl_custom_init returns.
 *
 * EPOLLCTX_MUTATOR_FORM=bytes|faults|text says what the target takes; bytes when it is not set.
 */
#include "mutator/inputs.h"
#include "mutator/trim.h"

#include <stdio.h>
#include <stdlib.h>

enum { DESCRIPTION_SIZE = 128 };

struct afl_mutator {
	struct inputs inputs;
	struct trim trim;
	uint8_t *out;
	size_t room;
	char description[DESCRIPTION_SIZE];
};

/* AFL++ looks these up by name. */
#pragma GCC visibility push(default)
void *afl_custom_init(void *afl, unsigned seed);
size_t afl_custom_fuzz(void *data, uint8_t *buf, size_t size, uint8_t **out_buf, uint8_t *add_buf,
	size_t add_size, size_t max_size);
const char *afl_custom_describe(void *data, size_t max_size);
int32_t afl_custom_init_trim(void *data, uint8_t *buf, size_t size);
size_t afl_custom_trim(void *data, uint8_t **out_buf);
int32_t afl_custom_post_trim(void *data, uint8_t success);
void afl_custom_deinit(void *data);
#pragma GCC visibility pop

/* afl-fuzz goes on with whatever is returned, so that what cannot work must end here. */
static _Noreturn void give_up(const char *reason, const char *what)
{
	(void)fprintf(stderr, "epollctx mutator: %s%s\n", reason, what);
	exit(EXIT_FAILURE);
}

void *afl_custom_init(void *afl, unsigned seed)
{
	const char *name = getenv("EPOLLCTX_MUTATOR_FORM");
	enum mutator_form form = MUTATOR_FORM_bytes;
	struct afl_mutator *m;

	(void)afl;
	if (name != NULL && !mutator_form_named(name, &form))
		give_up("EPOLLCTX_MUTATOR_FORM is not bytes, faults or text: ", name);
	m = calloc(1, sizeof(*m));
	if (m == NULL)
		give_up("no memory", "");
	inputs_init(&m->inputs, form, seed);
	trim_init(&m->trim, &m->inputs);
	return m;
}

void afl_custom_deinit(void *data)
{
	struct afl_mutator *m = data;

	trim_free(&m->trim);
	inputs_free(&m->inputs);
	free(m->out);
	free(m);
}

/* A size of 0 skips this input; a NULL in *out_buf would be fatal. */
size_t afl_custom_fuzz(void *data, uint8_t *buf, size_t size, uint8_t **out_buf, uint8_t *add_buf,
	size_t add_size, size_t max_size)
{
	struct afl_mutator *m = data;
	bool crossover = add_buf != NULL && prng_one_in(&m->inputs.mutator.generator.random, 8);

	if (max_size > m->room) {
		uint8_t *larger = realloc(m->out, max_size);

		if (larger == NULL) {
			*out_buf = buf;
			return 0;
		}
		m->out = larger;
		m->room = max_size;
	}
	*out_buf = m->out;
	if (crossover)
		return inputs_crossover(&m->inputs, buf, size, add_buf, add_size, m->out, max_size);
	return inputs_mutate(&m->inputs, buf, size, add_buf, add_size, m->out, max_size);
}

/* Becomes a part of the name of a queue entry. */
const char *afl_custom_describe(void *data, size_t max_size)
{
	struct afl_mutator *m = data;

	if (max_size == 0 || max_size > DESCRIPTION_SIZE)
		max_size = DESCRIPTION_SIZE;
	mutator_describe(&m->inputs.mutator, m->description, max_size);
	return m->description[0] != '\0' ? m->description : "lines";
}

/*
 * How many steps there will be is not known, so that, as the documentation advises, there is 1, and
 * afl_custom_post_trim answers 0 until it is done.
 */
int32_t afl_custom_init_trim(void *data, uint8_t *buf, size_t size)
{
	struct afl_mutator *m = data;

	return trim_start(&m->trim, buf, size) ? 1 : 0;
}

size_t afl_custom_trim(void *data, uint8_t **out_buf)
{
	struct afl_mutator *m = data;

	*out_buf = m->trim.candidate;
	return m->trim.candidate_size;
}

int32_t afl_custom_post_trim(void *data, uint8_t success)
{
	struct afl_mutator *m = data;

	return trim_next(&m->trim, success != 0) ? 0 : 1;
}
