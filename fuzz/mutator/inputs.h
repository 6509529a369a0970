/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Inputs as a fuzzing engine holds them, bytes in and bytes out: what the shims of all engines have
 * in common.
 */
#ifndef EPOLLCTX_FUZZ_INPUTS_H
#define EPOLLCTX_FUZZ_INPUTS_H

#include "mutator/mutator.h"

/* X(form, what a target of it takes) */
#define MUTATOR_FORMS(X)                                    \
	X(bytes, "programs as bytes")                       \
	X(faults, "programs as bytes, with faults in many") \
	X(text, "scenarios as text, or any text")

enum mutator_form {
#define X(form, text) MUTATOR_FORM_##form,
	MUTATOR_FORMS(X)
#undef X
		MUTATOR_FORM_COUNT
};

/* What the target that is linked with a shim takes: each target defines it. */
extern const enum mutator_form mutator_form;

const char *mutator_form_name(enum mutator_form form);
/* False, and *ret_form as it was, when no form is called that. */
bool mutator_form_named(const char *name, enum mutator_form *ret_form);

struct inputs {
	struct mutator mutator;
	enum mutator_form form;
	struct program program; /* of the input that is being mutated; as are the next two */
	struct program partner;
	struct program mixed;
};

void inputs_init(struct inputs *in, enum mutator_form form, uint64_t seed);
void inputs_free(struct inputs *in);

/*
 * Writes a mutation of `bytes` to `out`, which has `room` bytes and overlaps neither input; returns
 * its size, 0 when none fits. `partner` is another input (of any bytes), or NULL.
 */
size_t inputs_mutate(struct inputs *in, const uint8_t *bytes, size_t size, const uint8_t *partner,
	size_t partner_size, uint8_t *out, size_t room);
/* Writes a mixture of two inputs, as inputs_mutate does. */
size_t inputs_crossover(struct inputs *in, const uint8_t *bytes, size_t size,
	const uint8_t *partner, size_t partner_size, uint8_t *out, size_t room);

/*
 * The canonical bytes of an input that is a program: decoded and encoded again. Returns their size,
 * 0 when they do not fit.
 */
size_t inputs_canonical(
	struct inputs *in, const uint8_t *bytes, size_t size, uint8_t *out, size_t room);

/* For text that is no scenario: inputs_mutate by lines, words and characters. */
size_t inputs_mutate_lines(struct inputs *in, const uint8_t *text, size_t size,
	const uint8_t *partner, size_t partner_size, uint8_t *out, size_t room);

#endif
