/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/lockstep/perform.c: what the operations do to the kernel. */
#include "support.h"

#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

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
	sweep_and_destroy(ls);
	return 0;
}

static int real(int number)
{
	return world_real(&ls->world, number);
}

/* Performs an operation of up to two numbers and two values. */
static struct answer does(
	enum program_code code, int first, int second, uint64_t value, uint64_t other)
{
	const struct call call = {code, {first, second}, {value, other, 0}};
	struct answer answer;

	do_perform(ls, &call, &answer);
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

static void assert_opened(struct answer answer, int first, int second)
{
	assert_int_equal(answer.said.kind, PROGRAM_OK);
	assert_int_equal(answer.opened[0], first);
	assert_int_equal(answer.opened[1], second);
}

static void answers_are_made_of_results(void **state)
{
	struct answer answer;

	(void)state;
	answer_clear(&answer);
	assert_int_equal(answer.said.kind, PROGRAM_UNSTATED);
	assert_int_equal(answer.opened[0], LOCKSTEP_NOT_OPENED);
	assert_int_equal(answer.opened[1], LOCKSTEP_NOT_OPENED);
	answer_status(&answer, 0);
	assert_int_equal(answer.said.kind, PROGRAM_OK);
	answer_status(&answer, -EPERM);
	assert_error(answer, EPERM);
	answer_value(&answer, 0, 12);
	assert_value(answer, 12);
	answer_value(&answer, -EIO, 12);
	assert_error(answer, EIO);
}

static void only_numbers_of_a_program_have_files(void **state)
{
	(void)state;
	assert_null(lockstep_file(ls, -1));
	assert_null(lockstep_file(ls, WORLD_FOREIGN));
	assert_null(lockstep_file(ls, ls->world.limit));
	assert_ptr_equal(lockstep_file(ls, 0), &ls->files[0]);
	assert_ptr_equal(lockstep_file(ls, ls->world.limit - 1), &ls->files[ls->world.limit - 1]);
	assert_null(lockstep_open_file(ls, ls->world.limit));
	assert_int_equal(ls->files_used, 0);
	lockstep_open_file(ls, 5);
	lockstep_open_file(ls, 2);
	assert_int_equal(ls->files_used, 6);
}

static void every_opener_takes_the_lowest_numbers(void **state)
{
	(void)state;
	assert_opened(does(PROGRAM_epoll, -1, -1, 0, 0), 0, LOCKSTEP_NOT_OPENED);
	assert_opened(does(PROGRAM_eventfd, -1, -1, 0, 0), 1, LOCKSTEP_NOT_OPENED);
	assert_opened(does(PROGRAM_eventfd, -1, -1, 9, 1), 2, LOCKSTEP_NOT_OPENED);
	assert_opened(does(PROGRAM_pipe, -1, -1, 0, 0), 3, 4);
	assert_opened(does(PROGRAM_socketpair, -1, -1, 0, 0), 5, 6);
	assert_opened(does(PROGRAM_timerfd, -1, -1, 0, 0), 7, LOCKSTEP_NOT_OPENED);
	assert_opened(does(PROGRAM_file, -1, -1, 0, 0), 8, LOCKSTEP_NOT_OPENED);
	assert_opened(does(PROGRAM_dup, 1, -1, 0, 0), 9, LOCKSTEP_NOT_OPENED);
	assert_opened(does(PROGRAM_dup, 3, -1, 0, 0), 10, LOCKSTEP_NOT_OPENED);
	assert_opened(does(PROGRAM_dup2, 3, 12, 0, 0), LOCKSTEP_NOT_OPENED, LOCKSTEP_NOT_OPENED);
	assert_opened(does(PROGRAM_bad, -1, -1, 0, 0), -1, LOCKSTEP_NOT_OPENED);
	for (int number = 0; number <= 12; number++) {
		if (number == 11)
			continue;
		assert_int_equal(fcntl(real(number), F_GETFD), FD_CLOEXEC);
		if (number != 0 && number != 8) /* those never block */
			assert_true((fcntl(real(number), F_GETFL) & O_NONBLOCK) != 0);
	}
	assert_int_equal(ls->files[12].kind, MODEL_PIPE_READER);
	assert_int_equal(ls->files[9].kind, MODEL_EVENTFD);
}

static void a_failed_opener_opens_nothing(void **state)
{
	static const int openers[] = {PROGRAM_epoll, PROGRAM_eventfd, PROGRAM_pipe,
		PROGRAM_socketpair, PROGRAM_timerfd, PROGRAM_file};

	(void)state;
	for (size_t i = 0; i < COUNT(openers); i++) {
		const struct call call = {(enum program_code)openers[i], {-1, -1}, {0}};
		struct answer answer;

		kernel_add_fault(&ls->kernel, expected_call(ls, &call), ENFILE, 1);
		answer = does(call.code, -1, -1, 0, 0);
		assert_error(answer, ENFILE);
		assert_int_equal(answer.opened[0], LOCKSTEP_NOT_OPENED);
		assert_false(world_is_open(&ls->world, 0));
	}
}

static void the_number_of_a_closed_name_is_never_passed_on(void **state)
{
	static const int users[] = {PROGRAM_dup, PROGRAM_dup2, PROGRAM_close, PROGRAM_write,
		PROGRAM_read, PROGRAM_shutdown, PROGRAM_arm, PROGRAM_disarm, PROGRAM_add,
		PROGRAM_mod, PROGRAM_del, PROGRAM_wait};

	(void)state;
	for (size_t i = 0; i < COUNT(users); i++) {
		assert_error(does((enum program_code)users[i], -1, -1, 1, 1), EBADF);
		assert_int_equal(ls->kernel.calls, 0);
	}
	does(PROGRAM_eventfd, -1, -1, 0, 0);
	assert_error(does(PROGRAM_dup2, 0, -1, 0, 0), EBADF);
	assert_int_equal(ls->kernel.calls, 0);
}

static void counters_and_bytes_are_written_and_read(void **state)
{
	(void)state;
	does(PROGRAM_eventfd, -1, -1, 3, 0);
	assert_int_equal(does(PROGRAM_write, 0, -1, 4, 0).said.kind, PROGRAM_OK);
	assert_value(does(PROGRAM_read, 0, -1, 1, 0), 7);
	assert_error(does(PROGRAM_read, 0, -1, 1, 0), EAGAIN);
	assert_error(does(PROGRAM_write, 0, -1, UINT64_MAX, 0), EINVAL);
	does(PROGRAM_pipe, -1, -1, 0, 0);
	assert_value(does(PROGRAM_write, 2, -1, 10, 0), 10);
	assert_value(does(PROGRAM_write, 2, -1, UINT64_MAX, 0), 65536 - 10 - 4086);
	assert_value(does(PROGRAM_read, 1, -1, 4, 0), 4);
	assert_value(does(PROGRAM_read, 1, -1, INT32_MAX, 0), 65536 - 4086 - 4);
	assert_error(does(PROGRAM_write, 1, -1, 1, 0), EBADF);
}

static void a_file_has_the_models_limit(void **state)
{
	struct rlimit before, after;

	(void)state;
	getrlimit(RLIMIT_FSIZE, &before);
	does(PROGRAM_file, -1, -1, 0, 0);
	assert_value(does(PROGRAM_write, 0, -1, 5, 0), 5);
	assert_value(does(PROGRAM_write, 0, -1, INT32_MAX, 0), MODEL_FILE_BYTES_MAX - 5);
	assert_error(does(PROGRAM_write, 0, -1, 1, 0), EFBIG);
	getrlimit(RLIMIT_FSIZE, &after);
	assert_int_equal(before.rlim_cur, after.rlim_cur);
}

static void a_timer_is_armed_when_it_has_expired(void **state)
{
	struct pollfd timer = {.events = POLLIN};

	(void)state;
	does(PROGRAM_timerfd, -1, -1, 0, 0);
	timer.fd = real(0);
	for (int i = 0; i < 3; i++) {
		assert_error(does(PROGRAM_read, 0, -1, 8, 0), EAGAIN);
		assert_int_equal(does(PROGRAM_arm, 0, -1, 0, 0).said.kind, PROGRAM_OK);
		assert_int_equal(poll(&timer, 1, 0), 1);
		if (i == 1)
			assert_int_equal(does(PROGRAM_disarm, 0, -1, 0, 0).said.kind, PROGRAM_OK);
		else
			assert_value(does(PROGRAM_read, 0, -1, 8, 0), 1);
	}
	does(PROGRAM_eventfd, -1, -1, 0, 0);
	assert_error(does(PROGRAM_arm, 1, -1, 0, 0), EINVAL);
}

static void directions_are_shut_down_in_their_order(void **state)
{
	static const short said[] = {POLLOUT | POLLRDHUP, POLLOUT, POLLOUT | POLLRDHUP | POLLHUP};

	(void)state;
	for (uint64_t how = 0; how < 3; how++) {
		struct answer pair = does(PROGRAM_socketpair, -1, -1, 0, 0);
		struct pollfd file = {.fd = real(pair.opened[0]), .events = POLLOUT | POLLRDHUP};

		assert_int_equal(
			does(PROGRAM_shutdown, pair.opened[0], -1, how, 0).said.kind, PROGRAM_OK);
		assert_int_equal(poll(&file, 1, 0), 1);
		assert_int_equal(file.revents, said[how]);
	}
}

static void a_close_forgets_what_is_gone_and_only_that(void **state)
{
	(void)state;
	does(PROGRAM_eventfd, -1, -1, 0, 0);
	kernel_add_fault(&ls->kernel, PROGRAM_CALL_close, EIO, 1);
	assert_error(does(PROGRAM_close, 0, -1, 0, 0), EIO);
	assert_true(world_is_open(&ls->world, 0));
	assert_int_equal(ls->files[0].kind, MODEL_EVENTFD);
	assert_int_equal(does(PROGRAM_close, 0, -1, 0, 0).said.kind, PROGRAM_OK);
	assert_int_equal(ls->files[0].kind, MODEL_CLOSED);
	assert_error(does(PROGRAM_close, 0, -1, 0, 0), EBADF);
}

static void a_number_used_again_means_the_new_file(void **state)
{
	(void)state;
	does(PROGRAM_eventfd, -1, -1, 1, 0);
	does(PROGRAM_pipe, -1, -1, 0, 0);
	assert_value(does(PROGRAM_write, 2, -1, 3, 0), 3);
	assert_int_equal(does(PROGRAM_dup2, 1, 0, 0, 0).said.kind, PROGRAM_OK);
	assert_value(does(PROGRAM_read, 0, -1, 9, 0), 3);
	assert_int_equal(does(PROGRAM_dup2, 0, 0, 0, 0).said.kind, PROGRAM_OK);
	assert_error(does(PROGRAM_dup2, 0, ls->world.limit, 0, 0), EBADF);
}

static void the_poll_flavour_goes_through_poll_contexts(void **state)
{
	teardown(state);
	ls = create_settled(LOCKSTEP_poll);
	assert_opened(does(PROGRAM_epoll, -1, -1, 0, 0), 0, LOCKSTEP_NOT_OPENED);
	assert_true(ls->files[0].is_poll);
	does(PROGRAM_eventfd, -1, -1, 0, 0);
	does(PROGRAM_add, 0, 1, EPOLLIN, 1);
	assert_int_equal(ls->files[0].poll.max_hangups, 1);
	does(PROGRAM_mod, 0, 1, EPOLLOUT, 1);
	assert_int_equal(does(PROGRAM_wait, 0, -1, 1, 0).said.count, 1);
	does(PROGRAM_del, 0, 1, 0, 0);
	assert_int_equal(ls->files[0].poll.max_hangups, 0);
	does(PROGRAM_add, 0, 1, EPOLLOUT, 1);
	assert_int_equal(ls->files[0].poll.max_hangups, 1);
	does(PROGRAM_dup2, 1, 0, 0, 0);
	assert_false(ls->files[0].is_poll);
	assert_opened(does(PROGRAM_epoll, -1, -1, 0, 0), 2, LOCKSTEP_NOT_OPENED);
	does(PROGRAM_close, 2, -1, 0, 0);
	assert_false(ls->files[2].is_poll);
	assert_false(world_is_open(&ls->world, 2));
}

static void registrations_are_as_asked_for(void **state)
{
	static const uint32_t interests[] = {EPOLLIN, EPOLLIN | EPOLLET, 0, EPOLLOUT};
	static const uint32_t delivered[] = {EPOLLIN, EPOLLIN, 0, EPOLLOUT};

	(void)state;
	does(PROGRAM_epoll, -1, -1, 0, 0);
	does(PROGRAM_eventfd, -1, -1, 1, 0);
	for (size_t i = 0; i < COUNT(interests); i++) {
		uint64_t token = UINT64_MAX - i;
		struct answer answer;

		assert_int_equal(does(i < 2 ? PROGRAM_add : PROGRAM_mod, 0, 1, interests[i], token)
					 .said.kind,
			PROGRAM_OK);
		answer = does(PROGRAM_wait, 0, -1, 3, 0);
		assert_int_equal(answer.said.count, delivered[i] != 0);
		if (delivered[i] != 0) {
			assert_int_equal(answer.said.events[0].events, delivered[i]);
			assert_true(answer.said.events[0].token == token);
		}
		if (i == 0)
			does(PROGRAM_del, 0, 1, 0, 0);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(answers_are_made_of_results),
		TEST(only_numbers_of_a_program_have_files),
		TEST(every_opener_takes_the_lowest_numbers),
		TEST(a_failed_opener_opens_nothing),
		TEST(the_number_of_a_closed_name_is_never_passed_on),
		TEST(counters_and_bytes_are_written_and_read),
		TEST(a_file_has_the_models_limit),
		TEST(a_timer_is_armed_when_it_has_expired),
		TEST(directions_are_shut_down_in_their_order),
		TEST(a_close_forgets_what_is_gone_and_only_that),
		TEST(a_number_used_again_means_the_new_file),
		TEST(the_poll_flavour_goes_through_poll_contexts),
		TEST(registrations_are_as_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
