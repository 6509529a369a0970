/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/lockstep/predict.c: answers of the model alone; nothing is performed. */
#include "support.h"

#include <sys/epoll.h>

static struct lockstep *ls;

static int setup(void **state)
{
	(void)state;
	ls = create_settled(LOCKSTEP_context);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	assert_nothing_open(ls);
	lockstep_destroy(ls);
	return 0;
}

static struct answer says(
	enum program_code code, int first, int second, uint64_t value, uint64_t other)
{
	const struct call call = {code, {first, second}, {value, other, 0}};
	struct answer answer;

	predict(ls, &call, 0, &answer);
	return answer;
}

static void assert_error(struct answer answer, int error)
{
	assert_int_equal(answer.said.kind, PROGRAM_ERROR);
	assert_int_equal(answer.said.error, error);
}

static void assert_value(struct answer answer, uint64_t value)
{
	assert_int_equal(answer.said.kind, PROGRAM_VALUE);
	assert_int_equal(answer.said.value, value);
}

static void assert_ok(struct answer answer)
{
	assert_int_equal(answer.said.kind, PROGRAM_OK);
}

static void openers_name_their_numbers(void **state)
{
	static const int opened[][3] = {{PROGRAM_epoll, 0, LOCKSTEP_NOT_OPENED},
		{PROGRAM_eventfd, 1, LOCKSTEP_NOT_OPENED}, {PROGRAM_pipe, 2, 3},
		{PROGRAM_socketpair, 4, 5}, {PROGRAM_timerfd, 6, LOCKSTEP_NOT_OPENED},
		{PROGRAM_file, 7, LOCKSTEP_NOT_OPENED}, {PROGRAM_bad, -1, LOCKSTEP_NOT_OPENED},
		{PROGRAM_dup, 8, LOCKSTEP_NOT_OPENED}};

	(void)state;
	for (size_t i = 0; i < COUNT(opened); i++) {
		struct answer answer = says((enum program_code)opened[i][0], 0, -1, 0, 0);

		assert_ok(answer);
		assert_int_equal(answer.opened[0], opened[i][1]);
		assert_int_equal(answer.opened[1], opened[i][2]);
	}
}

static void every_answer_has_the_kind_of_its_operation(void **state)
{
	struct answer answer;

	(void)state;
	says(PROGRAM_epoll, -1, -1, 0, 0);
	says(PROGRAM_eventfd, -1, -1, 3, 0);
	says(PROGRAM_pipe, -1, -1, 0, 0);
	says(PROGRAM_timerfd, -1, -1, 0, 0);
	says(PROGRAM_socketpair, -1, -1, 0, 0);
	assert_ok(says(PROGRAM_add, 0, 1, EPOLLIN, 9));
	assert_error(says(PROGRAM_add, 0, 1, EPOLLIN, 9), EEXIST);
	assert_ok(says(PROGRAM_mod, 0, 1, EPOLLIN | EPOLLOUT, UINT64_MAX));
	answer = says(PROGRAM_wait, 0, -1, 4, 0);
	assert_int_equal(answer.said.kind, PROGRAM_EVENTS);
	assert_int_equal(answer.said.count, 1);
	assert_int_equal(answer.said.events[0].events, EPOLLIN | EPOLLOUT);
	assert_true(answer.said.events[0].token == UINT64_MAX);
	assert_error(says(PROGRAM_wait, 0, -1, 0, 0), EINVAL);
	assert_ok(says(PROGRAM_del, 0, 1, 0, 0));
	assert_int_equal(says(PROGRAM_wait, 0, -1, 4, 0).said.count, 0);
	assert_ok(says(PROGRAM_write, 1, -1, 4, 0));
	assert_value(says(PROGRAM_read, 1, -1, 8, 0), 7);
	assert_value(says(PROGRAM_write, 3, -1, 4, 0), 4);
	assert_value(says(PROGRAM_read, 2, -1, 3, 0), 3);
	assert_ok(says(PROGRAM_arm, 4, -1, 0, 0));
	assert_value(says(PROGRAM_read, 4, -1, 8, 0), 1);
	assert_ok(says(PROGRAM_disarm, 4, -1, 0, 0));
	assert_ok(says(PROGRAM_shutdown, 5, -1, 1, 0));
	assert_error(says(PROGRAM_write, 5, -1, 1, 0), EPIPE);
	assert_value(says(PROGRAM_read, 6, -1, 1, 0), 0);
	assert_ok(says(PROGRAM_dup2, 1, 2, 0, 0));
	assert_error(says(PROGRAM_read, 2, -1, 8, 0), EAGAIN);
	assert_ok(says(PROGRAM_close, 1, -1, 0, 0));
	assert_error(says(PROGRAM_close, 1, -1, 0, 0), EBADF);
	assert_int_equal(says(PROGRAM_fail, -1, -1, 0, 0).said.kind, PROGRAM_UNSTATED);
}

