/* SPDX-License-Identifier: BSD-3-Clause */
/* Inputs of each form: what comes out fits, is of that form, and follows from the seed. */
#include "support.h"

#include "mutator/inputs.h"

enum { ROUNDS = 5000, ROOM = 1500 };

static struct program program;

static int set_up(void **state)
{
	program_init(&program);
	return choose_seed(state);
}

static int tear_down(void **state)
{
	(void)state;
	program_free(&program);
	return 0;
}

static bool is_scenario(const uint8_t *text, size_t size)
{
	struct program_error error;

	return program_read_text(&program, (const char *)text, size, &error) == 0;
}

static bool is_canonical(const uint8_t *bytes, size_t size)
{
	uint8_t again[ROOM];

	return program_decode(&program, bytes, size) == 0 &&
	       program_encode(&program, again, sizeof(again)) == size &&
	       memcmp(again, bytes, size) == 0;
}

static size_t start(enum mutator_form form, const char *scenario, uint8_t *out)
{
	if (form == MUTATOR_FORM_text) {
		memcpy(out, scenario, strlen(scenario));
		return strlen(scenario);
	}
	read_scenario(&program, scenario);
	return program_encode(&program, out, ROOM);
}

/* A chain of mutations and crossovers; returns a hash of all that came out. */
static uint64_t chain(enum mutator_form form, uint64_t seed, size_t *ret_usable)
{
	uint8_t input[ROOM], partner[ROOM], out[ROOM];
	size_t size = start(form, sample, input), partner_size = start(form, other_sample, partner);
	struct inputs inputs;
	uint64_t hash = 0;

	inputs_init(&inputs, form, seed);
	for (size_t i = 0; i < ROUNDS; i++) {
		size_t used =
			i % 8 == 0 ? inputs_crossover(
					     &inputs, input, size, partner, partner_size, out, ROOM)
				   : inputs_mutate(&inputs, input, size,
					     i % 3 != 0 ? partner : NULL, partner_size, out, ROOM);

		assert_true(used <= ROOM);
		for (size_t j = 0; j < used; j++)
			hash = (hash ^ out[j]) * UINT64_C(0x100000001b3);
		if (form != MUTATOR_FORM_text)
			assert_true(is_canonical(out, used));
		else if (used == 0 || !is_scenario(out, used))
			continue;
		++*ret_usable;
		memcpy(input, out, used);
		size = used;
	}
	inputs_free(&inputs);
	return hash;
}

static void each_form_stays_what_it_is(void **state)
{
	(void)state;
	for (size_t form = 0; form < MUTATOR_FORM_COUNT; form++) {
		size_t usable = 0, again = 0;
		uint64_t hash = chain((enum mutator_form)form, test_seed, &usable);

		assert_true(hash == chain((enum mutator_form)form, test_seed, &again));
		assert_int_equal(usable, again);
		assert_true(usable > ROUNDS / 2);
	}
}

/* Nothing is read outside of the inputs or written outside of the room: the sanitizers look. */
static void any_bytes_and_any_room_will_do(void **state)
{
	struct prng random = {test_seed};

	(void)state;
	for (size_t form = 0; form < MUTATOR_FORM_COUNT; form++) {
		struct inputs inputs;

		inputs_init(&inputs, (enum mutator_form)form, test_seed);
		for (size_t i = 0; i < ROUNDS; i++) {
			size_t size = prng_below(&random, 200), room = prng_below(&random, 200);
			uint8_t *input = malloc(size + 1), *out = malloc(room + 1);

			assert_non_null(input);
			assert_non_null(out);
			for (size_t j = 0; j < size; j++)
				input[j] = (uint8_t)prng_next(&random);
			out[room] = 0x5a;
			assert_true(inputs_mutate(&inputs, size == 0 ? NULL : input, size,
					    i % 2 == 0 ? input : NULL, size, out, room) <= room);
			assert_true(inputs_crossover(&inputs, input, size, input, size / 2, out,
					    room) <= room);
			assert_int_equal(out[room], 0x5a);
			free(input);
			free(out);
		}
		inputs_free(&inputs);
	}
}

/* A refused text is changed in one place: by a line, a word or a character. */
static void malformed_text_is_changed_in_one_place(void **state)
{
	static const char malformed[] = "epoll ep\nnonsense here\nwait ep\n";
	const size_t size = sizeof(malformed) - 1;
	struct inputs inputs;
	size_t changed = 0, repaired = 0;

	(void)state;
	inputs_init(&inputs, MUTATOR_FORM_text, test_seed);
	for (size_t i = 0; i < ROUNDS; i++) {
		uint8_t out[ROOM];
		size_t used = inputs_mutate(
			&inputs, (const uint8_t *)malformed, size, NULL, 0, out, sizeof(out));
		size_t head = 0, tail = 0;

		while (head < used && head < size && out[head] == (uint8_t)malformed[head])
			head++;
		while (tail < used - head && tail < size - head &&
			out[used - 1 - tail] == (uint8_t)malformed[size - 1 - tail])
			tail++;
		changed += head != used || used != size;
		assert_true(head + tail >= size - strlen("nonsense here\n"));
		repaired += is_scenario(out, used);
	}
	inputs_free(&inputs);
	assert_true(changed > ROUNDS / 2);
	assert_true(repaired < ROUNDS);
}

static void scenarios_get_stated_answers(void **state)
{
	size_t seen[PROGRAM_EVENTS + 1] = {0};
	struct inputs inputs;

	(void)state;
	inputs_init(&inputs, MUTATOR_FORM_text, test_seed);
	for (size_t i = 0; i < ROUNDS; i++) {
		uint8_t out[ROOM];
		size_t used = inputs_mutate(&inputs, (const uint8_t *)sample, strlen(sample), NULL,
			0, out, sizeof(out));

		if (!is_scenario(out, used))
			continue;
		for (size_t j = 0; j < program.count; j++)
			seen[program.operations[j].stated.kind]++;
	}
	inputs_free(&inputs);
	for (size_t kind = 0; kind <= PROGRAM_EVENTS; kind++)
		assert_int_not_equal(seen[kind], 0);
}

static void forms_have_names(void **state)
{
	enum mutator_form form = MUTATOR_FORM_COUNT;

	(void)state;
	for (size_t i = 0; i < MUTATOR_FORM_COUNT; i++) {
		assert_true(mutator_form_named(mutator_form_name((enum mutator_form)i), &form));
		assert_int_equal(form, i);
	}
	assert_false(mutator_form_named("texts", &form));
	assert_int_equal(form, MUTATOR_FORM_COUNT - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_stays_what_it_is),
		cmocka_unit_test(any_bytes_and_any_room_will_do),
		cmocka_unit_test(malformed_text_is_changed_in_one_place),
		cmocka_unit_test(scenarios_get_stated_answers),
		cmocka_unit_test(forms_have_names),
	};

	return cmocka_run_group_tests_name("mutator/inputs", tests, set_up, tear_down);
}
