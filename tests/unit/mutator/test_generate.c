/* SPDX-License-Identifier: BSD-3-Clause */
/* Fresh operations reach everything that the tables have, and mostly make sense. */
#include "support.h"

#include "mutator/call_errnos.h"

enum { DRAWS = 200000 };

static struct generator generator;

static void begin(bool faults)
{
	generator.random.state = test_seed;
	generate_weights(&generator, faults);
	scene_at(&generator.scene, &base, base.count);
}

static struct program_operation draw(void)
{
	struct program_operation op;

	assert_true(generate_operation(&generator, base.variables, &op));
	assert_in_range(op.code, 0, PROGRAM_CODE_COUNT - 1);
	return op;
}

static void every_operation_comes_and_is_in_range(void **state)
{
	size_t seen[PROGRAM_CODE_COUNT] = {0};

	(void)state;
	begin(false);
	for (size_t i = 0; i < DRAWS; i++) {
		struct program_operation op = draw();

		seen[op.code]++;
		for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
			enum program_argument kind = program_operations[op.code].arguments[j];

			assert_true(op.arguments[j] <= program_arguments[kind].maximum);
			if (kind == PROGRAM_ARGUMENT_USE)
				assert_true(op.arguments[j] < base.variables);
			if (kind == PROGRAM_ARGUMENT_BIND)
				assert_true(op.arguments[j] <= base.variables + 1);
		}
	}
	for (size_t code = 0; code < PROGRAM_CODE_COUNT; code++)
		if (seen[code] == 0)
			fail_msg("no %s in %d operations", program_operations[code].name, DRAWS);
	assert_true(seen[PROGRAM_wait] > seen[PROGRAM_epoll]);
}

static void every_call_fails_with_everything_its_page_lists(void **state)
{
	static size_t seen[PROGRAM_CALL_COUNT][PROGRAM_ERRNO_COUNT];
	size_t faults[PROGRAM_CALL_COUNT] = {0}, listed = 0, kinds = 0;

	(void)state;
	begin(true);
	for (size_t i = 0; i < (size_t)10 * DRAWS; i++) {
		struct program_operation op = draw();

		if (op.code != PROGRAM_fail)
			continue;
		seen[op.arguments[0]][op.arguments[1]]++;
		faults[op.arguments[0]]++;
	}
	for (size_t call = 0; call < PROGRAM_CALL_COUNT; call++) {
		size_t count;
		const enum program_errno *errnos = call_errnos((enum program_call)call, &count);

		/* Far more often than it would come as one of all the errnos that there are. */
		for (size_t i = 0; i < count; i++)
			if (seen[call][errnos[i]] <= faults[call] / 40)
				fail_msg("too few fail %s %s",
					program_call_name((enum program_call)call),
					program_errno_name(program_errno_number(errnos[i])));
		listed += count;
		for (size_t error = 0; error < PROGRAM_ERRNO_COUNT; error++)
			kinds += seen[call][error] != 0;
	}
	/* And now and then something that no page lists. */
	assert_true(kinds > listed);
}

static void borders_are_reached(void **state)
{
	static const struct {
		enum program_code code;
		size_t position;
		uint64_t value;
	} borders[] = {
		{PROGRAM_eventfd, 1, UINT32_MAX},
		{PROGRAM_eventfd, 2, 1},
		{PROGRAM_write, 1, 0},
		{PROGRAM_write, 1, 4096},
		{PROGRAM_write, 1, 61441},
		{PROGRAM_write, 1, 65536},
		{PROGRAM_write, 1, UINT64_MAX},
		{PROGRAM_write, 1, UINT64_MAX - 1},
		{PROGRAM_read, 1, 0},
		{PROGRAM_read, 1, 4095},
		{PROGRAM_read, 1, 65535},
		{PROGRAM_shutdown, 1, 0},
		{PROGRAM_shutdown, 1, 2},
		{PROGRAM_add, 2, 0},
		{PROGRAM_add, 2, 0x1},
		{PROGRAM_add, 2, 0x80000001},
		{PROGRAM_add, 2, 0x40000001},
		{PROGRAM_add, 2, 0x10000001},
		{PROGRAM_add, 2, 0x2000},
		{PROGRAM_add, 2, 0x40},
		{PROGRAM_add, 3, UINT64_MAX},
		{PROGRAM_mod, 2, 0x10000000},
		{PROGRAM_wait, 1, 0},
		{PROGRAM_wait, 1, 1},
		{PROGRAM_wait, 1, 16},
		{PROGRAM_wait, 1, 178956970},
		{PROGRAM_wait, 1, 178956971},
		{PROGRAM_fail, 2, 1},
		{PROGRAM_fail, 2, 1000},
		{PROGRAM_fail, 2, UINT16_MAX},
	};
	enum { BORDERS = sizeof(borders) / sizeof(borders[0]) };
	size_t seen[BORDERS] = {0};

	(void)state;
	begin(true);
	for (size_t i = 0; i < DRAWS; i++) {
		struct program_operation op = draw();

		for (size_t j = 0; j < BORDERS; j++)
			seen[j] += op.code == borders[j].code &&
				   op.arguments[borders[j].position] == borders[j].value;
	}
	for (size_t j = 0; j < BORDERS; j++)
		if (seen[j] == 0)
			fail_msg("%s never had argument %zu = %llu",
				program_operations[borders[j].code].name, borders[j].position + 1,
				(unsigned long long)borders[j].value);
}

