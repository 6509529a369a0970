/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of fuzz/lockstep/world.c: numbers, limits and signals of the process. */
#include "support.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NUMBERS = 100, ABOVE_ANY_BASE = WORLD_BASE_MAX + 904 };

static struct world w;

static int lowest_free(void)
{
	int fd = dup(0);

	assert_true(fd >= 0);
	close(fd);
	return fd;
}

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

static rlim_t number_limit(void)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	return limit.rlim_cur;
}

static void the_base_is_above_what_an_engine_keeps(void **state)
{
	(void)state;
	assert_true(WORLD_BASE_MIN > 199);
	assert_int_equal(world_open(&w, NUMBERS), 0);
	assert_true(w.base >= WORLD_BASE_MIN);
	assert_int_equal(lowest_free(), w.base);
	world_close(&w);
}

static void the_base_is_above_every_open_number(void **state)
{
	(void)state;
	assert_int_equal(dup2(0, 700), 700);
	assert_int_equal(world_open(&w, NUMBERS), 0);
	assert_int_equal(w.base, 701);
	assert_int_equal(lowest_free(), 701);
	world_close(&w);
	close(700);
}

static void a_program_has_as_many_numbers_as_were_asked_for(void **state)
{
	(void)state;
	assert_int_equal(world_open(&w, NUMBERS), 0);
	for (int n = 0; n < NUMBERS; n++)
		assert_int_equal(dup(0), world_real(&w, n));
	assert_int_equal(dup(0), -1);
	assert_int_equal(errno, EMFILE);
	world_sweep(&w);
	world_close(&w);
}

static void numbers_are_counted_from_the_base(void **state)
{
	(void)state;
	assert_int_equal(world_open(&w, NUMBERS), 0);
	assert_int_equal(world_real(&w, 0), w.base);
	assert_int_equal(world_real(&w, 7), w.base + 7);
	assert_int_equal(world_real(&w, -1), -1);
	assert_int_equal(world_number(&w, w.base), 0);
	assert_int_equal(world_number(&w, w.base + 7), 7);
	assert_int_equal(world_number(&w, w.base - 1), WORLD_FOREIGN);
	assert_int_equal(world_number(&w, 0), WORLD_FOREIGN);
	assert_int_equal(world_number(&w, -1), WORLD_FOREIGN);
	world_close(&w);
}

static void holes_that_the_process_opens_are_filled(void **state)
{
	int own = dup(0), far_own = dup2(0, 150);

	(void)state;
	assert_int_equal(world_open(&w, NUMBERS), 0);
	close(own);
	close(far_own);
	assert_int_equal(lowest_free(), own);
	assert_int_equal(world_settle(&w), 0);
	assert_int_equal(lowest_free(), w.base);
	world_close(&w);
	assert_int_equal(lowest_free(), own);
	assert_false(is_open(far_own));
}

static void what_the_process_opens_at_the_base_moves_it(void **state)
{
	int former, taken[3];

	(void)state;
	assert_int_equal(world_open(&w, NUMBERS), 0);
	former = w.base;
	for (int i = 0; i < 3; i++)
		taken[i] = dup(0);
	close(taken[1]);
	assert_int_equal(world_settle(&w), 0);
	assert_int_equal(w.base, former + 3);
	assert_int_equal(lowest_free(), former + 3);
	assert_int_equal(number_limit(), w.base + NUMBERS);
	assert_int_equal(world_settle(&w), 0);
	assert_int_equal(w.base, former + 3);
	assert_true(is_open(taken[0]) && is_open(taken[2]));
	world_close(&w);
	assert_true(is_open(taken[0]) && is_open(taken[2]));
	assert_false(is_open(taken[1]));
	close(taken[0]);
	close(taken[2]);
}

static void a_number_is_open_or_not(void **state)
{
	(void)state;
	assert_int_equal(world_open(&w, NUMBERS), 0);
	assert_false(world_is_open(&w, 0));
	assert_false(world_is_open(&w, -1));
	assert_int_equal(dup(0), w.base);
	assert_true(world_is_open(&w, 0));
	assert_false(world_is_open(&w, 1));
	world_sweep(&w);
	world_close(&w);
}

static void a_sweep_closes_all_from_the_base_up(void **state)
{
	(void)state;
	assert_int_equal(world_open(&w, NUMBERS), 0);
	assert_int_equal(dup2(0, w.base), w.base);
	assert_int_equal(dup2(0, w.base + NUMBERS - 1), w.base + NUMBERS - 1);
	world_sweep(&w);
	assert_false(is_open(w.base));
	assert_false(is_open(w.base + NUMBERS - 1));
	assert_true(is_open(w.base - 1));
	assert_true(is_open(0));
	world_close(&w);
}

static void on_signal(int number)
{
	(void)number;
}

static void closing_gives_limits_signals_and_numbers_back(void **state)
{
	const struct sigaction own = {.sa_handler = on_signal};
	struct sigaction former, now;
	rlim_t limit = number_limit();
	bool before[WORLD_BASE_MAX];

	(void)state;
	for (int fd = 0; fd < WORLD_BASE_MAX; fd++)
		before[fd] = is_open(fd);
	assert_int_equal(sigaction(SIGPIPE, &own, &former), 0);
	assert_int_equal(world_open(&w, NUMBERS), 0);
	sigaction(SIGPIPE, NULL, &now);
	assert_ptr_equal(now.sa_handler, SIG_IGN);
	assert_int_equal(number_limit(), w.base + NUMBERS);
	world_close(&w);
	sigaction(SIGPIPE, &former, &now);
	assert_ptr_equal(now.sa_handler, on_signal);
	assert_int_equal(number_limit(), limit);
	for (int fd = 0; fd < WORLD_BASE_MAX; fd++)
		assert_int_equal(is_open(fd), before[fd]);
}

