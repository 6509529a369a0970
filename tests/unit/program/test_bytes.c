/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/bytes.c. */
#include "support.h"

#include <errno.h>

static uint8_t *encoded(const struct program *p, size_t *ret_size)
{
	size_t size = program_encoded_size(p);
	uint8_t *bytes = malloc(size);

	assert_non_null(bytes);
	assert_int_equal(program_encode(p, bytes, size), size);
	*ret_size = size;
	return bytes;
}

static void assert_comes_back(const struct program *p)
{
	struct program again;
	size_t size, again_size;
	uint8_t *bytes = encoded(p, &size), *again_bytes;

	program_init(&again);
	assert_int_equal(program_decode(&again, bytes, size), 0);
	assert_true(program_equal(p, &again));
	assert_int_equal(p->variables, again.variables);
	again_bytes = encoded(&again, &again_size);
	assert_int_equal(size, again_size);
	assert_memory_equal(bytes, again_bytes, size);
	free(bytes);
	free(again_bytes);
	program_free(&again);
}

/* A corpus holds these bytes: another layout needs another PROGRAM_FORMAT_VERSION. */
static void the_layout_is_that_of_this_version(void **state)
{
	static const uint8_t expected[] = {0xe7, 'p', 'c', 1,
		/* eventfd e 4660 semaphore */
		1, 1, 0, 0, 0, 0, 0, 0, 0x34, 0x12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* epoll ep */
		0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* add ep e ET|IN 0x0807060504030201 */
		15, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0x80, 1, 2, 3, 4, 5, 6, 7, 8,
		/* write e 258 */
		10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0,
		/* shutdown e rdwr */
		12, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* wait ep 16 */
		18, 0, 1, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* dup ep e */
		7, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* fail epoll_ctl ENOENT 513 */
		19, 1, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* dup ep x */
		7, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
	struct program p;
	size_t size;
	uint8_t *bytes;

	(void)state;
	read_program(&p,
		"eventfd e 4660 semaphore\nepoll ep\nadd ep e IN|ET 0x0807060504030201\n"
		"write e 258\nshutdown e rdwr\nwait ep 16\ndup ep e\n"
		"fail epoll_ctl ENOENT 513\ndup ep x\n");
	bytes = encoded(&p, &size);
	assert_int_equal(size, sizeof expected);
	assert_memory_equal(bytes, expected, size);
	assert_comes_back(&p);
	free(bytes);
	program_free(&p);
}

static void random_programs_come_back_through_bytes(void **state)
{
	uint64_t random = seed_of_run();
	struct program p;

	(void)state;
	program_init(&p);
	assert_comes_back(&p);
	for (int i = 0; i < 2000; i++) {
		random_program(&p, &random, random_below(&random, 60));
		assert_comes_back(&p);
	}
	program_free(&p);
}

static void random_bytes(uint64_t *random, uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)random_below(random, random_below(random, 2) ? 256 : 4);
}

static void any_bytes_are_a_program_and_stable_from_then_on(void **state)
{
	uint64_t random = seed_of_run();
	struct program p;

	(void)state;
	program_init(&p);
	for (size_t size = 0; size <= 200; size++) {
		for (int i = 0; i < 30; i++) {
			uint8_t *bytes = malloc(size + 1);

			assert_non_null(bytes);
			random_bytes(&random, bytes, size);
			assert_int_equal(program_decode(&p, bytes, size), 0);
			assert_true(p.count <= size / PROGRAM_RECORD_SIZE);
			assert_true(program_well_formed(&p));
			assert_comes_back(&p);
			free(bytes);
		}
	}
	program_free(&p);
}

static void changed_encodings_are_programs_too(void **state)
{
	uint64_t random = seed_of_run();
	struct program p;

	(void)state;
	program_init(&p);
	for (int i = 0; i < 2000; i++) {
		size_t size;
		uint8_t *bytes;
		int result;

		random_program(&p, &random, 1 + random_below(&random, 30));
		bytes = encoded(&p, &size);
		for (int j = 0; j < 5; j++)
			bytes[random_below(&random, size)] = (uint8_t)next_random(&random);
		size -= random_below(&random, size);
		result = program_decode(&p, bytes, size);
		assert_true(result == 0 || result == -EPROTONOSUPPORT);
		assert_true(program_well_formed(&p));
		assert_comes_back(&p);
		free(bytes);
	}
	program_free(&p);
}

