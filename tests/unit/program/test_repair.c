/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/repair.c. */
#include "support.h"

#include <errno.h>

struct raw {
	enum program_code code;
	uint64_t arguments[PROGRAM_ARGUMENTS_MAX];
};

/* Repairs the operations, which must then be written as `expected`. */
static void assert_repaired(const struct raw *raws, size_t count, const char *expected)
{
	struct program p;
	char *text;

	program_init(&p);
	for (size_t i = 0; i < count; i++) {
		struct program_operation op = {.code = raws[i].code};

		memcpy(op.arguments, raws[i].arguments, sizeof op.arguments);
		assert_int_equal(program_insert(&p, i, &op), 0);
	}
	program_repair(&p);
	assert_true(program_well_formed(&p));
	text = written(&p, program_write_text);
	assert_string_equal(text, expected);
	free(text);
	program_free(&p);
}
#define ASSERT_REPAIRED(expected, ...)                          \
	do {                                                    \
		static const struct raw raws[] = {__VA_ARGS__}; \
		assert_repaired(raws, COUNT(raws), expected);   \
	} while (0)

static void variables_are_renumbered_in_the_order_of_binding(void **state)
{
	(void)state;
	ASSERT_REPAIRED("epoll ep0\npipe r1 w2\nclose ep0\nclose w2\nclose r1\n",
		{PROGRAM_epoll, {9}}, {PROGRAM_pipe, {4, 4095}}, {PROGRAM_close, {9}},
		{PROGRAM_close, {4095}}, {PROGRAM_close, {4}});
}

static void a_variable_that_is_bound_again_stays_the_same(void **state)
{
	(void)state;
	ASSERT_REPAIRED("epoll ep0\nepoll ep1\nepoll ep0\nclose ep0\n", {PROGRAM_epoll, {7}},
		{PROGRAM_epoll, {8}}, {PROGRAM_epoll, {7}}, {PROGRAM_close, {7}});
	ASSERT_REPAIRED("pipe r0 r0\n", {PROGRAM_pipe, {5, 5}});
}

static void an_unbound_variable_becomes_a_bound_one(void **state)
{
	(void)state;
	ASSERT_REPAIRED("epoll ep0\nepoll ep1\nepoll ep2\nclose ep1\nclose ep2\n",
		{PROGRAM_epoll, {0}}, {PROGRAM_epoll, {1}}, {PROGRAM_epoll, {2}},
		{PROGRAM_close, {4}}, {PROGRAM_close, {3 * 1000 + 2}});
}

static void what_uses_a_variable_before_there_is_one_goes(void **state)
{
	(void)state;
	ASSERT_REPAIRED("", {PROGRAM_close, {0}});
	ASSERT_REPAIRED("fail read EPERM 0\nepoll ep0\ndup ep0 d1\n", {PROGRAM_dup, {0, 1}},
		{PROGRAM_fail, {PROGRAM_CALL_read}}, {PROGRAM_epoll, {0}}, {PROGRAM_dup, {1, 2}});
}

static void an_earlier_argument_of_the_operation_counts(void **state)
{
	(void)state;
	ASSERT_REPAIRED("epoll ep0\ndup ep0 d1\ndup ep0 d1\n", {PROGRAM_epoll, {0}},
		{PROGRAM_dup, {0, 1}}, {PROGRAM_dup, {2, 1}});
}

static void arguments_are_taken_modulo_their_range(void **state)
{
	(void)state;
	ASSERT_REPAIRED(
		"eventfd ev0 5 semaphore\nshutdown ev0 wr\nwait ev0 3\n"
		"add ev0 ev0 IN 18446744073709551615\nfail epoll_ctl ENOENT 7\n",
		{PROGRAM_eventfd, {4096, (UINT64_C(1) << 32) + 5, 3}},
		{PROGRAM_shutdown, {4096, 4}}, {PROGRAM_wait, {0, (UINT64_C(1) << 31) + 3}},
		{PROGRAM_add, {0, 0, (UINT64_C(1) << 32) + 1, UINT64_MAX}},
		{PROGRAM_fail, {PROGRAM_CALL_COUNT + 1, PROGRAM_ERRNO_COUNT + 1, 65536 + 7}});
}

static void a_code_is_taken_modulo_too_and_what_no_argument_uses_becomes_0(void **state)
{
	struct program p;
	struct program_operation op = {
		.code = (enum program_code)(PROGRAM_CODE_COUNT + PROGRAM_epoll),
		.arguments = {0, 5, 6, UINT64_MAX}};

	(void)state;
	program_init(&p);
	assert_int_equal(program_insert(&p, 0, &op), 0);
	assert_false(program_well_formed(&p));
	program_repair(&p);
	assert_int_equal(p.count, 1);
	assert_int_equal(p.operations[0].code, PROGRAM_epoll);
	for (size_t i = 0; i < PROGRAM_ARGUMENTS_MAX; i++)
		assert_int_equal(p.operations[0].arguments[i], 0);
	program_free(&p);
}