static void a_file_grows_to_its_limit_without_a_signal(void **state)
{
	const struct sigaction own = {.sa_handler = SIG_DFL};
	struct sigaction former, now;
	struct rlimit before, after;
	int file;

	(void)state;
	assert_int_equal(sigaction(SIGXFSZ, &own, &former), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(world_open(&w, NUMBERS), 0);
	file = memfd_create("test", MFD_CLOEXEC);
	world_limit_files(&w, 1000);
	assert_int_equal(write(file, w.zeros, 1500), 1000);
	errno = 0;
	assert_int_equal(write(file, w.zeros, 1), -1);
	assert_int_equal(errno, EFBIG);
	world_unlimit_files(&w);
	assert_int_equal(write(file, w.zeros, 1500), 1500);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &after), 0);
	assert_int_equal(before.rlim_cur, after.rlim_cur);
	sigaction(SIGXFSZ, &former, &now);
	assert_ptr_equal(now.sa_handler, SIG_DFL);
	world_sweep(&w);
	world_close(&w);
}

static void the_buffers_are_as_large_as_promised(void **state)
{
	const unsigned char *zeros;

	(void)state;
	assert_int_equal(world_open(&w, NUMBERS), 0);
	zeros = w.zeros;
	assert_int_equal(zeros[0] | zeros[WORLD_ZEROS / 2] | zeros[WORLD_ZEROS - 1], 0);
	memset(w.bytes, 1, WORLD_READ_SIZE);
	w.slots[0].events = 1;
	w.slots[MODEL_CAPACITY_MAX - 1].events = 1;
	world_close(&w);
}

/* --- What cannot be prepared is left as it was; each in a process of its own
 * ---------------------- */

static void assert_in_child(int (*child)(void))
{
	pid_t pid;
	int status = 0;

	fflush(NULL);
	pid = fork();
	if (pid == 0)
		_exit(child());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int refuse_low_limit(void)
{
	const struct rlimit low = {64, 64};
	const struct lockstep_options options = {.flavour = LOCKSTEP_context};
	struct sigaction now;

	signal(SIGPIPE, on_signal);
	if (setrlimit(RLIMIT_NOFILE, &low) < 0)
		return 1;
	errno = 0;
	if (lockstep_create(&options) != NULL || errno != EMFILE)
		return 2;
	if (number_limit() != 64)
		return 3;
	sigaction(SIGPIPE, NULL, &now);
	return now.sa_handler == on_signal ? 0 : 4;
}

static void too_low_a_limit_is_refused_and_nothing_changed(void **state)
{
	(void)state;
	assert_in_child(refuse_low_limit);
}

static int open_above_any_base(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -1;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -1;
	for (int fd = WORLD_BASE_MAX; fd <= ABOVE_ANY_BASE; fd++)
		if (dup2(0, fd) < 0)
			return -1;
	return 0;
}

static bool still_open_above_any_base(void)
{
	for (int fd = WORLD_BASE_MAX; fd <= ABOVE_ANY_BASE; fd++)
		if (!is_open(fd))
			return false;
	return true;
}

static int refuse_high_numbers(void)
{
	const struct lockstep_options options = {.flavour = LOCKSTEP_context};

	if (open_above_any_base() < 0)
		return 1;
	errno = 0;
	if (lockstep_create(&options) != NULL || errno != EMFILE)
		return 2;
	return still_open_above_any_base() ? 0 : 3;
}

/* The base would be beyond what the bits for filled numbers reach. */
static bool numbers_are_too_few(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_max > ABOVE_ANY_BASE + 1)
		return false;
	print_message("skipped: RLIMIT_NOFILE's hard limit is below %d\n", ABOVE_ANY_BASE + 2);
	return true;
}

static void too_high_a_base_is_refused_and_nothing_closed(void **state)
{
	(void)state;
	if (numbers_are_too_few())
		skip();
	assert_in_child(refuse_high_numbers);
}

static int refuse_to_settle_high(void)
{
	if (world_open(&w, NUMBERS) != 0)
		return 1;
	/* In front of the base, where settling looks. */
	if (dup2(0, w.base) < 0 || open_above_any_base() < 0)
		return 2;
	for (int i = 0; i < 3; i++)
		if (world_settle(&w) != -EMFILE)
			return 3;
	world_close(&w);
	return still_open_above_any_base() ? 0 : 4;
}

static void settling_too_high_fails_as_often_as_it_is_tried(void **state)
{
	(void)state;
	if (numbers_are_too_few())
		skip();
	assert_in_child(refuse_to_settle_high);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_base_is_above_what_an_engine_keeps),
		cmocka_unit_test(the_base_is_above_every_open_number),
		cmocka_unit_test(a_program_has_as_many_numbers_as_were_asked_for),
		cmocka_unit_test(numbers_are_counted_from_the_base),
		cmocka_unit_test(holes_that_the_process_opens_are_filled),
		cmocka_unit_test(what_the_process_opens_at_the_base_moves_it),
		cmocka_unit_test(a_number_is_open_or_not),
		cmocka_unit_test(a_sweep_closes_all_from_the_base_up),
		cmocka_unit_test(closing_gives_limits_signals_and_numbers_back),
		cmocka_unit_test(a_file_grows_to_its_limit_without_a_signal),
		cmocka_unit_test(the_buffers_are_as_large_as_promised),
		cmocka_unit_test(too_low_a_limit_is_refused_and_nothing_changed),
		cmocka_unit_test(too_high_a_base_is_refused_and_nothing_closed),
		cmocka_unit_test(settling_too_high_fails_as_often_as_it_is_tried),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