static void another_version_is_refused(void **state)
{
	struct program p;
	size_t size;
	uint8_t *bytes;

	(void)state;
	read_program(&p, "epoll a\nclose a\n");
	bytes = encoded(&p, &size);
	for (unsigned version = 0; version < 256; version++) {
		bytes[3] = (uint8_t)version;
		if (version == PROGRAM_FORMAT_VERSION) {
			assert_int_equal(program_decode(&p, bytes, size), 0);
			assert_int_equal(p.count, 2);
			continue;
		}
		assert_int_equal(program_decode(&p, bytes, size), -EPROTONOSUPPORT);
		assert_int_equal(p.count, 0);
		assert_int_equal(p.variables, 0);
	}
	free(bytes);
	program_free(&p);
}

static void without_the_magic_all_of_it_is_records(void **state)
{
	struct program p, raw;
	size_t size;
	uint8_t *bytes;

	(void)state;
	read_program(&p, "epoll a\nclose a\n");
	program_init(&raw);
	bytes = encoded(&p, &size);
	assert_int_equal(
		program_decode(&raw, bytes + PROGRAM_HEADER_SIZE, size - PROGRAM_HEADER_SIZE), 0);
	assert_true(program_equal(&p, &raw));
	/* The magic alone, and less than it. */
	for (size_t cut = 0; cut <= PROGRAM_HEADER_SIZE; cut++) {
		assert_int_equal(program_decode(&raw, bytes, cut), 0);
		assert_int_equal(raw.count, 0);
	}
	free(bytes);
	program_free(&p);
	program_free(&raw);
}

static void a_last_record_that_is_cut_short_is_ignored(void **state)
{
	struct program p, cut;
	size_t size;
	uint8_t *bytes;

	(void)state;
	read_program(&p, "epoll a\nclose a\nclose a\n");
	program_init(&cut);
	bytes = encoded(&p, &size);
	for (size_t less = 0; less <= size - PROGRAM_HEADER_SIZE; less++) {
		assert_int_equal(program_decode(&cut, bytes, size - less), 0);
		assert_int_equal(
			cut.count, (size - less - PROGRAM_HEADER_SIZE) / PROGRAM_RECORD_SIZE);
	}
	free(bytes);
	program_free(&p);
	program_free(&cut);
}

static void encode_writes_whole_records_only(void **state)
{
	uint8_t bytes[PROGRAM_HEADER_SIZE + 3 * PROGRAM_RECORD_SIZE + 1];
	struct program p;

	(void)state;
	read_program(&p, "epoll a\nclose a\nclose a\n");
	for (size_t size = 0; size < sizeof bytes; size++) {
		size_t records = size < PROGRAM_HEADER_SIZE
					 ? 0
					 : (size - PROGRAM_HEADER_SIZE) / PROGRAM_RECORD_SIZE;
		size_t expected = size < PROGRAM_HEADER_SIZE
					  ? 0
					  : PROGRAM_HEADER_SIZE + records * PROGRAM_RECORD_SIZE;

		memset(bytes, 0xaa, sizeof bytes);
		assert_int_equal(program_encode(&p, bytes, size), expected);
		for (size_t i = expected; i < sizeof bytes; i++)
			assert_int_equal(bytes[i], 0xaa);
	}
	program_free(&p);
}

static void operations_beyond_the_limit_are_ignored(void **state)
{
	size_t size = (size_t)PROGRAM_RECORD_SIZE * (PROGRAM_OPERATIONS_MAX + 1);
	uint8_t *bytes = calloc(1, size);
	struct program p;

	(void)state;
	assert_non_null(bytes);
	program_init(&p);
	assert_int_equal(program_decode(&p, bytes, size), 0);
	assert_int_equal(p.count, PROGRAM_OPERATIONS_MAX);
	free(bytes);
	program_free(&p);
}

