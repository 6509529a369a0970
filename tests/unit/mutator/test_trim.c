/* SPDX-License-Identifier: BSD-3-Clause */
/* Trimming reaches the smallest input that still does what it is about, within its limits. */
#include "support.h"

#include "mutator/trim.h"

enum { LARGE = 500, ROOM = PROGRAM_HEADER_SIZE + LARGE * PROGRAM_RECORD_SIZE };

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

/* A write, and later a wait. */
static bool waits_after_a_write(void)
{
	size_t at = 0;

	while (at < program.count && program.operations[at].code != PROGRAM_write)
		at++;
	while (at < program.count && program.operations[at].code != PROGRAM_wait)
		at++;
	return at < program.count;
}

static bool always(void)
{
	return true;
}

static bool never(void)
{
	return false;
}

static void read_input(enum mutator_form form, const uint8_t *input, size_t size)
{
	struct program_error error;

	if (form == MUTATOR_FORM_text)
		(void)program_read_text(&program, (const char *)input, size, &error);
	else
		assert_int_equal(program_decode(&program, input, size), 0);
}

/* As an engine would; the trimmed input is what `program` holds then. Returns the steps. */
static size_t trim(struct trim *t, const uint8_t *input, size_t size, bool (*is_same)(void))
{
	size_t steps = 0;

	for (bool more = trim_start(t, input, size); more; steps++) {
		assert_true(t->candidate_size <= size);
		assert_true(t->candidate_size < t->best_size);
		read_input(t->inputs->form, t->candidate, t->candidate_size);
		more = trim_next(t, is_same());
	}
	assert_true(steps <= TRIM_STEPS_MAX);
	assert_true(t->best_size <= size + PROGRAM_HEADER_SIZE);
	read_input(t->inputs->form, t->best, t->best_size);
	return steps;
}

static size_t random_input(struct inputs *inputs, uint64_t seed, uint8_t *input)
{
	mutator_seed(&inputs->mutator, seed);
	do {
		program_clear(&program);
		while (program.count < 100 || !waits_after_a_write())
			(void)mutator_apply(
				&inputs->mutator, MUTATOR_insert, &program, NULL, LARGE);
	} while (!waits_after_a_write());
	return program_encode(&program, input, ROOM);
}

static void bytes_become_minimal(void **state)
{
	static uint8_t input[ROOM];
	struct inputs inputs;
	struct trim t;

	(void)state;
	inputs_init(&inputs, MUTATOR_FORM_bytes, test_seed);
	trim_init(&t, &inputs);
	for (uint64_t i = 0; i < 50; i++) {
		size_t size = random_input(&inputs, test_seed + i, input);

		(void)trim(&t, input, size, waits_after_a_write);
		assert_true(waits_after_a_write());
		/* Something to write to and wait on, the write, the wait. */
		assert_int_equal(program.count, 3);
	}
	trim_free(&t);
	inputs_free(&inputs);
}

static void lines_become_minimal(void **state)
{
	static const char rest[] = "eventfd ev\nwrite ev 1\nepoll ep\nwait ep 1\n";
	struct inputs inputs;
	struct trim t;
	char input[sizeof(sample) + sizeof(rest)];

	(void)state;
	(void)snprintf(input, sizeof(input), "%s%s", sample, rest);
	inputs_init(&inputs, MUTATOR_FORM_text, test_seed);
	trim_init(&t, &inputs);
	(void)trim(&t, (const uint8_t *)input, strlen(input), waits_after_a_write);
	assert_true(waits_after_a_write());
	/* Text is not repaired: one opener for both, what it opens used as both. */
	assert_in_range(program.count, 3, 4);
	assert_true(t.best_size < sizeof(rest));

	/* The last line needs no newline. */
	(void)trim(&t, (const uint8_t *)"epoll a\nepoll b", strlen("epoll a\nepoll b"), always);
	assert_int_equal(t.best_size, 0);
	trim_free(&t);
	inputs_free(&inputs);
}

static void all_or_nothing(void **state)
{
	static uint8_t input[ROOM];
	struct inputs inputs;
	struct program whole;
	struct trim t;
	size_t size;

	(void)state;
	program_init(&whole);
	inputs_init(&inputs, MUTATOR_FORM_bytes, test_seed);
	trim_init(&t, &inputs);
	size = random_input(&inputs, test_seed, input);
	assert_int_equal(program_copy(&whole, &program), 0);

	/* Each operation is tried on its own at the end. */
	assert_true(trim(&t, input, size, never) >= whole.count);
	assert_true(program_equal(&whole, &program));
	(void)trim(&t, input, size, always);
	assert_int_equal(program.count, 0);
	trim_free(&t);
	inputs_free(&inputs);
	program_free(&whole);
}

static void odd_inputs_are_no_trouble(void **state)
{
	static uint8_t large[PROGRAM_HEADER_SIZE + 6000 * PROGRAM_RECORD_SIZE];
	struct inputs inputs;
	struct trim t;
	uint8_t header[PROGRAM_HEADER_SIZE];

	(void)state;
	inputs_init(&inputs, MUTATOR_FORM_bytes, test_seed);
	trim_init(&t, &inputs);
	program_clear(&program);
	assert_int_equal(program_encode(&program, header, sizeof(header)), sizeof(header));
	assert_false(trim_start(&t, header, sizeof(header)));
	assert_false(trim_start(&t, header, 0));
	header[PROGRAM_HEADER_SIZE - 1]++;
	assert_false(trim_start(&t, header, sizeof(header)));
	/* Records without a header, the last one cut short; more operations than steps. */
	(void)trim(&t, large, 3 * PROGRAM_RECORD_SIZE + 7, never);
	assert_int_equal(program.count, 3);
	assert_int_equal(trim(&t, large, sizeof(large), never), TRIM_STEPS_MAX);
	trim_free(&t);
	inputs_free(&inputs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_become_minimal),
		cmocka_unit_test(lines_become_minimal),
		cmocka_unit_test(all_or_nothing),
		cmocka_unit_test(odd_inputs_are_no_trouble),
	};

	return cmocka_run_group_tests_name("mutator/trim", tests, set_up, tear_down);
}
