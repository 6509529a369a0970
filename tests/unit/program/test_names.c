/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/program/names.c. */
#include "support.h"

#include "program/names.h"

static void assert_name(const struct program *p, uint32_t variable, const char *expected)
{
	char name[PROGRAM_NAME_SIZE];

	program_name(p, variable, name);
	assert_string_equal(name, expected);
}

static void a_full_table_finds_every_name_and_no_other(void **state)
{
	static struct name_table table;
	static char names[PROGRAM_VARIABLES_MAX][PROGRAM_NAME_SIZE];
	char other[PROGRAM_NAME_SIZE];

	(void)state;
	name_table_clear(&table);
	/* Long names first, so that short ones meet them on the way to their slots. */
	for (uint32_t v = 0; v < PROGRAM_VARIABLES_MAX; v++) {
		snprintf(names[v], sizeof names[v], "n%u", PROGRAM_VARIABLES_MAX - v);
		assert_int_equal(
			name_table_find(&table, names, names[v], strlen(names[v])), NAME_UNKNOWN);
		name_table_add(&table, names, v);
	}
	for (uint32_t v = 0; v < PROGRAM_VARIABLES_MAX; v++) {
		assert_int_equal(name_table_find(&table, names, names[v], strlen(names[v])), v);
		snprintf(other, sizeof other, "m%u", v);
		assert_int_equal(
			name_table_find(&table, names, other, strlen(other)), NAME_UNKNOWN);
	}
}

static void names_are_found_by_their_size(void **state)
{
	static struct name_table table;
	char names[2][PROGRAM_NAME_SIZE] = {"ab", "a"};

	(void)state;
	name_table_clear(&table);
	name_table_add(&table, names, 0);
	name_table_add(&table, names, 1);
	assert_int_equal(name_table_find(&table, names, "abc", 2), 0);
	assert_int_equal(name_table_find(&table, names, "abc", 1), 1);
	assert_int_equal(name_table_find(&table, names, "abc", 3), NAME_UNKNOWN);
}

static void appended_names_stay(void **state)
{
	struct program p;

	(void)state;
	program_init(&p);
	for (uint32_t v = 0; v < 200; v++) {
		char name[PROGRAM_NAME_SIZE];

		snprintf(name, sizeof name, "n%u", v);
		assert_int_equal(names_append(&p, name, strlen(name)), 0);
		assert_int_equal(p.variables, v + 1);
	}
	assert_name(&p, 0, "n0");
	assert_name(&p, 16, "n16");
	assert_name(&p, 199, "n199");
	program_free(&p);
}

static void a_variable_without_name_has_its_first_binding_s_stem(void **state)
{
	struct program p;
	struct name_stems stems;

	(void)state;
	read_program(&p, "pipe r w\neventfd r\nsocketpair w b\nfile f\n");
	free(p.names);
	p.names = NULL;
	assert_name(&p, 0, "r0");
	assert_name(&p, 1, "w1");
	assert_name(&p, 2, "b2");
	assert_name(&p, 3, "f3");
	name_stems_of(&p, &stems);
	assert_string_equal(stems.stem[0], "r");
	assert_string_equal(stems.stem[2], "b");
	assert_string_equal(stems.stem[3], "f");
	program_free(&p);
}

static void a_variable_that_nothing_binds_still_has_a_text(void **state)
{
	struct program p;

	(void)state;
	program_init(&p);
	assert_name(&p, 3, "unbound3");
	program_free(&p);
}

static void names_follow_their_variables_when_operations_go(void **state)
{
	struct program p;

	(void)state;
	read_program(&p, "epoll one\nepoll two\nepoll three\nclose three\nclose two\n");
	program_remove(&p, 0, 1);
	program_repair(&p);
	assert_int_equal(p.variables, 2);
	assert_name(&p, 0, "two");
	assert_name(&p, 1, "three");
	assert_int_equal(p.operations[2].arguments[0], 1);
	program_free(&p);
}

static void names_follow_when_the_order_of_binding_changes(void **state)
{
	struct program p;
	struct program_operation op;

	(void)state;
	read_program(&p, "epoll one\npipe r w\nclose one\n");
	op = p.operations[0];
	program_remove(&p, 0, 1);
	assert_int_equal(program_insert(&p, 1, &op), 0);
	program_repair(&p);
	assert_name(&p, 0, "r");
	assert_name(&p, 1, "w");
	assert_name(&p, 2, "one");
	assert_int_equal(p.operations[2].arguments[0], 2);
	program_free(&p);
}

/* A new variable gets a name that nobody has, beside names that look like made ones. */
static void new_variables_among_names_get_free_ones(void **state)
{
	struct program p;
	struct program_operation op = {.code = PROGRAM_epoll, .arguments = {3}};
	char *text;

	(void)state;
	read_program(&p, "epoll ep3\nepoll ep4\nepoll ep1\n");
	assert_int_equal(program_insert(&p, 3, &op), 0);
	op.arguments[0] = 4000;
	assert_int_equal(program_insert(&p, 1, &op), 0);
	program_repair(&p);
	text = written(&p, program_write_text);
	assert_string_equal(text, "epoll ep3\nepoll ep2\nepoll ep4\nepoll ep1\nepoll ep5\n");
	free(text);
	program_free(&p);
}

static void random_changes_keep_every_name_unique(void **state)
{
	uint64_t random = seed_of_run();
	struct program p, again;

	(void)state;
	program_init(&p);
	for (int i = 0; i < 300; i++) {
		char *text;

		random_program(&p, &random, 40);
		text = written(&p, program_write_text);
		read_program(&again, text);
		free(text);
		for (int j = 0; j < 20; j++) {
			struct program_operation op = random_operation(&random, 60);

			program_remove(&again, random_below(&random, again.count + 1), 1);
			assert_int_equal(
				program_insert(&again, random_below(&random, again.count + 1), &op),
				0);
			if (random_below(&random, 3) == 0)
				program_repair(&again);
		}
		program_repair(&again);
		text = written(&again, program_write_text);
		program_clear(&p);
		assert_int_equal(program_read_text(&p, text, strlen(text),
					 &(struct program_error){.line = 0}),
			0);
		assert_true(program_equal(&p, &again));
		assert_int_equal(p.variables, again.variables);
		free(text);
		program_free(&again);
	}
	program_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_table_finds_every_name_and_no_other),
		cmocka_unit_test(names_are_found_by_their_size),
		cmocka_unit_test(appended_names_stay),
		cmocka_unit_test(a_variable_without_name_has_its_first_binding_s_stem),
		cmocka_unit_test(a_variable_that_nothing_binds_still_has_a_text),
		cmocka_unit_test(names_follow_their_variables_when_operations_go),
		cmocka_unit_test(names_follow_when_the_order_of_binding_changes),
		cmocka_unit_test(new_variables_among_names_get_free_ones),
		cmocka_unit_test(random_changes_keep_every_name_unique),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
