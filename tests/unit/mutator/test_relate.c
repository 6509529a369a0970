/* SPDX-License-Identifier: BSD-3-Clause */
/* Fresh operations are mostly about what is registered. */
#include "support.h"

#include "mutator/relate.h"

enum { DRAWS = 20000 };

/* The variables of the sample, in the order in which it binds them. */
enum { EP, EV, R, W, A, B, S, T, OUTER };

static struct generator generator;

static void begin(void)
{
	generator.random.state = test_seed;
	generate_weights(&generator, false);
	scene_at(&generator.scene, &base, base.count);
}

static const struct scene_registration *registration(uint32_t instance, uint32_t file)
{
	const struct scene *s = &generator.scene;
	size_t i = 0;

	while (i < s->registration_count &&
		(s->registrations[i].instance != instance || s->registrations[i].file != file))
		i++;
	assert_true(i < s->registration_count);
	return &s->registrations[i];
}

static void a_scene_remembers_interests_and_tokens(void **state)
{
	(void)state;
	begin();
	assert_int_equal(registration(EP, R)->interest, 0x80000001);
	assert_int_equal(registration(EP, R)->token, 2);
	/* After its MOD, before its DEL. */
	scene_at(&generator.scene, &base, 10);
	assert_int_equal(registration(EP, EV)->interest, 4);
	assert_int_equal(registration(EP, EV)->token, 4);
}

static bool is_one_of(uint64_t variable, const uint32_t *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == variable)
			return true;
	return false;
}

static void transfers_mostly_meet_what_is_registered(void **state)
{
	static const uint32_t near[] = {R, W, A, B};
	size_t met = 0, all = 0;

	(void)state;
	begin();
	for (size_t i = 0; i < DRAWS; i++) {
		struct program_operation op;

		assert_true(generate_operation(&generator, base.variables, &op));
		if (op.code != PROGRAM_write && op.code != PROGRAM_read)
			continue;
		all++;
		met += is_one_of(op.arguments[0], near, sizeof(near) / sizeof(near[0]));
	}
	assert_true(met > all / 2);
}

static void a_mod_is_often_what_is_registered_already(void **state)
{
	const struct scene_registration *known;
	size_t same = 0, one_bit = 0;

	(void)state;
	begin();
	known = registration(EP, R);
	for (size_t i = 0; i < DRAWS; i++) {
		struct program_operation op = {.code = PROGRAM_mod};
		uint64_t changed;

		op.arguments[2] = 0xffffffff;
		op.arguments[3] = 77;
		assert_true(relate_surely(&generator, known, &op));
		assert_int_equal(op.arguments[0], EP);
		assert_int_equal(op.arguments[1], R);
		changed = op.arguments[2] ^ known->interest;
		same += changed == 0 && op.arguments[3] == known->token;
		one_bit += changed != 0 && (changed & (changed - 1)) == 0;
	}
	assert_in_range(same, DRAWS / 16, DRAWS / 4);
	assert_in_range(one_bit, DRAWS / 8, DRAWS / 2);
}

/* Under its other number in the same instance, or itself in another one. */
static void an_add_may_take_the_file_again(void **state)
{
	size_t dups = 0, others = 0;

	(void)state;
	begin();
	for (size_t i = 0; i < DRAWS; i++) {
		struct program_operation op = {.code = PROGRAM_add, .arguments = {OUTER, T, 1, 9}};

		if (!relate_surely(&generator, registration(EP, R), &op))
			continue;
		dups += op.arguments[0] == EP && op.arguments[1] == S;
		others += op.arguments[0] == OUTER && op.arguments[1] == R;
	}
	assert_int_equal(dups + others, DRAWS);
	assert_in_range(dups, DRAWS / 4, DRAWS - DRAWS / 4);
}

static void what_cannot_be_about_a_registration_stays(void **state)
{
	struct program_operation op = {.code = PROGRAM_eventfd, .arguments = {1, 2, 0}};

	(void)state;
	begin();
	assert_false(relate_surely(&generator, registration(EP, R), &op));
	assert_int_equal(op.arguments[1], 2);
	op.code = PROGRAM_arm;
	assert_false(relate_surely(&generator, registration(EP, R), &op));
	assert_int_equal(op.arguments[0], 1);
}

/* What an inner instance says comes from its own registrations. */
static void stimuli_of_an_instance_go_to_its_members(void **state)
{
	static const uint32_t near[] = {EP, R, W, A, B, S};
	size_t members = 0;

	(void)state;
	begin();
	for (size_t i = 0; i < DRAWS; i++) {
		struct program_operation op;

		if (!generate_stimulus(&generator, registration(OUTER, EP), &op))
			continue;
		/* An ADD may put the member anywhere. */
		if (op.arguments[0] != OUTER && op.code != PROGRAM_add)
			assert_true(
				is_one_of(op.arguments[0], near, sizeof(near) / sizeof(near[0])));
		members += op.arguments[0] != OUTER && op.code != PROGRAM_close;
	}
	assert_true(members > DRAWS / 2);
}

/* A scenario may try to put an instance into itself. */
static void a_ring_of_registrations_has_an_end(void **state)
{
	struct program ring;
	struct program_operation op;

	(void)state;
	program_init(&ring);
	read_scenario(&ring, "epoll ep\nadd ep ep IN 1\n");
	begin();
	scene_at(&generator.scene, &ring, ring.count);
	assert_true(generate_stimulus(&generator, registration(0, 0), &op));
	assert_int_equal(op.arguments[0], 0);
	program_free(&ring);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scene_remembers_interests_and_tokens),
		cmocka_unit_test(transfers_mostly_meet_what_is_registered),
		cmocka_unit_test(a_mod_is_often_what_is_registered_already),
		cmocka_unit_test(an_add_may_take_the_file_again),
		cmocka_unit_test(what_cannot_be_about_a_registration_stays),
		cmocka_unit_test(stimuli_of_an_instance_go_to_its_members),
		cmocka_unit_test(a_ring_of_registrations_has_an_end),
	};

	return cmocka_run_group_tests_name("mutator/relate", tests, read_base, free_base);
}
