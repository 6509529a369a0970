/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Unit tests of fuzz/lockstep/contract.c: logs of calls written by hand, as a core that keeps its
 * contract would cause them, and as each kind of wrong core would.
 */
#include "support.h"

#include "wrappers.h"

static const char SWALLOWED[] = "the last system call failed, and that was not passed on";
static const char OTHER_ERRNO[] = "another errno was returned than the kernel's last";
static const char ERROR_AFTER_SUCCESS[] =
	"an error was returned, although the last system call succeeded";
static const char NEEDLESS[] = "a system call was made for what is refused without one";
static const char NO_CALL[] = "no system call was made";
static const char OTHER_CALL[] = "another system call was made than the operation's own";
static const char MORE_THAN_ONCE[] = "the operation's system call was made more than once";
static const char OTHER_COUNT[] = "another count of events was returned than the kernel's";
static const char GIVEN_UP[] = "a wait was given up at a signal";
static const char AFTER_FAILURE[] = "a system call followed one that had failed";
static const char AFTER_ANSWER[] = "a system call followed a wait that was answered";

#define CALL(name) PROGRAM_CALL_##name
enum { CALLS_MAX = 4 };

struct logged {
	enum program_call call;
	int error;
	long result;
};

/* What a core did for an operation, what it answered, and what is wrong about that. */
struct behaviour {
	struct call call;
	int call_count;
	struct logged calls[CALLS_MAX];
	enum program_answer_kind kind;
	int error;    /* of PROGRAM_ERROR */
	size_t count; /* of PROGRAM_EVENTS */
	const char *complaint;
};

static struct lockstep *ls;

static int setup(void **state)
{
	(void)state;
	ls = create(LOCKSTEP_context);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	lockstep_destroy(ls);
	return 0;
}

static void write_log(const struct behaviour *b)
{
	kernel_reset(&ls->kernel);
	kernel_begin(&ls->kernel, 0);
	for (int i = 0; i < b->call_count; i++) {
		struct kernel_entry *entry = kernel_enter(&ls->kernel, b->calls[i].call, 0);

		entry->error = b->calls[i].error;
		entry->result = b->calls[i].result;
	}
}

static void assert_judged(const struct behaviour *b, size_t row)
{
	const struct answer answer = {
		.said = {.kind = b->kind, .error = b->error, .count = b->count}};
	const char *expected = b->complaint == NULL ? "" : b->complaint;

	write_log(b);
	ls->complaint[0] = '\0';
	check_contract(ls, &b->call, &answer);
	if (strcmp(ls->complaint, expected) != 0)
		fail_msg("row %zu: expected \"%s\", got \"%s\"", row, expected, ls->complaint);
}

#define ADD                           \
	{                             \
		PROGRAM_add, {0, 1},  \
		{                     \
			EPOLLIN, 7, 0 \
		}                     \
	}
#define ADD_BAD                       \
	{                             \
		PROGRAM_add, {-1, 1}, \
		{                     \
			EPOLLIN, 7, 0 \
		}                     \
	}
#define ADD_NONE                      \
	{                             \
		PROGRAM_add, {0, -1}, \
		{                     \
			EPOLLIN, 7, 0 \
		}                     \
	}
#define WAIT(n)                        \
	{                              \
		PROGRAM_wait, {0, -1}, \
		{                      \
			n, 0, 0        \
		}                      \
	}
#define ARM                           \
	{                             \
		PROGRAM_arm, {0, -1}, \
		{                     \
			0, 0, 0       \
		}                     \
	}
#define FAIL                             \
	{                                \
		PROGRAM_fail, {-1, -1},  \
		{                        \
			CALL(read), 0, 1 \
		}                        \
	}
#define BAD                            \
	{                              \
		PROGRAM_bad, {-1, -1}, \
		{                      \
			0, 0, 0        \
		}                      \
	}

