/* SPDX-License-Identifier: BSD-3-Clause */
/* The shim of libFuzzer: what it returns fits, is a program, and follows from the seed. */
#include "support.h"

#include "mutator/inputs.h"

/* As libFuzzer declares them. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size, const uint8_t *other,
	size_t other_size, uint8_t *out, size_t max_size, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

enum { ROOM = 2000 };

const enum mutator_form mutator_form = MUTATOR_FORM_bytes;

static struct program program;
static size_t raw_mutations;

/* In libFuzzer's place: turns a bit, and sometimes gives back less. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
	assert_int_equal(size, PROGRAM_RECORD_SIZE);
	assert_int_equal(max_size, PROGRAM_RECORD_SIZE);
	raw_mutations++;
	data[raw_mutations % size] ^= (uint8_t)(1U << raw_mutations % 8);
	return raw_mutations % 5 == 0 ? size - 3 : size;
}

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

/* The bytes of a well-formed program, as it is encoded. */
static bool is_program_of(const uint8_t *bytes, size_t size)
{
	uint8_t again[ROOM];

	return program_decode(&program, bytes, size) == 0 &&
	       program_encode(&program, again, sizeof(again)) == size &&
	       memcmp(again, bytes, size) == 0;
}

static void mutations_fit_and_are_programs(void **state)
{
	uint8_t data[ROOM] = {'\n'};
	size_t size = 1;

	(void)state;
	for (unsigned i = 0; i < 5000; i++) {
		size = LLVMFuzzerCustomMutator(data, size, ROOM, (unsigned)test_seed + i);
		assert_in_range(size, PROGRAM_HEADER_SIZE, ROOM);
		assert_true(is_program_of(data, size));
	}
	assert_int_not_equal(raw_mutations, 0);
}

static void the_seed_decides(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 500; i++) {
		uint8_t first[ROOM], second[ROOM];
		size_t before = raw_mutations, first_size, second_size;

		read_scenario(&program, sample);
		first_size = program_encode(&program, first, ROOM);
		memcpy(second, first, first_size);
		second_size =
			LLVMFuzzerCustomMutator(second, first_size, ROOM, (unsigned)test_seed + i);
		raw_mutations = before;
		first_size =
			LLVMFuzzerCustomMutator(first, first_size, ROOM, (unsigned)test_seed + i);
		assert_int_equal(first_size, second_size);
		assert_memory_equal(first, second, first_size);
	}
}

static void crossovers_fit_and_are_programs(void **state)
{
	uint8_t first[ROOM], second[ROOM], out[ROOM];
	size_t first_size, second_size;

	(void)state;
	read_scenario(&program, sample);
	first_size = program_encode(&program, first, ROOM);
	read_scenario(&program, other_sample);
	second_size = program_encode(&program, second, ROOM);
	for (unsigned i = 0; i < 2000; i++) {
		size_t room = i % 10 == 0 ? 100 : ROOM;
		size_t size = LLVMFuzzerCustomCrossOver(
			first, first_size, second, second_size, out, room, (unsigned)test_seed + i);

		assert_in_range(size, PROGRAM_HEADER_SIZE, room);
		assert_true(is_program_of(out, size));
	}
}

/* libFuzzer starts with small limits, and takes 0 for "nothing". */
static void small_rooms_are_respected(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 400; i++) {
		uint8_t data[40];
		size_t room = i % 40;

		memset(data, 0x5a, sizeof(data));
		assert_true(LLVMFuzzerCustomMutator(
				    data, room / 2, room, (unsigned)test_seed + i) <= room);
		for (size_t j = room; j < sizeof(data); j++)
			assert_int_equal(data[j], 0x5a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mutations_fit_and_are_programs),
		cmocka_unit_test(the_seed_decides),
		cmocka_unit_test(crossovers_fit_and_are_programs),
		cmocka_unit_test(small_rooms_are_respected),
	};

	return cmocka_run_group_tests_name("mutator/mutator_libfuzzer", tests, set_up, tear_down);
}
