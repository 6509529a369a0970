/* SPDX-License-Identifier: BSD-3-Clause */
/* Each kind of mutation does what its row of MUTATOR_KINDS says, and nothing else. */
#include "support.h"

enum { RUNS = 2000, ROOM = 200 };

static struct program before;
static struct program after;
static struct program partner;
static struct program scratch;
static struct mutator mutator;

static int set_up(void **state)
{
	program_init(&before);
	program_init(&after);
	program_init(&partner);
	program_init(&scratch);
	read_scenario(&before, sample);
	read_scenario(&partner, other_sample);
	return choose_seed(state);
}

static int tear_down(void **state)
{
	(void)state;
	program_free(&before);
	program_free(&after);
	program_free(&partner);
	program_free(&scratch);
	return 0;
}

/* Is `large` without `length` operations at `at` the same as `small`? */
static bool is_without(
	const struct program *small, const struct program *large, size_t at, size_t length)
{
	assert_int_equal(program_copy(&scratch, large), 0);
	program_remove(&scratch, at, length);
	program_repair(&scratch);
	return program_equal(small, &scratch);
}

/* Where the block is that `large` has more than `small`; -1 when there is none. */
static long block_at(const struct program *small, const struct program *large)
{
	size_t length = large->count - small->count;

	if (large->count <= small->count)
		return -1;
	for (size_t at = 0; at <= small->count; at++)
		if (is_without(small, large, at, length))
			return (long)at;
	return -1;
}

static bool same_codes(const struct program *a, size_t from_a, const struct program *b,
	size_t from_b, size_t count)
{
	if (from_a + count > a->count || from_b + count > b->count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (a->operations[from_a + i].code != b->operations[from_b + i].code)
			return false;
	return true;
}

/* How many arguments differ; *ret_kind is the kind of the last. */
static size_t arguments_changed(enum program_argument *ret_kind)
{
	size_t changed = 0;

	for (size_t i = 0; i < before.count; i++) {
		const struct program_operation *a = &before.operations[i];
		const struct program_operation *b = &after.operations[i];

		for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
			if (a->arguments[j] == b->arguments[j])
				continue;
			changed++;
			*ret_kind = program_operations[a->code].arguments[j];
		}
	}
	return changed;
}

static bool did_insert(void)
{
	return after.count <= before.count + 5 && block_at(&before, &after) >= 0;
}

static bool did_delete(void)
{
	for (size_t at = 0; at < before.count; at++)
		if (is_without(&after, &before, at, 1))
			return true;
	return false;
}

static bool did_delete_range(void)
{
	for (size_t at = 0; at < before.count; at++)
		for (size_t length = 1; at + length <= before.count; length++)
			if (is_without(&after, &before, at, length))
				return true;
	return false;
}

static bool has_variable(const struct program_operation *op, uint64_t variable)
{
	for (size_t i = 0; i < 2; i++) {
		enum program_argument kind = program_operations[op->code].arguments[i];

		if ((kind == PROGRAM_ARGUMENT_BIND || kind == PROGRAM_ARGUMENT_USE) &&
			op->arguments[i] == variable)
			return true;
	}
	return false;
}

static bool did_delete_variable(void)
{
	for (uint32_t v = 0; v < before.variables; v++) {
		assert_int_equal(program_copy(&scratch, &before), 0);
		for (size_t i = scratch.count; i-- != 0;)
			if (has_variable(&scratch.operations[i], v))
				program_remove(&scratch, i, 1);
		program_repair(&scratch);
		if (program_equal(&scratch, &after))
			return true;
	}
	return false;
}

static bool did_replace(void)
{
	size_t at = 0;

	if (before.count != after.count)
		return false;
	while (at < before.count && before.operations[at].code == after.operations[at].code)
		at++;
	return at == before.count ||
	       same_codes(&before, at + 1, &after, at + 1, before.count - at - 1);
}

static bool has_code(const struct program *p, enum program_code code)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->operations[i].code == code)
			return true;
	return false;
}

static bool did_duplicate(void)
{
	long at = block_at(&before, &after);

	return after.count == before.count + 1 && at >= 0 &&
	       has_code(&before, after.operations[at].code);
}

/* The block is a part of `from`, operation by operation. */
static bool block_is_of(const struct program *from)
{
	size_t length = after.count - before.count;

	for (size_t at = 0; at <= before.count; at++)
		for (size_t first = 0;
			is_without(&before, &after, at, length) && first + length <= from->count;
			first++)
			if (same_codes(&after, at, from, first, length))
				return true;
	return false;
}

static bool did_duplicate_range(void)
{
	return block_at(&before, &after) >= 0 && block_is_of(&before);
}

static bool did_splice(void)
{
	return block_at(&before, &after) >= 0 && block_is_of(&partner);
}

/* Operation i of the copy goes to j, and that one to i, or all between them make room. */
static void rearrange(struct program *p, size_t i, size_t j, bool exchange)
{
	struct program_operation *ops = p->operations, taken = ops[i];

	if (exchange)
		ops[i] = ops[j];
	else if (i < j)
		memmove(&ops[i], &ops[i + 1], (j - i) * sizeof(*ops));
	else
		memmove(&ops[j + 1], &ops[j], (i - j) * sizeof(*ops));
	ops[j] = taken;
}

static bool is_rearranged(bool exchange)
{
	for (size_t i = 0; i < before.count; i++) {
		for (size_t j = 0; j < before.count; j++) {
			assert_int_equal(program_copy(&scratch, &before), 0);
			rearrange(&scratch, i, j, exchange);
			program_repair(&scratch);
			if (i != j && program_equal(&scratch, &after))
				return true;
		}
	}
	return false;
}