/* Nine of ten variables are of a kind that the operation is made for, outer instances aside. */
static void variables_mostly_fit(void **state)
{
	size_t fitting = 0, all = 0;

	(void)state;
	begin(false);
	for (size_t i = 0; i < DRAWS; i++) {
		struct program_operation op = draw();

		if (program_operations[op.code].arguments[0] != PROGRAM_ARGUMENT_USE)
			continue;
		all++;
		fitting += (generator.scene.kinds[op.arguments[0]] &
				   generate_fitting(op.code, 0)) != 0;
	}
	assert_true(fitting > all / 10 * 9);
}

static void mod_and_del_mostly_meet_a_registration(void **state)
{
	size_t registered = 0, all = 0;

	(void)state;
	begin(false);
	for (size_t i = 0; i < DRAWS; i++) {
		struct program_operation op = draw();

		if (op.code != PROGRAM_mod && op.code != PROGRAM_del)
			continue;
		all++;
		for (size_t j = 0; j < generator.scene.registration_count; j++)
			if (op.arguments[0] == generator.scene.registrations[j].instance &&
				op.arguments[1] == generator.scene.registrations[j].file) {
				registered++;
				break;
			}
	}
	assert_true(registered > all / 3 * 2);
}

/* A closed number comes to mean its old file again only when dup2 gets just these two. */
static void dup2_often_joins_numbers_of_one_file(void **state)
{
	enum { READER = 2, DUP_OF_READER = 6 };
	size_t joined = 0, all = 0;

	(void)state;
	begin(false);
	for (size_t i = 0; i < DRAWS; i++) {
		struct program_operation op = draw();

		if (op.code != PROGRAM_dup2 ||
			(op.arguments[0] != READER && op.arguments[0] != DUP_OF_READER))
			continue;
		all++;
		joined += op.arguments[0] + op.arguments[1] == READER + DUP_OF_READER;
	}
	assert_true(all > 0);
	assert_in_range(joined, all / 3, all / 3 * 2);
}

static void a_scene_knows_what_is_bound(void **state)
{
	/* ep ev r w a b s t outer, in the order in which the sample binds them */
	static const uint8_t kinds[] = {SCENE_EPOLL, SCENE_EVENTFD, SCENE_PIPE_READER,
		SCENE_PIPE_WRITER, SCENE_SOCKET, SCENE_SOCKET, SCENE_PIPE_READER, SCENE_TIMERFD,
		SCENE_EPOLL};
	static struct scene scene;
	uint32_t variable = UINT32_MAX;

	(void)state;
	scene_at(&scene, &base, base.count);
	assert_int_equal(scene.variables, sizeof(kinds));
	assert_memory_equal(scene.kinds, kinds, sizeof(kinds));
	/* Four were added, one of them deleted again. */
	assert_int_equal(scene.adds, 4);
	assert_int_equal(scene.registration_count, 3);
	assert_int_equal(scene.peers[1], 1);
	assert_int_equal(scene.peers[2], 3);
	assert_int_equal(scene.peers[3], 2);
	assert_int_equal(scene.peers[4], 5);
	assert_int_equal(scene.peers[6], 3);
	assert_false(scene_pick(&scene, &generator.random, SCENE_FILE, &variable));
	assert_int_equal(variable, UINT32_MAX);
	assert_true(scene_pick(&scene, &generator.random, SCENE_TIMERFD, &variable));
	assert_int_equal(variable, 7);
	assert_true(scene_pick_dup(&scene, &generator.random, 6, &variable));
	assert_int_equal(variable, 2);
	assert_true(scene_pick_dup(&scene, &generator.random, 2, &variable));
	assert_int_equal(variable, 6);
	assert_false(scene_pick_dup(&scene, &generator.random, 1, &variable));
	assert_false(scene_pick_dup(&scene, &generator.random, scene.variables, &variable));
	assert_int_equal(variable, 6);
	/* Nothing of it is left when the same scene is used for another place. */
	scene_at(&scene, &base, 2);
	assert_int_equal(scene.variables, 2);
	assert_int_equal(scene.adds, 0);
	assert_int_equal(scene.registration_count, 0);
}

