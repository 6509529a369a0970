/* SPDX-License-Identifier: BSD-3-Clause */
/* Mutations follow from their seed, stay well formed, fit their room, and lead everywhere. */
#include "support.h"

enum { ROUNDS = 20000, ROOM = 60, BYTES = PROGRAM_HEADER_SIZE + ROOM * PROGRAM_RECORD_SIZE };

static struct program first;
static struct program second;
static struct program mixed;
static struct mutator mutator;

static int set_up(void **state)
{
	program_init(&first);
	program_init(&second);
	program_init(&mixed);
	return choose_seed(state);
}

static int tear_down(void **state)
{
	(void)state;
	program_free(&first);
	program_free(&second);
	program_free(&mixed);
	return 0;
}

static void begin(uint64_t seed)
{
	mutator_init(&mutator, seed, false);
	read_scenario(&first, sample);
	read_scenario(&second, other_sample);
}

/* A hash of a chain of mutations and crossovers. */
static uint64_t chain(uint64_t seed)
{
	uint8_t bytes[BYTES];
	uint64_t hash = 0;

	begin(seed);
	for (size_t i = 0; i < 300; i++) {
		mutator_mutate(&mutator, &first, &second, ROOM);
		mutator_crossover(&mutator, &first, &second, &mixed, ROOM);
		for (size_t j = program_encode(&first, bytes, sizeof(bytes)); j-- != 0;)
			hash = (hash ^ bytes[j]) * UINT64_C(0x100000001b3);
		for (size_t j = program_encode(&mixed, bytes, sizeof(bytes)); j-- != 0;)
			hash = (hash ^ bytes[j]) * UINT64_C(0x100000001b3);
	}
	return hash;
}

static void the_seed_decides_everything(void **state)
{
	uint64_t hash = chain(test_seed);

	(void)state;
	assert_true(hash == chain(test_seed));
	assert_true(hash != chain(test_seed + 1));
}

/* What went before does not show once the mutator has a new seed. */
static void a_new_seed_is_a_new_mutator(void **state)
{
	(void)state;
	begin(test_seed);
	for (size_t i = 0; i < 50; i++)
		mutator_mutate(&mutator, &first, &second, ROOM);
	mutator_seed(&mutator, test_seed + 7);
	read_scenario(&first, sample);
	mutator_mutate(&mutator, &first, &second, ROOM);

	mutator_init(&mutator, test_seed + 7, false);
	read_scenario(&mixed, sample);
	mutator_mutate(&mutator, &mixed, &second, ROOM);
	assert_true(program_equal(&first, &mixed));
}

static void mutations_are_well_formed_fit_and_lead_everywhere(void **state)
{
	size_t seen[PROGRAM_CODE_COUNT] = {0};
	uint32_t applied = 0;

	(void)state;
	begin(test_seed);
	for (size_t i = 0; i < ROUNDS; i++) {
		mutator_mutate(&mutator, &first, i % 2 == 0 ? &second : NULL, ROOM);
		assert_true(program_well_formed(&first));
		assert_true(first.count <= ROOM);
		applied |= mutator.applied;
		for (size_t j = 0; j < first.count; j++)
			seen[first.operations[j].code]++;
	}
	for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++)
		if (seen[code] == 0)
			fail_msg("no %s in %d mutations", program_operations[code].name, ROUNDS);
	assert_int_equal(applied, (1 << MUTATOR_KIND_COUNT) - 1);
}

static void an_empty_program_grows(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 1000; i++) {
		size_t before;

		mutator_init(&mutator, test_seed + i, false);
		program_clear(&first);
		before = first.count;
		for (size_t tries = 0; tries < 20 && first.count == 0; tries++)
			mutator_mutate(&mutator, &first, NULL, ROOM);
		assert_true(first.count > before);
		assert_true(program_well_formed(&first));
	}
}

static void the_room_is_respected(void **state)
{
	(void)state;
	for (size_t room = 0; room <= 30; room++) {
		begin(test_seed + room);
		for (size_t i = 0; i < 200; i++) {
			mutator_mutate(&mutator, &first, &second, room);
			assert_true(first.count <= room);
			mutator_crossover(&mutator, &first, &second, &mixed, room);
			assert_true(mixed.count <= room);
		}
	}
}