static bool did_swap(void)
{
	return is_rearranged(true);
}

static bool did_move(void)
{
	return is_rearranged(false);
}

static bool did_argument(void)
{
	enum program_argument kind = PROGRAM_ARGUMENT_NONE;

	return before.count == after.count && same_codes(&before, 0, &after, 0, before.count) &&
	       arguments_changed(&kind) == 1 && kind != PROGRAM_ARGUMENT_USE &&
	       kind != PROGRAM_ARGUMENT_BIND;
}

static bool did_redirect(void)
{
	enum program_argument kind = PROGRAM_ARGUMENT_NONE;

	return before.count == after.count && same_codes(&before, 0, &after, 0, before.count) &&
	       arguments_changed(&kind) == 1 && kind == PROGRAM_ARGUMENT_USE;
}

static bool did_wait_after(void)
{
	long at = block_at(&before, &after);

	return after.count == before.count + 1 && at > 0 &&
	       after.operations[at].code == PROGRAM_wait;
}

static bool is_opener(enum program_code code)
{
	return code != PROGRAM_dup &&
	       program_operations[code].arguments[0] == PROGRAM_ARGUMENT_BIND;
}

static bool did_probe(void)
{
	size_t length = after.count - before.count;

	for (size_t at = 0; at <= before.count; at++) {
		const struct program_operation *last = &after.operations[at + length - 1];

		if (after.count < before.count + 2 || !is_without(&before, &after, at, length))
			continue;
		assert_true(length <= 4);
		if (last->code == PROGRAM_wait && !is_opener(last[-1].code))
			return true;
	}
	return false;
}

static bool is_epoll(enum program_code code)
{
	return code == PROGRAM_epoll;
}

static bool is_file(enum program_code code)
{
	return code == PROGRAM_dup || (is_opener(code) && !is_epoll(code));
}

static bool is_add(enum program_code code)
{
	return code == PROGRAM_add;
}

/* Each phase has something, and nothing comes after its phase; an ADD is life, too. */
static bool did_stage(void)
{
	bool (*const phases[])(enum program_code) = {is_epoll, is_file, is_add};
	size_t at = 0;

	for (size_t phase = 0; phase < sizeof(phases) / sizeof(phases[0]); phase++) {
		if (at == after.count || !phases[phase](after.operations[at].code))
			return false;
		while (at < after.count && phases[phase](after.operations[at].code))
			at++;
	}
	while (at < after.count && !is_opener(after.operations[at].code))
		at++;
	return at == after.count;
}

/* What is switched off is gone, and something is. */
static bool did_swarm(void)
{
	for (size_t i = 0; i < after.count; i++)
		if (mutator.generator.weights[after.operations[i].code] == 0)
			return false;
	return mutator.swarming;
}

static void each_kind_does_what_it_says(void **state)
{
	static bool (*const did[MUTATOR_KIND_COUNT])(void) = {
#define X(kind, weight, text) did_##kind,
		MUTATOR_KINDS(X)
#undef X
	};
	size_t done[MUTATOR_KIND_COUNT] = {0};

	(void)state;
	for (uint64_t run = 0; run < RUNS; run++) {
		enum mutator_kind kind = (enum mutator_kind)(run % MUTATOR_KIND_COUNT);

		mutator_init(&mutator, test_seed + run, false);
		assert_int_equal(program_copy(&after, &before), 0);
		if (!mutator_apply(&mutator, kind, &after, &partner, ROOM)) {
			assert_true(program_equal(&before, &after));
			continue;
		}
		done[kind]++;
		assert_true(program_well_formed(&after));
		if (!did[kind]())
			fail_msg("%s did something else, run %llu", mutator_kind_name(kind),
				(unsigned long long)run);
	}
	for (size_t kind = 0; kind < MUTATOR_KIND_COUNT; kind++)
		if (done[kind] == 0)
			fail_msg("%s was never possible",
				mutator_kind_name((enum mutator_kind)kind));
}

static void what_is_impossible_changes_nothing(void **state)
{
	struct program empty;

	(void)state;
	program_init(&empty);
	for (size_t kind = 0; kind < MUTATOR_KIND_COUNT; kind++) {
		if (kind == MUTATOR_insert || kind == MUTATOR_swarm || kind == MUTATOR_splice ||
			kind == MUTATOR_stage)
			continue;
		mutator_init(&mutator, test_seed + kind, false);
		assert_false(
			mutator_apply(&mutator, (enum mutator_kind)kind, &empty, &partner, ROOM));
		assert_int_equal(empty.count, 0);
	}
	assert_false(mutator_apply(&mutator, MUTATOR_splice, &empty, NULL, ROOM));
	assert_false(mutator_apply(&mutator, MUTATOR_insert, &empty, NULL, 0));
	program_free(&empty);
}

/* Many seeds: each operation is switched off by some swarm, and left on by some. */
static void swarms_switch_every_operation_off_and_on(void **state)
{
	size_t off[PROGRAM_CODE_COUNT] = {0};

	(void)state;
	for (uint64_t run = 0; run < RUNS; run++) {
		mutator_init(&mutator, test_seed + run, false);
		assert_int_equal(program_copy(&after, &before), 0);
		assert_true(mutator_apply(&mutator, MUTATOR_swarm, &after, NULL, ROOM));
		for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++)
			off[code] += mutator.generator.weights[code] == 0;
	}
	for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++)
		assert_in_range(off[code], 1, RUNS - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_does_what_it_says),
		cmocka_unit_test(what_is_impossible_changes_nothing),
		cmocka_unit_test(swarms_switch_every_operation_off_and_on),
	};

	return cmocka_run_group_tests_name("mutator/kinds", tests, set_up, tear_down);
}
