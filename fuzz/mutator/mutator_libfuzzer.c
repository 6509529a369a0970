/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The shim between the mutator and libFuzzer (https://llvm.org/docs/LibFuzzer.html, and
 * FuzzerInterface.h of compiler-rt 14). What libFuzzer calls has no place for an object, so the
 * state is this file's.
 */
#include "mutator/inputs.h"

#include <stdlib.h>
#include <string.h>

/* Of libFuzzer: mutates bytes in place with its own tables, dictionary and compared values. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size, const uint8_t *other,
	size_t other_size, uint8_t *out, size_t max_size, unsigned seed);

enum { RAW_TEXT_ONE_IN = 2, RAW_RECORD_ONE_IN = 8 };

static struct inputs inputs;
static bool ready;
static uint8_t *scratch;
static size_t scratch_room;

static bool prepare(size_t room, unsigned seed)
{
	if (!ready)
		inputs_init(&inputs, mutator_form, seed);
	ready = true;
	mutator_seed(&inputs.mutator, seed);
	if (room > scratch_room) {
		uint8_t *larger = realloc(scratch, room);

		if (larger == NULL)
			return false;
		scratch = larger;
		scratch_room = room;
	}
	return true;
}

/* libFuzzer's own mutations, on one record: they know which values the target has compared. */
static size_t mutate_record(uint8_t *data, size_t size, size_t max_size)
{
	size_t used = inputs_canonical(&inputs, data, size, scratch, max_size), records, changed;
	uint8_t *record;

	if (used < PROGRAM_HEADER_SIZE + PROGRAM_RECORD_SIZE)
		return 0;
	records = (used - PROGRAM_HEADER_SIZE) / PROGRAM_RECORD_SIZE;
	record = scratch + PROGRAM_HEADER_SIZE +
		 prng_below(&inputs.mutator.generator.random, records) * PROGRAM_RECORD_SIZE;
	changed = LLVMFuzzerMutate(record, PROGRAM_RECORD_SIZE, PROGRAM_RECORD_SIZE);
	if (changed < PROGRAM_RECORD_SIZE)
		memset(record + changed, 0, PROGRAM_RECORD_SIZE - changed);
	return inputs_canonical(&inputs, scratch, used, data, max_size);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	struct prng *random = &inputs.mutator.generator.random;
	size_t used = 0;

	if (!prepare(max_size, seed))
		return size;
	if (mutator_form == MUTATOR_FORM_text && prng_one_in(random, RAW_TEXT_ONE_IN))
		return LLVMFuzzerMutate(data, size, max_size);
	if (mutator_form != MUTATOR_FORM_text && prng_one_in(random, RAW_RECORD_ONE_IN))
		used = mutate_record(data, size, max_size);
	if (used != 0)
		return used;
	used = inputs_mutate(&inputs, data, size, NULL, 0, scratch, max_size);
	memcpy(data, scratch, used);
	return used;
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size, const uint8_t *other,
	size_t other_size, uint8_t *out, size_t max_size, unsigned seed)
{
	if (!prepare(0, seed))
		return 0;
	/* One time in two the other input is what a mutation splices from. */
	if (prng_one_in(&inputs.mutator.generator.random, 2))
		return inputs_mutate(&inputs, data, size, other, other_size, out, max_size);
	return inputs_crossover(&inputs, data, size, other, other_size, out, max_size);
}
