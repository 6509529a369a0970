/* SPDX-License-Identifier: BSD-3-Clause */
/* The shim of AFL++ keeps to AFL++'s protocol. */
#include "support.h"

#include "program/program.h"

#include <sys/wait.h>
#include <unistd.h>

/* As AFL++ declares them, which loads them by name. */
void *afl_custom_init(void *afl, unsigned seed);
size_t afl_custom_fuzz(void *data, uint8_t *buf, size_t size, uint8_t **out_buf, uint8_t *add_buf,
	size_t add_size, size_t max_size);
const char *afl_custom_describe(void *data, size_t max_size);
int32_t afl_custom_init_trim(void *data, uint8_t *buf, size_t size);
size_t afl_custom_trim(void *data, uint8_t **out_buf);
int32_t afl_custom_post_trim(void *data, uint8_t success);
void afl_custom_deinit(void *data);

enum { ROOM = 4096 };

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

static size_t encoded(const char *scenario, uint8_t *out)
{
	read_scenario(&program, scenario);
	return program_encode(&program, out, ROOM);
}

static void mutations_come_in_a_buffer_of_the_mutator(void **state)
{
	uint8_t input[ROOM], partner[ROOM], *out = NULL;
	size_t size = encoded(sample, input), partner_size = encoded(other_sample, partner);
	void *data = afl_custom_init(NULL, (unsigned)test_seed);

	(void)state;
	assert_non_null(data);
	for (size_t i = 0; i < 5000; i++) {
		size_t used = afl_custom_fuzz(data, input, size, &out, i % 2 == 0 ? partner : NULL,
			i % 2 == 0 ? partner_size : 0, ROOM);

		assert_non_null(out);
		assert_in_range(used, PROGRAM_HEADER_SIZE, ROOM);
		assert_int_equal(program_decode(&program, out, used), 0);
		assert_int_equal(program_encoded_size(&program), used);
		assert_non_null(afl_custom_describe(data, 40));
		assert_in_range(strlen(afl_custom_describe(data, 40)), 1, 39);
	}
	afl_custom_deinit(data);
}

/* The loop of trim_case_custom() in AFL++. */
static void trimming_by_the_protocol_keeps_what_matters(void **state)
{
	uint8_t input[ROOM], *out = NULL;
	size_t size = encoded(sample, input), whole = program.count;
	void *data = afl_custom_init(NULL, (unsigned)test_seed);
	int32_t step = 0, steps = afl_custom_init_trim(data, input, size);

	(void)state;
	assert_true(steps > 0);
	while (step < steps) {
		size_t used = afl_custom_trim(data, &out);
		bool same = false;

		assert_non_null(out);
		assert_true(used < size);
		assert_int_equal(program_decode(&program, out, used), 0);
		for (size_t i = 0; i < program.count; i++)
			same = same || program.operations[i].code == PROGRAM_shutdown;
		if (same) {
			memcpy(input, out, used);
			size = used;
		}
		step = afl_custom_post_trim(data, same);
		assert_true(step >= 0);
	}
	assert_int_equal(program_decode(&program, input, size), 0);
	assert_true(whole > 2);
	assert_int_equal(program.count, 2);
	assert_int_equal(program.operations[1].code, PROGRAM_shutdown);
	afl_custom_deinit(data);
}

static void the_form_comes_from_the_environment(void **state)
{
	uint8_t *out = NULL;
	struct program_error error;
	size_t scenarios = 0;
	void *data;

	(void)state;
	assert_int_equal(setenv("EPOLLCTX_MUTATOR_FORM", "text", 1), 0);
	data = afl_custom_init(NULL, (unsigned)test_seed);
	for (size_t i = 0; i < 200; i++) {
		uint8_t input[] = "epoll ep\nwait ep 1\n";
		size_t used = afl_custom_fuzz(data, input, sizeof(input) - 1, &out, NULL, 0, ROOM);

		scenarios += program_read_text(&program, (const char *)out, used, &error) == 0 &&
			     used != 0;
	}
	afl_custom_deinit(data);
	assert_int_equal(unsetenv("EPOLLCTX_MUTATOR_FORM"), 0);
	assert_true(scenarios > 100);
}

static void an_unknown_form_is_an_error(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0) {
		(void)setenv("EPOLLCTX_MUTATOR_FORM", "texts", 1);
		(void)close(STDERR_FILENO);
		(void)afl_custom_init(NULL, 0);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EXIT_FAILURE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mutations_come_in_a_buffer_of_the_mutator),
		cmocka_unit_test(trimming_by_the_protocol_keeps_what_matters),
		cmocka_unit_test(the_form_comes_from_the_environment),
		cmocka_unit_test(an_unknown_form_is_an_error),
	};

	return cmocka_run_group_tests_name("mutator/mutator_afl", tests, set_up, tear_down);
}
