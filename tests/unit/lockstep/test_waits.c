/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/lockstep/waits.c: which way, and with which limits, each flavour waits. */
#include "support.h"

#include <sys/epoll.h>
#include <unistd.h>

static struct lockstep *ls;

static const struct call make_instance = {PROGRAM_epoll, {-1, -1}, {0}};
static const struct call make_ready = {PROGRAM_eventfd, {-1, -1}, {1, 0, 0}};
static const struct call watch = {PROGRAM_add, {0, 1}, {EPOLLIN, 7, 0}};
static const struct call wait_for_8 = {PROGRAM_wait, {0, -1}, {8, 0, 0}};

static struct answer both(const struct call *call)
{
	return do_both(ls, call);
}

/* An instance, number 0, that watches an eventfd, number 1, that is ready or not. */
static void begin(enum lockstep_flavour flavour, bool ready)
{
	struct call eventfd_call = make_ready;

	ls = create_settled(flavour);
	eventfd_call.value[0] = ready;
	both(&make_instance);
	both(&eventfd_call);
	both(&watch);
}

static void the_context_waits_with_a_zero_timeout(void **state)
{
	struct answer answer;

	(void)state;
	begin(LOCKSTEP_context, true);
	for (int i = 0; i < 30; i++) {
		answer = both(&wait_for_8);
		assert_int_equal(answer.said.kind, PROGRAM_EVENTS);
		assert_int_equal(answer.said.count, 1);
		assert_int_equal(answer.said.events[0].token, 7);
		assert_int_equal(answer.said.events[0].events, EPOLLIN);
		assert_int_equal(ls->kernel.calls, 1);
		assert_int_equal(kernel_last(&ls->kernel)->call, PROGRAM_CALL_epoll_wait);
		assert_int_equal(kernel_last(&ls->kernel)->timeout, 0);
	}
	sweep_and_destroy(ls);
}

/* Which limits are asked for, in nanoseconds, as the first wait of each operation shows. */
static void limits_of_a_round(int64_t limits[12])
{
	for (int i = 0; i < 12; i++) {
		uint64_t at = 0;

		both(&wait_for_8);
		while (!kernel_is_wait(ls->kernel.log[at].call))
			at++;
		limits[i] = ls->kernel.log[at].timeout;
	}
}

static void a_deadline_has_every_kind_of_limit_in_turn(void **state)
{
	int64_t limits[12];
	int none = 0, zero = 0, whole = 0, finer = 0, beyond = 0;

	(void)state;
	begin(LOCKSTEP_deadline, true);
	limits_of_a_round(limits);
	for (int i = 0; i < 12; i++) {
		none += limits[i] < 0;
		zero += limits[i] == 0;
		whole += limits[i] > 0 && limits[i] % 1000000 == 0;
		finer += limits[i] > 0 && limits[i] % 1000000 != 0;
		beyond += limits[i] > INT32_MAX * INT64_C(1000000);
	}
	assert_int_equal(none, 1);
	assert_int_equal(zero, 1);
	assert_true(whole >= 2 && finer >= 4 && beyond >= 2);
	sweep_and_destroy(ls);
}

static void a_wait_that_nobody_would_end_has_a_limit(void **state)
{
	int64_t limits[12];

	(void)state;
	begin(LOCKSTEP_deadline, false);
	limits_of_a_round(limits);
	for (int i = 0; i < 12; i++)
		assert_true(limits[i] >= 0);
	sweep_and_destroy(ls);
}

static void a_wait_in_vain_takes_all_of_its_limit(void **state)
{
	(void)state;
	begin(LOCKSTEP_deadline, false);
	for (int i = 0; i < 24; i++) {
		struct answer answer = both(&wait_for_8);

		assert_int_equal(answer.said.count, 0);
		assert_true(ls->kernel.now >= ls->kernel.deadline);
		assert_true(ls->kernel.now - ls->kernel.deadline < 1000000);
	}
	sweep_and_destroy(ls);
}