static void an_answer_that_the_operation_cannot_give_is_forgotten(void **state)
{
	struct program p;
	char *text;

	(void)state;
	read_program(&p, "epoll a => ok\nwait a 1 => 7:IN\nwait a 1 => EBADF\nread a => 7\n");
	p.operations[1].code = PROGRAM_read;
	p.operations[2].code = PROGRAM_read;
	p.operations[3].code = PROGRAM_fail;
	assert_false(program_well_formed(&p));
	program_repair(&p);
	text = written(&p, program_write_text);
	assert_string_equal(
		text, "epoll a => ok\nread a\nread a => EBADF\nfail epoll_create1 ENOENT 0\n");
	free(text);
	program_free(&p);
}

static void what_is_removed_takes_its_answer_along(void **state)
{
	struct program p;

	(void)state;
	read_program(&p, "epoll a\nwait a 1 => 7:IN\n");
	program_remove(&p, 0, 1);
	program_repair(&p);
	assert_int_equal(p.count, 0);
	assert_int_equal(p.variables, 0);
	program_free(&p);
}

static void a_well_formed_program_stays_as_it_is(void **state)
{
	uint64_t random = seed_of_run();
	struct program p, before;

	(void)state;
	program_init(&p);
	program_init(&before);
	for (int i = 0; i < 500; i++) {
		random_program(&p, &random, random_below(&random, 80));
		state_random_answers(&p, &random);
		assert_int_equal(program_copy(&before, &p), 0);
		program_repair(&p);
		assert_true(program_equal(&p, &before));
		assert_int_equal(p.variables, before.variables);
		assert_same_stated(&p, &before);
	}
	program_free(&p);
	program_free(&before);
}

/* One operation made wrong: the repair changes no other, unless it bound a variable. */
static void a_repair_changes_only_what_is_wrong(void **state)
{
	uint64_t random = seed_of_run();
	struct program p, before;
	unsigned repaired = 0;

	(void)state;
	program_init(&p);
	program_init(&before);
	for (int i = 0; i < 2000; i++) {
		size_t at, argument;
		enum program_argument kind;
		uint64_t maximum;

		random_program(&p, &random, 2 + random_below(&random, 50));
		if (p.count == 0)
			continue;
		at = random_below(&random, p.count);
		argument = random_below(&random, PROGRAM_ARGUMENTS_MAX);
		kind = program_operations[p.operations[at].code].arguments[argument];
		maximum = program_arguments[kind].maximum;
		if (kind == PROGRAM_ARGUMENT_BIND || maximum == UINT64_MAX)
			continue;
		assert_int_equal(program_copy(&before, &p), 0);
		p.operations[at].arguments[argument] +=
			(maximum + 1) * (1 + random_below(&random, 1000));
		assert_false(program_well_formed(&p));
		program_repair(&p);
		assert_true(program_equal(&p, &before));
		repaired++;
	}
	assert_true(repaired > 500);
	program_free(&p);
	program_free(&before);
}

static void any_operations_become_well_formed(void **state)
{
	uint64_t random = seed_of_run();
	struct program p, again;

	(void)state;
	program_init(&p);
	program_init(&again);
	for (int i = 0; i < 1000; i++) {
		program_clear(&p);
		for (size_t j = random_below(&random, 60); j > 0; j--) {
			struct program_operation op = {
				.code = (enum program_code)random_below(&random, 1000)};

			for (size_t k = 0; k < PROGRAM_ARGUMENTS_MAX; k++)
				op.arguments[k] = next_random(&random) >> random_below(&random, 64);
			assert_int_equal(program_insert(&p, p.count, &op), 0);
		}
		program_repair(&p);
		assert_true(program_well_formed(&p));
		assert_int_equal(program_copy(&again, &p), 0);
		program_repair(&again);
		assert_true(program_equal(&again, &p));
	}
	program_free(&p);
	program_free(&again);
}

static void all_variables_can_be_bound(void **state)
{
	struct program p;

	(void)state;
	program_init(&p);
	for (unsigned i = 0; i < 2 * PROGRAM_VARIABLES_MAX; i++) {
		struct program_operation op = {
			.code = PROGRAM_epoll, .arguments = {2 * PROGRAM_VARIABLES_MAX - i}};

		assert_int_equal(program_insert(&p, i, &op), 0);
	}
	program_repair(&p);
	assert_true(program_well_formed(&p));
	assert_int_equal(p.variables, PROGRAM_VARIABLES_MAX);
	program_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(variables_are_renumbered_in_the_order_of_binding),
		cmocka_unit_test(a_variable_that_is_bound_again_stays_the_same),
		cmocka_unit_test(an_unbound_variable_becomes_a_bound_one),
		cmocka_unit_test(what_uses_a_variable_before_there_is_one_goes),
		cmocka_unit_test(an_earlier_argument_of_the_operation_counts),
		cmocka_unit_test(arguments_are_taken_modulo_their_range),
		cmocka_unit_test(a_code_is_taken_modulo_too_and_what_no_argument_uses_becomes_0),
		cmocka_unit_test(an_answer_that_the_operation_cannot_give_is_forgotten),
		cmocka_unit_test(what_is_removed_takes_its_answer_along),
		cmocka_unit_test(a_well_formed_program_stays_as_it_is),
		cmocka_unit_test(a_repair_changes_only_what_is_wrong),
		cmocka_unit_test(any_operations_become_well_formed),
		cmocka_unit_test(all_variables_can_be_bound),
	};

	return cmocka_run_group_tests_name("repair", tests, NULL, NULL);
}