static void a_decoded_program_has_no_names_lines_or_answers(void **state)
{
	struct program p;
	size_t size;
	uint8_t *bytes;

	(void)state;
	read_program(&p, "epoll a => ok\nwait a 1 => 7:IN\n");
	bytes = encoded(&p, &size);
	assert_int_equal(program_decode(&p, bytes, size), 0);
	assert_null(p.names);
	for (size_t i = 0; i < p.count; i++) {
		assert_int_equal(p.operations[i].line, 0);
		assert_int_equal(p.operations[i].stated.kind, PROGRAM_UNSTATED);
	}
	free(bytes);
	program_free(&p);
}

static void decoding_again_needs_no_new_memory(void **state)
{
	struct program p;
	struct program_operation *memory;
	size_t size;
	uint8_t *bytes;

	(void)state;
	read_program(&p, "epoll a\nclose a\n");
	bytes = encoded(&p, &size);
	memory = p.operations;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(program_decode(&p, bytes, size), 0);
		assert_ptr_equal(p.operations, memory);
	}
	free(bytes);
	program_free(&p);
}

/* Equal but for operation `at`, which may also have gone. */
static bool differs_only_at(const struct program *a, const struct program *b, size_t at)
{
	size_t skipped = a->count - b->count;

	if (skipped > 1)
		return false;
	for (size_t i = 0; i < b->count; i++) {
		const struct program_operation *y = &b->operations[i];
		const struct program_operation *x = &a->operations[i >= at ? i + skipped : i];

		if (skipped == 0 && i == at)
			continue;
		if (x->code != y->code ||
			memcmp(x->arguments, y->arguments, sizeof x->arguments) != 0)
			return false;
	}
	return true;
}

static void a_changed_byte_mostly_changes_one_operation(void **state)
{
	uint64_t random = seed_of_run();
	unsigned changes = 0, effects = 0, local = 0, local_effects = 0;
	struct program p, changed;

	(void)state;
	program_init(&p);
	program_init(&changed);
	for (int i = 0; i < 20000; i++) {
		size_t size, at;
		uint8_t *bytes;

		random_program(&p, &random, 25);
		if (p.count == 0)
			continue;
		bytes = encoded(&p, &size);
		at = random_below(&random, size - PROGRAM_HEADER_SIZE);
		bytes[PROGRAM_HEADER_SIZE + at] ^= (uint8_t)(1 + random_below(&random, 255));
		assert_int_equal(program_decode(&changed, bytes, size), 0);
		free(bytes);
		changes++;
		if (differs_only_at(&p, &changed, at / PROGRAM_RECORD_SIZE)) {
			local++;
			local_effects += !program_equal(&p, &changed);
		}
		effects += !program_equal(&p, &changed);
	}
	printf("# %u changes of a byte: %u change the program, %u of them one operation only\n",
		changes, effects, local_effects);
	assert_true(effects > changes / 10);
	assert_true(local >= changes / 10 * 9);
	assert_true(local_effects >= effects / 4 * 3);
	program_free(&p);
	program_free(&changed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_layout_is_that_of_this_version),
		cmocka_unit_test(random_programs_come_back_through_bytes),
		cmocka_unit_test(any_bytes_are_a_program_and_stable_from_then_on),
		cmocka_unit_test(changed_encodings_are_programs_too),
		cmocka_unit_test(another_version_is_refused),
		cmocka_unit_test(without_the_magic_all_of_it_is_records),
		cmocka_unit_test(a_last_record_that_is_cut_short_is_ignored),
		cmocka_unit_test(encode_writes_whole_records_only),
		cmocka_unit_test(operations_beyond_the_limit_are_ignored),
		cmocka_unit_test(a_decoded_program_has_no_names_lines_or_answers),
		cmocka_unit_test(decoding_again_needs_no_new_memory),
		cmocka_unit_test(a_changed_byte_mostly_changes_one_operation),
	};

	return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