static const struct behaviour of_one_call[] = {
	{ADD, 1, {{CALL(epoll_ctl), 0, 0}}, PROGRAM_OK, 0, 0, NULL},
	{ADD, 1, {{CALL(epoll_ctl), EEXIST, -1}}, PROGRAM_ERROR, EEXIST, 0, NULL},
	{ADD, 1, {{CALL(epoll_ctl), EEXIST, -1}}, PROGRAM_OK, 0, 0, SWALLOWED},
	{ADD, 1, {{CALL(epoll_ctl), EEXIST, -1}}, PROGRAM_ERROR, EINVAL, 0, OTHER_ERRNO},
	{ADD, 1, {{CALL(epoll_ctl), 0, 0}}, PROGRAM_ERROR, EINVAL, 0, ERROR_AFTER_SUCCESS},
	{ADD, 0, {{0}}, PROGRAM_OK, 0, 0, NO_CALL},
	{ADD, 0, {{0}}, PROGRAM_ERROR, EBADF, 0, NO_CALL},
	{ADD, 1, {{CALL(epoll_create1), 0, 3}}, PROGRAM_OK, 0, 0, OTHER_CALL},
	{ADD, 2, {{CALL(epoll_ctl), 0, 0}, {CALL(epoll_ctl), 0, 0}}, PROGRAM_OK, 0, 0,
		MORE_THAN_ONCE},
	{ADD, 2, {{CALL(fcntl), 0, 0}, {CALL(epoll_ctl), 0, 0}}, PROGRAM_OK, 0, 0, MORE_THAN_ONCE},
	/* EEXIST turned into a MOD */
	{ADD, 2, {{CALL(epoll_ctl), EEXIST, -1}, {CALL(epoll_ctl), 0, 0}}, PROGRAM_OK, 0, 0,
		AFTER_FAILURE},
	/* what is read of the answer comes from this, not from the first call */
	{ADD, 2, {{CALL(epoll_ctl), 0, 0}, {CALL(epoll_ctl), EEXIST, -1}}, PROGRAM_ERROR, EEXIST, 0,
		MORE_THAN_ONCE},
	/* a target of -1 is the kernel's to refuse, a closed object the core's */
	{ADD_NONE, 1, {{CALL(epoll_ctl), EBADF, -1}}, PROGRAM_ERROR, EBADF, 0, NULL},
	{ADD_NONE, 0, {{0}}, PROGRAM_ERROR, EBADF, 0, NO_CALL},
	{ADD_BAD, 0, {{0}}, PROGRAM_ERROR, EBADF, 0, NULL},
	{ADD_BAD, 1, {{CALL(epoll_ctl), EBADF, -1}}, PROGRAM_ERROR, EBADF, 0, NEEDLESS},
	{BAD, 0, {{0}}, PROGRAM_OK, 0, 0, NULL},
	{BAD, 1, {{CALL(fcntl), 0, 3}}, PROGRAM_OK, 0, 0, NEEDLESS},
	{FAIL, 0, {{0}}, PROGRAM_UNSTATED, 0, 0, NULL},
	{FAIL, 1, {{CALL(read), 0, 3}}, PROGRAM_UNSTATED, 0, 0, NEEDLESS},
	/* the timer was set, and did not expire */
	{ARM, 1, {{CALL(timerfd_settime), 0, 0}}, PROGRAM_ERROR, ETIME, 0, NULL},
	{ARM, 1, {{CALL(timerfd_settime), EINVAL, -1}}, PROGRAM_OK, 0, 0, SWALLOWED},
};

