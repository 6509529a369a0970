/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Shrinking: a candidate that has the outcome of the original takes its place; what has been tried
 * in vain is not tried again before something else has changed.
 */
#include "replay.h"

#include <errno.h>
#include <stdio.h>

struct shrinking {
	const struct lockstep_options *options;
	enum outcome outcome;
	struct program *smallest;
	struct program candidate;
	unsigned tries;
};

/* Takes the candidate over if its outcome is the one that is looked for. */
static bool try_candidate(struct shrinking *s)
{
	struct program former;

	program_repair(&s->candidate);
	s->tries++;
	if (s->tries % 64 == 0)
		fprintf(stderr, "\rshrinking: %zu operations, %u tries ", s->smallest->count,
			s->tries);
	if (outcome_of(s->options, &s->candidate, s->outcome) != s->outcome)
		return false;
	former = *s->smallest;
	*s->smallest = s->candidate;
	s->candidate = former;
	return true;
}

static int try_without(struct shrinking *s, size_t index, size_t count, bool *ret_smaller)
{
	int r = program_copy(&s->candidate, s->smallest);

	if (r < 0)
		return r;
	program_remove(&s->candidate, index, count);
	*ret_smaller = try_candidate(s);
	return 0;
}

/* Cuts the end off, by halves first. */
static int shrink_tail(struct shrinking *s)
{
	size_t count = s->smallest->count / 2;

	while (count > 0) {
		bool smaller = false;
		int r = try_without(s, s->smallest->count - count, count, &smaller);

		if (r < 0)
			return r;
		if (!smaller || count > s->smallest->count)
			count /= 2;
	}
	return 0;
}

/* Takes out runs of operations, long ones first, in the end single ones. */
static int shrink_operations(struct shrinking *s)
{
	for (size_t length = s->smallest->count / 2; length > 0; length /= 2)
		for (size_t end = s->smallest->count; end > 0;) {
			size_t at = end > length ? end - length : 0;
			bool smaller = false;
			int r = try_without(s, at, end - at, &smaller);

			if (r < 0)
				return r;
			/* Repairing may have removed more than was asked for. */
			end = at < s->smallest->count ? at : s->smallest->count;
		}
	return 0;
}

/* At most: 4 small ones, and a value less each power of two; events have a bit each. */
enum { SIMPLER_MAX = 4 + 64 };

/*
 * Simpler values for an argument, simplest first; returns how many there are. Where the difference
 * needs at least some value, steps that become half as long each find it in a few tries.
 */
static int simpler_values(enum program_argument kind, uint64_t value, uint64_t simpler[SIMPLER_MAX])
{
	int count = 0;

	if (kind == PROGRAM_ARGUMENT_EVENTS) {
		for (int bit = 31; bit >= 0; bit--)
			if (value >> bit & 1)
				simpler[count++] = value & ~(UINT64_C(1) << bit);
		return count;
	}
	for (uint64_t small = 0; small < 4 && small < value; small++)
		simpler[count++] = small;
	for (uint64_t step = value - value / 2; value > 4; step /= 2) {
		if (value - step >= 4)
			simpler[count++] = value - step;
		if (step <= 1)
			break;
	}
	return count;
}

static int shrink_argument(struct shrinking *s, size_t index, int argument, bool *ret_smaller)
{
	const struct program_operation *op = &s->smallest->operations[index];
	enum program_argument kind = program_operations[op->code].arguments[argument];
	uint64_t simpler[SIMPLER_MAX];
	int count = simpler_values(kind, op->arguments[argument], simpler);

	if (kind == PROGRAM_ARGUMENT_NONE || kind == PROGRAM_ARGUMENT_BIND)
		return 0;
	for (int i = 0; i < count; i++) {
		int r = program_copy(&s->candidate, s->smallest);

		if (r < 0)
			return r;
		s->candidate.operations[index].arguments[argument] = simpler[i];
		if (try_candidate(s)) {
			*ret_smaller = true;
			return 0;
		}
	}
	return 0;
}

static int shrink_arguments(struct shrinking *s)
{
	bool smaller;

	do {
		smaller = false;
		for (size_t index = 0; index < s->smallest->count; index++)
			for (int argument = 0;
				argument < PROGRAM_ARGUMENTS_MAX && index < s->smallest->count;
				argument++) {
				int r = shrink_argument(s, index, argument, &smaller);

				if (r < 0)
					return r;
			}
	} while (smaller);
	return 0;
}

/* Asks every variable, twice, for what the comparison at the end has asked their numbers. */
static int append_questions(struct program *program)
{
	const uint64_t enough = 1 << 16;
	int r = 0;

	for (int round = 0; round < 2; round++)
		for (uint32_t v = 0; v < program->variables && r == 0; v++) {
			struct program_operation wait = {
				.code = PROGRAM_wait, .arguments = {v, enough}};
			struct program_operation read = {
				.code = PROGRAM_read, .arguments = {v, enough}};

			r = program_insert(program, program->count, &wait);
			if (r == 0)
				r = program_insert(program, program->count, &read);
		}
	return r;
}

/* A difference that only the end shows is none that a C file or a text could show. */
static int show_end(struct shrinking *s)
{
	enum outcome at_end = s->outcome;
	int r;

	if (at_end != OUTCOME_DEVIATION_AT_END && at_end != OUTCOME_VIOLATION_AT_END)
		return 0;
	r = program_copy(&s->candidate, s->smallest);
	if (r == 0)
		r = append_questions(&s->candidate);
	if (r == -ENOSPC)
		return 0;
	s->outcome = at_end == OUTCOME_DEVIATION_AT_END ? OUTCOME_DEVIATION : OUTCOME_VIOLATION;
	if (r == 0 && !try_candidate(s))
		s->outcome = at_end;
	return r;
}

int shrink(const struct lockstep_options *options, struct program *program, enum outcome outcome)
{
	struct shrinking s = {.options = options, .outcome = outcome, .smallest = program};
	size_t before;
	int r;

	program_init(&s.candidate);
	r = show_end(&s);
	if (r == 0)
		r = shrink_tail(&s);
	do {
		before = s.smallest->count;
		if (r == 0)
			r = shrink_operations(&s);
	} while (r == 0 && s.smallest->count < before);
	if (r == 0)
		r = shrink_arguments(&s);
	/* Simpler arguments may have made operations superfluous. */
	if (r == 0)
		r = shrink_operations(&s);
	fprintf(stderr, "\rshrinking: %zu operations left after %u tries\n", program->count,
		s.tries);
	program_free(&s.candidate);
	return r;
}