static void what_is_switched_off_never_comes(void **state)
{
	(void)state;
	for (uint64_t swarm = 0; swarm < 500; swarm++) {
		begin(false);
		generator.random.state += swarm;
		generate_swarm(&generator);
		for (size_t i = 0; i < 200; i++)
			assert_int_not_equal(generator.weights[draw().code], 0);
		scene_at(&generator.scene, &base, 0);
		assert_int_not_equal(generator.weights[draw().code], 0);
	}
}

static void nothing_comes_from_nothing(void **state)
{
	struct program_operation op;

	(void)state;
	begin(false);
	memset(generator.weights, 0, sizeof(generator.weights));
	assert_false(generate_operation(&generator, 0, &op));
}

/* Where nothing is bound, what comes first is an opener, or needs none. */
static void an_empty_place_gets_an_opener(void **state)
{
	(void)state;
	begin(false);
	scene_at(&generator.scene, &base, 0);
	for (size_t i = 0; i < DRAWS; i++) {
		enum program_argument kind = program_operations[draw().code].arguments[0];

		assert_true(kind == PROGRAM_ARGUMENT_BIND || kind == PROGRAM_ARGUMENT_CALL);
	}
}

static void answers_fit_their_operations(void **state)
{
	struct program_event events[GENERATE_EVENTS_MAX];
	struct program_answer answer;
	size_t seen[PROGRAM_EVENTS + 1] = {0};

	(void)state;
	begin(false);
	for (size_t i = 0; i < DRAWS / 10; i++) {
		size_t at = i % base.count;

		generate_answer(&generator, &base.operations[at], events, &answer);
		assert_int_equal(program_state(&base, at, &answer), 0);
		seen[answer.kind]++;
	}
	program_forget_stated(&base);
	for (size_t kind = PROGRAM_OK; kind <= PROGRAM_EVENTS; kind++)
		assert_int_not_equal(seen[kind], 0);
}

static void the_lists_of_errnos_are_lists(void **state)
{
	(void)state;
	for (size_t call = 0; call < PROGRAM_CALL_COUNT; call++) {
		size_t count;
		const enum program_errno *errnos = call_errnos((enum program_call)call, &count);

		assert_non_null(errnos);
		assert_int_not_equal(count, 0);
		for (size_t i = 0; i < count; i++)
			for (size_t j = 0; j < i; j++)
				assert_int_not_equal(errnos[i], errnos[j]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operation_comes_and_is_in_range),
		cmocka_unit_test(every_call_fails_with_everything_its_page_lists),
		cmocka_unit_test(borders_are_reached),
		cmocka_unit_test(variables_mostly_fit),
		cmocka_unit_test(mod_and_del_mostly_meet_a_registration),
		cmocka_unit_test(dup2_often_joins_numbers_of_one_file),
		cmocka_unit_test(a_scene_knows_what_is_bound),
		cmocka_unit_test(what_is_switched_off_never_comes),
		cmocka_unit_test(nothing_comes_from_nothing),
		cmocka_unit_test(an_empty_place_gets_an_opener),
		cmocka_unit_test(answers_fit_their_operations),
		cmocka_unit_test(the_lists_of_errnos_are_lists),
	};

	return cmocka_run_group_tests_name("mutator/generate", tests, read_base, free_base);
}