static void a_refused_capacity_makes_no_call(void **state)
{
	static const uint64_t refused[] = {0, MODEL_CAPACITY_MAX + 1, INT32_MAX};

	(void)state;
	for (int flavour = 0; flavour < LOCKSTEP_FLAVOUR_COUNT; flavour++) {
		begin((enum lockstep_flavour)flavour, true);
		for (size_t i = 0; i < COUNT(refused); i++) {
			const struct call wait = {PROGRAM_wait, {0, -1}, {refused[i], 0, 0}};
			struct answer answer = both(&wait);

			if (flavour == LOCKSTEP_poll) {
				assert_int_equal(answer.said.count, 1);
				assert_int_equal(effective_capacity(ls, &wait), 16);
				continue;
			}
			assert_int_equal(answer.said.error, EINVAL);
			assert_int_equal(ls->kernel.calls, 0);
			assert_int_equal(effective_capacity(ls, &wait), refused[i]);
		}
		sweep_and_destroy(ls);
	}
}

static void the_largest_capacity_is_taken(void **state)
{
	static const struct call wait = {PROGRAM_wait, {0, -1}, {MODEL_CAPACITY_MAX, 0, 0}};

	(void)state;
	begin(LOCKSTEP_context, true);
	assert_int_equal(both(&wait).said.count, 1);
	sweep_and_destroy(ls);
}

static void a_failed_wait_is_an_error_in_each_flavour(void **state)
{
	static const struct call wait_on_none = {PROGRAM_wait, {9, -1}, {8, 0, 0}};
	static const struct call wait_on_file = {PROGRAM_wait, {1, -1}, {8, 0, 0}};
	static const struct call fault = {
		PROGRAM_fail, {-1, -1}, {PROGRAM_CALL_epoll_wait, PROGRAM_ERRNO_EFAULT, 1}};

	(void)state;
	for (int flavour = 0; flavour < LOCKSTEP_FLAVOUR_COUNT; flavour++) {
		begin((enum lockstep_flavour)flavour, true);
		assert_int_equal(both(&wait_on_none).said.error, EBADF);
		assert_int_equal(both(&wait_on_file).said.error, EINVAL);
		both(&fault);
		for (int i = 0; i < 12; i++)
			both(&wait_for_8);
		assert_int_equal(both(&wait_for_8).said.count, 1);
		sweep_and_destroy(ls);
	}
}

/* What the model does not know of: the kernel has nothing, and there is no limit. */
static void a_wait_that_would_hang_is_complained_about(void **state)
{
	struct answer answer;
	uint64_t value;

	(void)state;
	begin(LOCKSTEP_deadline, true);
	assert_int_equal(read(world_real(&ls->world, 1), &value, sizeof value), sizeof value);
	ls->waits = 11;
	do_perform(ls, &wait_for_8, &answer);
	assert_int_equal(answer.said.error, EDEADLK);
	assert_string_equal(ls->complaint,
		"a wait without a limit, for an event that the kernel does not report");
	sweep_and_destroy(ls);
}

static void a_poll_waits_into_its_own_slots(void **state)
{
	static const struct call wait_for_1 = {PROGRAM_wait, {0, -1}, {1, 0, 0}};
	static const struct call make = {PROGRAM_eventfd, {-1, -1}, {1, 0, 0}};

	(void)state;
	begin(LOCKSTEP_poll, true);
	for (int number = 2; number < 20; number++) {
		const struct call add = {PROGRAM_add, {0, number}, {EPOLLIN, (uint64_t)number, 0}};

		both(&make);
		both(&add);
	}
	assert_int_equal(both(&wait_for_1).said.count, EPOLLCTX_EVENTS_CAPACITY);
	assert_int_equal(effective_capacity(ls, &wait_for_1), EPOLLCTX_EVENTS_CAPACITY);
	sweep_and_destroy(ls);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_context_waits_with_a_zero_timeout),
		cmocka_unit_test(a_deadline_has_every_kind_of_limit_in_turn),
		cmocka_unit_test(a_wait_that_nobody_would_end_has_a_limit),
		cmocka_unit_test(a_wait_in_vain_takes_all_of_its_limit),
		cmocka_unit_test(a_refused_capacity_makes_no_call),
		cmocka_unit_test(the_largest_capacity_is_taken),
		cmocka_unit_test(a_failed_wait_is_an_error_in_each_flavour),
		cmocka_unit_test(a_wait_that_would_hang_is_complained_about),
		cmocka_unit_test(a_poll_waits_into_its_own_slots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