static void names_stay_with_what_they_name(void **state)
{
	struct program_error error;
	char *text = NULL;
	size_t size = 0;

	(void)state;
	for (uint64_t i = 0; i < 2000; i++) {
		FILE *file = open_memstream(&text, &size);

		begin(test_seed + i);
		mutator_mutate(&mutator, &first, &second, ROOM);
		assert_non_null(file);
		program_write_text(&first, file);
		assert_int_equal(fclose(file), 0);
		if (program_read_text(&mixed, text, size, &error) != 0)
			fail_msg("line %u: %s in:\n%s", error.line, error.reason, text);
		assert_true(program_equal(&first, &mixed));
		free(text);
	}
}

static size_t count_code(const struct program *p, enum program_code code)
{
	size_t count = 0;

	for (size_t i = 0; i < p->count; i++)
		count += p->operations[i].code == code;
	return count;
}

static void crossovers_mix_both(void **state)
{
	size_t both = 0;

	(void)state;
	for (uint64_t i = 0; i < 1000; i++) {
		begin(test_seed + i);
		mutator_crossover(&mutator, &first, &second, &mixed, ROOM);
		assert_true(program_well_formed(&mixed));
		for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++)
			assert_true(count_code(&mixed, (enum program_code)code) <=
				    count_code(&first, (enum program_code)code) +
					    count_code(&second, (enum program_code)code));
		/* Only one has a pipe, only the other a fault. */
		both += count_code(&mixed, PROGRAM_pipe) != 0 &&
			count_code(&mixed, PROGRAM_fail) != 0;
	}
	assert_true(both > 100);
}

static void faults_come_when_they_are_wanted(void **state)
{
	size_t faults[2] = {0, 0};

	(void)state;
	for (size_t wanted = 0; wanted < 2; wanted++) {
		mutator_init(&mutator, test_seed, wanted != 0);
		for (size_t i = 0; i < 2000; i++) {
			program_clear(&first);
			mutator_mutate(&mutator, &first, NULL, ROOM);
			faults[wanted] += count_code(&first, PROGRAM_fail);
		}
	}
	assert_true(faults[0] > 0);
	assert_true(faults[1] > 4 * faults[0]);
}

static void a_swarm_lacks_what_it_has_switched_off(void **state)
{
	size_t swarms = 0;

	(void)state;
	for (uint64_t i = 0; i < ROUNDS; i++) {
		begin(test_seed + i);
		mutator_mutate(&mutator, &first, &second, ROOM);
		if ((mutator.applied >> MUTATOR_swarm & 1) == 0)
			continue;
		swarms++;
		for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++)
			if (mutator.generator.weights[code] == 0)
				assert_int_equal(count_code(&first, (enum program_code)code), 0);
	}
	assert_int_not_equal(swarms, 0);
}

static void what_was_done_has_a_name(void **state)
{
	char text[64];

	(void)state;
	mutator_init(&mutator, test_seed, false);
	mutator.applied = 1U << MUTATOR_insert | 1U << MUTATOR_swarm;
	mutator_describe(&mutator, text, sizeof(text));
	assert_string_equal(text, "insert+swarm");
	mutator_describe(&mutator, text, sizeof("insert+"));
	assert_string_equal(text, "insert");
	begin(test_seed);
	mutator_crossover(&mutator, &first, &second, &mixed, ROOM);
	mutator_describe(&mutator, text, sizeof(text));
	assert_string_equal(text, "crossover");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_seed_decides_everything),
		cmocka_unit_test(a_new_seed_is_a_new_mutator),
		cmocka_unit_test(mutations_are_well_formed_fit_and_lead_everywhere),
		cmocka_unit_test(an_empty_program_grows),
		cmocka_unit_test(the_room_is_respected),
		cmocka_unit_test(names_stay_with_what_they_name),
		cmocka_unit_test(crossovers_mix_both),
		cmocka_unit_test(faults_come_when_they_are_wanted),
		cmocka_unit_test(a_swarm_lacks_what_it_has_switched_off),
		cmocka_unit_test(what_was_done_has_a_name),
	};

	return cmocka_run_group_tests_name("mutator/mutator", tests, set_up, tear_down);
}
