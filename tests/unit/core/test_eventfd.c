/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of src/eventfd.c on the real kernel. */
#include "support.h"

#include <sys/eventfd.h>

static struct epollctx_eventfd opened(int flags)
{
	struct epollctx_eventfd e = EPOLLCTX_EVENTFD_INIT;

	assert_ok(epollctx_eventfd_open(&e, flags));
	return e;
}

static uint64_t read_from(const struct epollctx_eventfd *e)
{
	uint64_t value = 0;

	assert_ok(epollctx_eventfd_read(e, &value));
	return value;
}

static void a_new_eventfd_is_close_on_exec_and_holds_zero(void **state)
{
	struct epollctx_eventfd e = opened(EFD_NONBLOCK);
	uint64_t value = 77;

	(void)state;
	assert_true(is_close_on_exec(e.fd));
	assert_int_equal(epollctx_eventfd_read(&e, &value), -EAGAIN);
	assert_true(value == 77);
	assert_ok(epollctx_eventfd_close(&e));
}

static void flags_are_passed_on(void **state)
{
	struct epollctx_eventfd blocking = opened(0);
	struct epollctx_eventfd nonblocking = opened(EFD_NONBLOCK | EFD_CLOEXEC);

	(void)state;
	assert_int_equal(fcntl(blocking.fd, F_GETFL) & O_NONBLOCK, 0);
	assert_int_equal(fcntl(nonblocking.fd, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	assert_ok(epollctx_eventfd_close(&blocking));
	assert_ok(epollctx_eventfd_close(&nonblocking));
}

static void unknown_flags_are_the_kernels_to_refuse(void **state)
{
	struct epollctx_eventfd e = {-7};

	(void)state;
	assert_int_equal(epollctx_eventfd_open(&e, 1 << 30), -EINVAL);
	assert_int_equal(e.fd, -7);
}

static void open_without_a_free_number_leaves_the_object(void **state)
{
	struct epollctx_eventfd e = {-7};
	struct rlimit before = exhaust_descriptors();
	int result = epollctx_eventfd_open(&e, 0);

	(void)state;
	limit_descriptors(before);
	assert_int_equal(result, -EMFILE);
	assert_int_equal(e.fd, -7);
}

static void writes_add_up_and_a_read_takes_all(void **state)
{
	struct epollctx_eventfd e = opened(EFD_NONBLOCK);
	uint64_t value = 0;

	(void)state;
	assert_ok(epollctx_eventfd_write(&e, 3));
	assert_ok(epollctx_eventfd_write(&e, UINT64_C(1) << 40));
	assert_true(read_from(&e) == (UINT64_C(1) << 40) + 3);
	assert_int_equal(epollctx_eventfd_read(&e, &value), -EAGAIN);
	assert_ok(epollctx_eventfd_close(&e));
}

static void a_semaphore_is_read_one_by_one(void **state)
{
	struct epollctx_eventfd e = opened(EFD_NONBLOCK | EFD_SEMAPHORE);
	uint64_t value = 0;

	(void)state;
	assert_ok(epollctx_eventfd_write(&e, 2));
	assert_true(read_from(&e) == 1);
	assert_true(read_from(&e) == 1);
	assert_int_equal(epollctx_eventfd_read(&e, &value), -EAGAIN);
	assert_ok(epollctx_eventfd_close(&e));
}

static void the_counter_ends_at_two_below_its_width(void **state)
{
	struct epollctx_eventfd e = opened(EFD_NONBLOCK);

	(void)state;
	assert_int_equal(epollctx_eventfd_write(&e, UINT64_MAX), -EINVAL);
	assert_ok(epollctx_eventfd_write(&e, UINT64_MAX - 1));
	assert_int_equal(epollctx_eventfd_write(&e, 1), -EAGAIN);
	assert_ok(epollctx_eventfd_write(&e, 0));
	assert_true(read_from(&e) == UINT64_MAX - 1);
	assert_ok(epollctx_eventfd_close(&e));
}

static void a_clone_shares_the_counter(void **state)
{
	struct epollctx_eventfd e = opened(EFD_NONBLOCK);
	struct epollctx_eventfd clone = EPOLLCTX_EVENTFD_INIT;

	(void)state;
	assert_ok(epollctx_eventfd_clone(&e, &clone));
	assert_int_not_equal(clone.fd, e.fd);
	assert_true(is_close_on_exec(clone.fd));
	assert_ok(epollctx_eventfd_write(&e, 5));
	assert_true(read_from(&clone) == 5);
	assert_ok(epollctx_eventfd_close(&e));
	assert_ok(epollctx_eventfd_write(&clone, 6));
	assert_true(read_from(&clone) == 6);
	assert_ok(epollctx_eventfd_close(&clone));
}

static void a_clone_without_a_free_number_leaves_the_object(void **state)
{
	struct epollctx_eventfd e = opened(0);
	struct epollctx_eventfd clone = {-7};
	struct rlimit before;
	struct rlimit few;
	int result;

	(void)state;
	assert_ok(getrlimit(RLIMIT_NOFILE, &before));
	few = before;
	few.rlim_cur = 1; /* at 0, fcntl(2) calls the lowest wanted number too high: EINVAL */
	limit_descriptors(few);
	result = epollctx_eventfd_clone(&e, &clone);
	limit_descriptors(before);
	assert_int_equal(result, -EMFILE);
	assert_int_equal(clone.fd, -7);
	assert_ok(epollctx_eventfd_close(&e));
}

static void null_arguments_are_refused(void **state)
{
	struct epollctx_eventfd closed = EPOLLCTX_EVENTFD_INIT;
	uint64_t value = 77;

	(void)state;
	assert_int_equal(epollctx_eventfd_open(NULL, 0), -EINVAL);
	assert_int_equal(epollctx_eventfd_write(NULL, 1), -EINVAL);
	assert_int_equal(epollctx_eventfd_read(NULL, &value), -EINVAL);
	assert_int_equal(epollctx_eventfd_clone(NULL, &closed), -EINVAL);
	assert_int_equal(epollctx_eventfd_as_raw_fd(NULL), -EINVAL);
	assert_int_equal(epollctx_eventfd_into_raw_fd(NULL), -EINVAL);
	assert_int_equal(epollctx_eventfd_close(NULL), -EINVAL);
	/* before -EBADF */
	assert_int_equal(epollctx_eventfd_read(&closed, NULL), -EINVAL);
	assert_int_equal(epollctx_eventfd_clone(&closed, NULL), -EINVAL);
	assert_true(value == 77);
}

static void a_null_output_takes_nothing(void **state)
{
	struct epollctx_eventfd e = opened(0);

	(void)state;
	assert_ok(epollctx_eventfd_write(&e, 5));
	assert_int_equal(epollctx_eventfd_read(&e, NULL), -EINVAL);
	assert_true(read_from(&e) == 5);
	assert_ok(epollctx_eventfd_close(&e));
}

static void assert_is_refused(struct epollctx_eventfd *e, int error)
{
	struct epollctx_eventfd clone = {-7};
	uint64_t value = 77;

	assert_int_equal(epollctx_eventfd_write(e, 1), error);
	assert_int_equal(epollctx_eventfd_read(e, &value), error);
	assert_int_equal(epollctx_eventfd_clone(e, &clone), error);
	assert_true(value == 77);
	assert_int_equal(clone.fd, -7);
}

static void a_closed_eventfd_is_refused(void **state)
{
	static const int numbers[] = {-1, -2, INT_MIN};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(numbers); i++) {
		struct epollctx_eventfd e = {numbers[i]};

		assert_is_refused(&e, -EBADF);
		assert_int_equal(epollctx_eventfd_as_raw_fd(&e), -EBADF);
		assert_int_equal(epollctx_eventfd_into_raw_fd(&e), -EBADF);
		assert_int_equal(epollctx_eventfd_close(&e), -EBADF);
		assert_int_equal(e.fd, numbers[i]);
	}
}

static void a_stale_number_is_the_kernels_to_refuse(void **state)
{
	struct epollctx_eventfd e = opened(0);

	(void)state;
	assert_ok(close(e.fd));
	assert_is_refused(&e, -EBADF);
	assert_int_equal(epollctx_eventfd_close(&e), -EBADF);
	assert_int_equal(e.fd, -1);
}

static void another_file_is_no_eventfd(void **state)
{
	struct epollctx_eventfd e;
	uint64_t value = 77;
	int ends[2];

	(void)state;
	assert_ok(pipe2(ends, O_CLOEXEC | O_NONBLOCK));
	assert_int_equal(write(ends[1], "four", 4), 4);
	e.fd = ends[0];
	assert_int_equal(epollctx_eventfd_read(&e, &value), -EINVAL);
	assert_int_equal(epollctx_eventfd_read(&e, &value), -EAGAIN);
	assert_int_equal(epollctx_eventfd_write(&e, 1), -EBADF);
	assert_ok(close(ends[1]));
	assert_int_equal(epollctx_eventfd_read(&e, &value), -EINVAL);
	assert_true(value == 77);
	assert_ok(epollctx_eventfd_close(&e));
}

static void raw_numbers_are_lent_and_handed_over(void **state)
{
	struct epollctx_eventfd e = opened(0);
	int fd = e.fd;

	(void)state;
	assert_int_equal(epollctx_eventfd_as_raw_fd(&e), fd);
	assert_int_equal(e.fd, fd);
	assert_int_equal(epollctx_eventfd_into_raw_fd(&e), fd);
	assert_int_equal(e.fd, -1);
	assert_true(is_open(fd));
	assert_int_equal(epollctx_eventfd_close(&e), -EBADF);
	assert_true(is_open(fd));
	e.fd = fd;
	assert_ok(epollctx_eventfd_close(&e));
	assert_int_equal(e.fd, -1);
	assert_false(is_open(fd));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_eventfd_is_close_on_exec_and_holds_zero),
		cmocka_unit_test(flags_are_passed_on),
		cmocka_unit_test(unknown_flags_are_the_kernels_to_refuse),
		cmocka_unit_test(open_without_a_free_number_leaves_the_object),
		cmocka_unit_test(writes_add_up_and_a_read_takes_all),
		cmocka_unit_test(a_semaphore_is_read_one_by_one),
		cmocka_unit_test(the_counter_ends_at_two_below_its_width),
		cmocka_unit_test(a_clone_shares_the_counter),
		cmocka_unit_test(a_clone_without_a_free_number_leaves_the_object),
		cmocka_unit_test(null_arguments_are_refused),
		cmocka_unit_test(a_null_output_takes_nothing),
		cmocka_unit_test(a_closed_eventfd_is_refused),
		cmocka_unit_test(a_stale_number_is_the_kernels_to_refuse),
		cmocka_unit_test(another_file_is_no_eventfd),
		cmocka_unit_test(raw_numbers_are_lent_and_handed_over),
		cmocka_unit_test(no_descriptor_leaked),
	};

	return cmocka_run_group_tests_name("core/eventfd", tests, remember_descriptors, NULL);
}
