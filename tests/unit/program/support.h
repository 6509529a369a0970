/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of programs share: cmocka, texts, and random programs from a printed seed. */
#ifndef EPOLLCTX_TEST_PROGRAM_SUPPORT_H
#define EPOLLCTX_TEST_PROGRAM_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "program/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The seed of a run: the environment variable SEED, or a new one. It is printed. */
static inline uint64_t seed_of_run(void)
{
	const char *given = getenv("SEED");
	uint64_t seed = 0;

	if (given != NULL)
		seed = strtoull(given, NULL, 0);
	else if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
		fail_msg("no random numbers");
	printf("# SEED=%llu\n", (unsigned long long)seed);
	return seed;
}

/* splitmix64 */
static inline uint64_t next_random(uint64_t *state)
{
	uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static inline uint64_t random_below(uint64_t *state, uint64_t limit)
{
	return next_random(state) % limit;
}

/* Small values, values around the limit of the kind, and any. */
static inline uint64_t random_value(uint64_t *state, uint64_t maximum)
{
	switch (random_below(state, 4)) {
	case 0:
		return maximum - random_below(state, maximum < 3 ? maximum + 1 : 3);
	case 1:
		return maximum == UINT64_MAX ? next_random(state)
					     : random_below(state, maximum + 1);
	default:
		return random_below(state, maximum < 9 ? maximum + 1 : 9);
	}
}

static inline struct program_operation random_operation(uint64_t *state, uint32_t bound)
{
	struct program_operation op = {
		.code = (enum program_code)random_below(state, PROGRAM_CODE_COUNT)};

	for (size_t i = 0; i < PROGRAM_ARGUMENTS_MAX; i++) {
		enum program_argument kind = program_operations[op.code].arguments[i];

		if (kind == PROGRAM_ARGUMENT_USE)
			op.arguments[i] = random_below(state, bound > 0 ? bound : 1);
		else if (kind == PROGRAM_ARGUMENT_BIND)
			op.arguments[i] =
				random_below(state, 4) ? bound++ : random_below(state, bound + 1);
		else if (kind != PROGRAM_ARGUMENT_NONE)
			op.arguments[i] = random_value(state, program_arguments[kind].maximum);
	}
	return op;
}

/* A well-formed program of up to `count` operations. */
static inline void random_program(struct program *p, uint64_t *state, size_t count)
{
	program_clear(p);
	while (p->count < count) {
		struct program_operation op;
		size_t before = p->count;

		op = random_operation(state, p->variables);
		assert_int_equal(program_insert(p, p->count, &op), 0);
		program_repair(p);
		if (p->count == before && --count == 0)
			break;
	}
}

/* An answer that the operation can give; the events are in the caller's array. */
static inline struct program_answer random_answer(
	uint64_t *state, enum program_code code, struct program_event events[8])
{
	struct program_answer answer = {.kind = PROGRAM_UNSTATED};
	enum program_result result = program_operations[code].result;

	if (result == PROGRAM_RESULT_NOTHING || random_below(state, 4) == 0)
		return answer;
	if (random_below(state, 3) == 0) {
		answer.kind = PROGRAM_ERROR;
		answer.error = program_errno_number(
			(enum program_errno)random_below(state, PROGRAM_ERRNO_COUNT));
	} else if (result == PROGRAM_RESULT_EVENTS) {
		answer.kind = PROGRAM_EVENTS;
		answer.events = events;
		answer.count = random_below(state, 9);
		for (size_t i = 0; i < answer.count; i++) {
			events[i].token = random_value(state, UINT64_MAX);
			events[i].events = (uint32_t)random_value(state, UINT32_MAX);
		}
	} else if (result == PROGRAM_RESULT_TRANSFER && random_below(state, 2) == 0) {
		answer.kind = PROGRAM_VALUE;
		answer.value = random_value(state, UINT64_MAX);
	} else {
		answer.kind = PROGRAM_OK;
	}
	return answer;
}

static inline void state_random_answers(struct program *p, uint64_t *state)
{
	for (size_t i = 0; i < p->count; i++) {
		struct program_event events[8];
		struct program_answer answer = random_answer(state, p->operations[i].code, events);

		assert_int_equal(program_state(p, i, &answer), 0);
	}
}

/* What a writer writes; to be freed. */
static inline char *written(
	const struct program *p, void (*write)(const struct program *p, FILE *file))
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	write(p, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(strlen(text), size);
	return text;
}

/* Reads a text that must be well formed. */
static inline void read_program(struct program *p, const char *text)
{
	struct program_error error = {0, ""};

	program_init(p);
	if (program_read_text(p, text, strlen(text), &error) != 0)
		fail_msg("line %u: %s", error.line, error.reason);
	assert_true(program_well_formed(p));
}

/* A text that must come back as `canonical`. */
static inline void assert_canonical(const char *text, const char *canonical)
{
	struct program p;
	char *got;

	read_program(&p, text);
	got = written(&p, program_write_text);
	assert_string_equal(got, canonical);
	free(got);
	program_free(&p);
}

/* A text that must be refused with this line and reason. */
static inline void assert_malformed(
	const char *text, size_t size, unsigned line, const char *reason)
{
	struct program_error error = {0, ""};
	struct program p;

	program_init(&p);
	assert_int_equal(program_read_text(&p, text, size, &error), -22);
	assert_string_equal(error.reason, reason);
	assert_int_equal(error.line, line);
	assert_int_equal(p.count, 0);
	assert_int_equal(p.variables, 0);
	program_free(&p);
}

static inline void assert_same_stated(const struct program *a, const struct program *b)
{
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->count; i++)
		assert_true(
			program_answer_equal(&a->operations[i].stated, &b->operations[i].stated));
}

#endif