static const struct behaviour of_waits[] = {
	{WAIT(8), 1, {{CALL(epoll_wait), 0, 0}}, PROGRAM_EVENTS, 0, 0, NULL},
	{WAIT(8), 1, {{CALL(epoll_wait), 0, 2}}, PROGRAM_EVENTS, 0, 2, NULL},
	{WAIT(8), 1, {{CALL(epoll_wait), 0, 2}}, PROGRAM_EVENTS, 0, 1, OTHER_COUNT},
	{WAIT(8), 1, {{CALL(epoll_wait), 0, 2}}, PROGRAM_EVENTS, 0, 3, OTHER_COUNT},
	{WAIT(8), 1, {{CALL(epoll_pwait2), 0, 2}}, PROGRAM_EVENTS, 0, 0, OTHER_COUNT},
	{WAIT(8), 1, {{CALL(epoll_wait), 0, 2}}, PROGRAM_ERROR, EINVAL, 0, ERROR_AFTER_SUCCESS},
	{WAIT(8), 1, {{CALL(epoll_wait), EINVAL, -1}}, PROGRAM_ERROR, EINVAL, 0, NULL},
	{WAIT(8), 1, {{CALL(epoll_wait), EINVAL, -1}}, PROGRAM_EVENTS, 0, 0, SWALLOWED},
	{WAIT(8), 1, {{CALL(epoll_wait), EINVAL, -1}}, PROGRAM_ERROR, EBADF, 0, OTHER_ERRNO},
	{WAIT(8), 1, {{CALL(epoll_wait), EINTR, -1}}, PROGRAM_ERROR, EINTR, 0, GIVEN_UP},
	{WAIT(8), 1, {{CALL(epoll_wait), EINTR, -1}}, PROGRAM_EVENTS, 0, 0, SWALLOWED},
	{WAIT(8), 2, {{CALL(epoll_wait), EINTR, -1}, {CALL(epoll_wait), 0, 1}}, PROGRAM_EVENTS, 0,
		1, NULL},
	{WAIT(8), 2, {{CALL(epoll_pwait2), ENOSYS, -1}, {CALL(epoll_wait), 0, 1}}, PROGRAM_EVENTS,
		0, 1, NULL},
	{WAIT(8), 1, {{CALL(epoll_pwait2), ENOSYS, -1}}, PROGRAM_EVENTS, 0, 0, SWALLOWED},
	{WAIT(8), 2, {{CALL(epoll_wait), ENOSYS, -1}, {CALL(epoll_wait), 0, 1}}, PROGRAM_EVENTS, 0,
		1, AFTER_FAILURE},
	{WAIT(8), 2, {{CALL(epoll_wait), 0, 1}, {CALL(epoll_wait), 0, 0}}, PROGRAM_EVENTS, 0, 0,
		AFTER_ANSWER},
	{WAIT(8), 3,
		{{CALL(clock_gettime), 0, 0}, {CALL(epoll_wait), 0, 0},
			{CALL(clock_gettime), 0, 0}},
		PROGRAM_EVENTS, 0, 0, NULL},
	{WAIT(8), 1, {{CALL(clock_gettime), EINVAL, -1}}, PROGRAM_ERROR, EINVAL, 0, NULL},
	{WAIT(8), 1, {{CALL(clock_gettime), EINVAL, -1}}, PROGRAM_EVENTS, 0, 0, SWALLOWED},
	{WAIT(8), 0, {{0}}, PROGRAM_EVENTS, 0, 0, NO_CALL},
	{WAIT(8), 1, {{CALL(read), 0, 0}}, PROGRAM_EVENTS, 0, 0, OTHER_CALL},
	{WAIT(0), 0, {{0}}, PROGRAM_ERROR, EINVAL, 0, NULL},
	{WAIT(0), 1, {{CALL(epoll_wait), EINVAL, -1}}, PROGRAM_ERROR, EINVAL, 0, NEEDLESS},
	{WAIT(MODEL_CAPACITY_MAX + 1), 0, {{0}}, PROGRAM_ERROR, EINVAL, 0, NULL},
	{WAIT(MODEL_CAPACITY_MAX + 1), 1, {{CALL(epoll_wait), EINVAL, -1}}, PROGRAM_ERROR, EINVAL,
		0, NEEDLESS},
	{WAIT(MODEL_CAPACITY_MAX), 0, {{0}}, PROGRAM_ERROR, EINVAL, 0, NO_CALL},
};

static void each_complaint_about_one_call(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(of_one_call); i++)
		assert_judged(&of_one_call[i], i);
}

static void each_complaint_about_a_wait(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(of_waits); i++)
		assert_judged(&of_waits[i], i);
}

static void a_wait_makes_no_other_call_than_waits_and_the_clocks(void **state)
{
	static const struct behaviour others[] = {
		{WAIT(8), 2, {{CALL(read), 0, 8}, {CALL(epoll_wait), 0, 0}}, PROGRAM_EVENTS, 0, 0,
			OTHER_CALL},
		{WAIT(8), 3,
			{{CALL(epoll_wait), EINTR, -1}, {CALL(epoll_ctl), 0, 0},
				{CALL(epoll_wait), 0, 0}},
			PROGRAM_EVENTS, 0, 0, OTHER_CALL},
		/* the clock alone is no look at what is ready */
		{WAIT(8), 1, {{CALL(clock_gettime), 0, 0}}, PROGRAM_EVENTS, 0, 0, OTHER_CALL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++)
		assert_judged(&others[i], i);
}

static void the_first_complaint_is_kept(void **state)
{
	(void)state;
	ls->complaint[0] = '\0';
	complain(ls, "one");
	complain(ls, "two");
	assert_string_equal(ls->complaint, "one");
}

static void a_complaint_of_any_length_is_cut(void **state)
{
	char endless[2 * LOCKSTEP_TEXT_SIZE];

	(void)state;
	memset(endless, 'x', sizeof endless);
	endless[sizeof endless - 1] = '\0';
	ls->complaint[0] = '\0';
	complain(ls, endless);
	assert_int_equal(strlen(ls->complaint), LOCKSTEP_TEXT_SIZE - 1);
}

static void what_is_refused_without_a_call_expects_none(void **state)
{
	static const struct call refused[] = {{PROGRAM_bad, {-1, -1}, {0}},
		{PROGRAM_fail, {-1, -1}, {0}}, {PROGRAM_close, {-1, -1}, {0}},
		{PROGRAM_read, {-1, -1}, {1}}, {PROGRAM_write, {-1, -1}, {1}},
		{PROGRAM_arm, {-1, -1}, {0}}, {PROGRAM_shutdown, {-1, -1}, {0}},
		{PROGRAM_dup, {-1, -1}, {0}}, {PROGRAM_dup2, {-1, 0}, {0}},
		{PROGRAM_dup2, {0, -1}, {0}}, {PROGRAM_add, {-1, 0}, {0}},
		{PROGRAM_wait, {-1, -1}, {8}}, WAIT(0), WAIT(MODEL_CAPACITY_MAX + 1)};

	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++)
		assert_int_equal(expected_call(ls, &refused[i]), PROGRAM_CALL_COUNT);
}