/* Each operation, failed by a fault: that is its answer, and the model has not moved. */
static void a_fault_is_the_answer_and_nothing_happens(void **state)
{
	(void)state;
	says(PROGRAM_epoll, -1, -1, 0, 0);
	says(PROGRAM_eventfd, -1, -1, 3, 0);
	for (int code = 0; code < PROGRAM_CODE_COUNT; code++) {
		const struct call call = {(enum program_code)code, {0, 1}, {1, 1, 1}};
		struct answer answer;

		if (code == PROGRAM_fail || code == PROGRAM_bad)
			continue;
		predict(ls, &call, ENOLCK, &answer);
		assert_error(answer, ENOLCK);
		assert_int_equal(answer.opened[0], LOCKSTEP_NOT_OPENED);
		assert_int_equal(model_highest(ls->model), 1);
		assert_int_equal(model_kind(ls->model, 0), MODEL_EPOLL);
		assert_int_equal(model_items(ls->model, 0, NULL, 0), 0);
	}
	assert_value(says(PROGRAM_read, 1, -1, 8, 0), 3);
}

/* A hung-up pipe: the second wait after an add or a delete reports it again. */
static void begin_hung_up(void)
{
	says(PROGRAM_epoll, -1, -1, 0, 0);
	says(PROGRAM_pipe, -1, -1, 0, 0);
	says(PROGRAM_close, 2, -1, 0, 0);
	says(PROGRAM_add, 0, 1, EPOLLIN, 5);
	assert_int_equal(says(PROGRAM_wait, 0, -1, 16, 0).busy_loops, 0);
}

static void busy_loops_are_predicted_for_poll_contexts(void **state)
{
	teardown(state);
	ls = create_settled(LOCKSTEP_poll);
	begin_hung_up();
	assert_int_equal(says(PROGRAM_wait, 0, -1, 16, 0).busy_loops, 1);
	assert_int_equal(says(PROGRAM_wait, 0, -1, 16, 0).busy_loops, 0);
	assert_ok(says(PROGRAM_del, 0, 1, 0, 0));
	assert_ok(says(PROGRAM_add, 0, 1, EPOLLIN, 5));
	assert_int_equal(says(PROGRAM_wait, 0, -1, 16, 0).busy_loops, 0);
	assert_int_equal(says(PROGRAM_wait, 0, -1, 16, 0).busy_loops, 1);
}

static void other_flavours_have_no_busy_loops(void **state)
{
	(void)state;
	begin_hung_up();
	for (int i = 0; i < 4; i++)
		assert_int_equal(says(PROGRAM_wait, 0, -1, 16, 0).busy_loops, 0);
}

static void a_poll_context_ends_with_its_number(void **state)
{
	const struct call close_it = {PROGRAM_close, {0, -1}, {0}};
	struct answer answer;

	teardown(state);
	ls = create_settled(LOCKSTEP_poll);
	begin_hung_up();
	assert_true(ls->files[0].is_poll);
	says(PROGRAM_dup2, 0, 0, 0, 0);
	assert_true(ls->files[0].is_poll);
	/* Closed, whatever close(2) answers: the object is, even where the number is not. */
	predict(ls, &close_it, EIO, &answer);
	assert_false(ls->files[0].is_poll);
	assert_int_equal(model_kind(ls->model, 0), MODEL_EPOLL);
	assert_int_equal(says(PROGRAM_wait, 0, -1, 16, 0).busy_loops, 0);
	says(PROGRAM_epoll, -1, -1, 0, 0);
	assert_true(ls->files[2].is_poll);
	says(PROGRAM_dup2, 1, 2, 0, 0);
	assert_false(ls->files[2].is_poll);
}

/* What a run, a statement or another prediction finds is not what a prediction has left. */
static void a_program_is_predicted_on_the_model_alone(void **state)
{
	static const char text[] = "epoll ep\neventfd a 3\nadd ep a IN 7\nwait ep 8\n";
	struct program_answer last;
	struct lockstep_report report;
	struct program_error error;
	struct program program;
	const struct model *model;

	(void)state;
	program_init(&program);
	model = lockstep_predict(ls, &program, &last);
	assert_int_equal(last.kind, PROGRAM_UNSTATED);
	assert_int_equal(model_highest(model), -1);
	assert_int_equal(program_read_text(&program, text, sizeof text - 1, &error), 0);
	for (int round = 0; round < 2; round++) {
		model = lockstep_predict(ls, &program, &last);
		assert_int_equal(model_highest(model), 1);
		assert_int_equal(model_kind(model, 1), MODEL_EVENTFD);
		assert_int_equal(last.kind, PROGRAM_EVENTS);
		assert_int_equal(last.count, 1);
		assert_int_equal(last.events[0].token, 7);
		assert_false(world_is_open(&ls->world, 0));
	}
	assert_int_equal(lockstep_run(ls, &program, &report), LOCKSTEP_SAME);
	/* All numbers but three are taken in a prediction, and free for the statement after it. */
	for (int i = 0; i < PROGRAM_NUMBERS_MAX - 5; i++)
		assert_int_equal(
			program_insert(&program, program.count, &program.operations[1]), 0);
	lockstep_predict(ls, &program, &last);
	assert_int_equal(last.kind, PROGRAM_OK);
	assert_int_equal(lockstep_state(ls, &program), 0);
	assert_int_equal(program.operations[program.count - 1].stated.kind, PROGRAM_OK);
	program_free(&program);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(openers_name_their_numbers),
		TEST(every_answer_has_the_kind_of_its_operation),
		TEST(a_fault_is_the_answer_and_nothing_happens),
		TEST(busy_loops_are_predicted_for_poll_contexts),
		TEST(other_flavours_have_no_busy_loops),
		TEST(a_poll_context_ends_with_its_number),
		TEST(a_program_is_predicted_on_the_model_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
