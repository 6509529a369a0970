/* SPDX-License-Identifier: BSD-3-Clause */
/* Trimming by operation, or by line. */
#include "mutator/trim.h"

#include <stdlib.h>
#include <string.h>

void trim_init(struct trim *t, struct inputs *inputs)
{
	memset(t, 0, sizeof(*t));
	t->inputs = inputs;
}

void trim_free(struct trim *t)
{
	free(t->best);
	free(t->candidate);
	trim_init(t, t->inputs);
}

static bool is_text(const struct trim *t)
{
	return t->inputs->form == MUTATOR_FORM_text;
}

static size_t count_units(const struct trim *t)
{
	size_t lines = 0;

	if (!is_text(t))
		return (t->best_size - PROGRAM_HEADER_SIZE) / PROGRAM_RECORD_SIZE;
	for (size_t i = 0; i < t->best_size; i++)
		lines += t->best[i] == '\n' || i + 1 == t->best_size;
	return lines;
}

/* Where in `best` a unit starts; for the one behind the last, where best ends. */
static size_t offset_of(const struct trim *t, size_t unit)
{
	size_t at = 0;

	if (!is_text(t))
		return PROGRAM_HEADER_SIZE + unit * PROGRAM_RECORD_SIZE;
	for (; unit != 0 && at < t->best_size; at++)
		unit -= t->best[at] == '\n';
	return at;
}

static size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The largest power of two that is at most a sixteenth of n, and at least 1. */
static size_t first_block(size_t n)
{
	size_t block = 1;

	while (block * 2 <= n / 16)
		block *= 2;
	return block;
}

/* Settles on a block that can be removed; false when all have been tried. */
static bool settle(struct trim *t)
{
	if (t->trailing && t->block == 0) {
		t->trailing = false;
		t->block = first_block(t->units);
		t->end = t->units;
	}
	if (t->trailing)
		t->end = t->units;
	else if (t->end == 0) {
		t->block /= 2;
		t->end = t->units;
	}
	t->lacks = min(t->block, t->end);
	return t->lacks != 0;
}

static bool make_candidate(struct trim *t)
{
	size_t from, to;

	if (t->steps++ == TRIM_STEPS_MAX || !settle(t))
		return false;
	from = offset_of(t, t->end - t->lacks);
	to = offset_of(t, t->end);
	memcpy(t->candidate, t->best, from);
	memcpy(t->candidate + from, t->best + to, t->best_size - to);
	t->candidate_size = t->best_size - (to - from);
	return true;
}

bool trim_start(struct trim *t, const uint8_t *bytes, size_t size)
{
	size_t room = size + PROGRAM_HEADER_SIZE;

	if (room > t->room) {
		trim_free(t);
		t->best = malloc(room);
		t->candidate = malloc(room);
		if (t->best == NULL || t->candidate == NULL) {
			trim_free(t);
			return false;
		}
		t->room = room;
	}
	if (is_text(t)) {
		memcpy(t->best, bytes, size);
		t->best_size = size;
	} else {
		t->best_size = inputs_canonical(t->inputs, bytes, size, t->best, t->room);
	}
	if (t->best_size == 0)
		return false;
	t->units = count_units(t);
	t->trailing = true;
	t->block = (t->units + 1) / 2;
	t->steps = 0;
	return make_candidate(t);
}

/* What was removed may take more with it: operations that are left without anything to use. */
static void accept(struct trim *t)
{
	if (is_text(t)) {
		memcpy(t->best, t->candidate, t->candidate_size);
		t->best_size = t->candidate_size;
	} else {
		t->best_size = inputs_canonical(
			t->inputs, t->candidate, t->candidate_size, t->best, t->room);
	}
	t->units = count_units(t);
	if (t->trailing)
		t->block = min(t->block, (t->units + 1) / 2);
	else
		t->end = min(t->end - t->lacks, t->units);
}

bool trim_next(struct trim *t, bool same)
{
	if (same)
		accept(t);
	else if (t->trailing)
		t->block /= 2;
	else
		t->end -= t->lacks;
	return make_candidate(t);
}