/* By performing each operation: the call that is expected is the one that is made. */
static void what_each_operation_calls_is_what_is_expected(void **state)
{
	(void)state;
	for (int code = 0; code < PROGRAM_CODE_COUNT; code++) {
		struct call call = {.code = (enum program_code)code, .value = {1, 1, 1}};
		struct answer answer;

		kernel_reset(&ls->kernel);
		assert_int_equal(world_settle(&ls->world), 0);
		do_perform(ls, &call, &answer);
		if (expected_call(ls, &call) == PROGRAM_CALL_COUNT)
			assert_null(kernel_last(&ls->kernel));
		else
			assert_int_equal(kernel_last(&ls->kernel)->call, expected_call(ls, &call));
		check_contract(ls, &call, &answer);
		assert_string_equal(ls->complaint, "");
		world_sweep(&ls->world);
	}
}

static void log_of(enum program_call call, int error, bool injected)
{
	struct kernel_entry *entry;

	kernel_reset(&ls->kernel);
	kernel_begin(&ls->kernel, 0);
	entry = kernel_enter(&ls->kernel, call, 0);
	entry->error = error;
	entry->injected = injected;
}

static void a_fault_decides_unless_it_is_a_signal_in_a_wait(void **state)
{
	(void)state;
	kernel_reset(&ls->kernel);
	kernel_begin(&ls->kernel, 0);
	assert_int_equal(deciding_fault(ls), 0);
	log_of(CALL(epoll_ctl), ENOENT, false);
	assert_int_equal(deciding_fault(ls), 0);
	log_of(CALL(epoll_ctl), ENOENT, true);
	assert_int_equal(deciding_fault(ls), ENOENT);
	log_of(CALL(read), EINTR, true);
	assert_int_equal(deciding_fault(ls), EINTR);
	log_of(CALL(epoll_wait), EINTR, true);
	assert_int_equal(deciding_fault(ls), 0);
	log_of(CALL(epoll_pwait2), EFAULT, true);
	assert_int_equal(deciding_fault(ls), EFAULT);
}

static void add(enum program_call call, enum program_errno error, uint64_t times)
{
	const struct call fault = {PROGRAM_fail, {-1, -1}, {call, error, times}};

	add_fault(ls, &fault);
}

static void the_next_fault_is_the_one_that_the_operation_meets(void **state)
{
	static const struct call close_it = {PROGRAM_close, {0, -1}, {0}};
	static const struct call close_bad = {PROGRAM_close, {-1, -1}, {0}};
	static const struct call wait = WAIT(8);
	static const struct call wait_refused = WAIT(0);

	(void)state;
	kernel_reset(&ls->kernel);
	add(CALL(close), PROGRAM_ERRNO_EIO, 1);
	add(CALL(close), PROGRAM_ERRNO_EINTR, 1);
	add(CALL(epoll_wait), PROGRAM_ERRNO_EINTR, 3);
	add(CALL(epoll_wait), PROGRAM_ERRNO_EFAULT, 1);
	assert_int_equal(next_fault(ls, &close_bad), 0);
	assert_int_equal(next_fault(ls, &close_it), EIO);
	assert_int_equal(next_fault(ls, &close_it), EINTR);
	assert_int_equal(next_fault(ls, &close_it), 0);
	assert_int_equal(next_fault(ls, &wait_refused), 0);
	assert_int_equal(next_fault(ls, &wait), EFAULT);
	assert_int_equal(next_fault(ls, &wait), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_complaint_about_one_call),
		cmocka_unit_test(each_complaint_about_a_wait),
		cmocka_unit_test(a_wait_makes_no_other_call_than_waits_and_the_clocks),
		cmocka_unit_test(the_first_complaint_is_kept),
		cmocka_unit_test(a_complaint_of_any_length_is_cut),
		cmocka_unit_test(what_is_refused_without_a_call_expects_none),
		cmocka_unit_test(what_each_operation_calls_is_what_is_expected),
		cmocka_unit_test(a_fault_decides_unless_it_is_a_signal_in_a_wait),
		cmocka_unit_test(the_next_fault_is_the_one_that_the_operation_meets),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
