/* SPDX-License-Identifier: BSD-3-Clause */
/* Unit tests of src/token.c. */
#include "support.h"

static void the_largest_that_fit_come_back(void **state)
{
	unsigned bits;

	(void)state;
	for (bits = 0; bits <= 63; bits++) {
		uint64_t kind = (UINT64_C(1) << bits) - 1;
		uint64_t data = UINT64_MAX >> bits;
		uint64_t token = 0;

		assert_ok(epollctx_token_pack(bits, kind, data, &token));
		assert_true(token == UINT64_MAX);
		assert_true(epollctx_token_kind(bits, token) == kind);
		assert_true(epollctx_token_data(bits, token) == data);
	}
}

static void kind_and_data_do_not_touch_each_other(void **state)
{
	unsigned bits;

	(void)state;
	for (bits = 0; bits <= 63; bits++) {
		uint64_t kind = (UINT64_C(1) << bits) - 1;
		uint64_t data = UINT64_MAX >> bits;
		uint64_t token = 1;

		assert_ok(epollctx_token_pack(bits, kind, 0, &token));
		assert_true(token == kind);
		assert_true(epollctx_token_data(bits, token) == 0);
		assert_ok(epollctx_token_pack(bits, 0, data, &token));
		assert_true(epollctx_token_kind(bits, token) == 0);
		assert_true(epollctx_token_data(bits, token) == data);
	}
}

static void what_does_not_fit_is_refused(void **state)
{
	uint64_t token = 77;
	unsigned bits;

	(void)state;
	for (bits = 0; bits <= 63; bits++) {
		assert_int_equal(
			epollctx_token_pack(bits, UINT64_C(1) << bits, 0, &token), -EOVERFLOW);
		assert_int_equal(epollctx_token_pack(bits, UINT64_MAX, 0, &token), -EOVERFLOW);
	}
	for (bits = 1; bits <= 63; bits++) {
		assert_int_equal(
			epollctx_token_pack(bits, 0, (UINT64_MAX >> bits) + 1, &token), -EOVERFLOW);
		assert_int_equal(epollctx_token_pack(bits, 0, UINT64_MAX, &token), -EOVERFLOW);
	}
	assert_true(token == 77);
}

static void bits_out_of_range_are_refused(void **state)
{
	uint64_t token = 77;

	(void)state;
	assert_int_equal(epollctx_token_pack(64, 0, 0, &token), -EINVAL);
	assert_int_equal(epollctx_token_pack(UINT_MAX, 0, 0, &token), -EINVAL);
	assert_int_equal(epollctx_token_pack(64, UINT64_MAX, UINT64_MAX, &token), -EINVAL);
	assert_true(token == 77);
	assert_true(epollctx_token_kind(64, UINT64_MAX) == 0);
	assert_true(epollctx_token_data(64, UINT64_MAX) == 0);
	assert_true(epollctx_token_kind(UINT_MAX, UINT64_MAX) == 0);
	assert_true(epollctx_token_data(UINT_MAX, UINT64_MAX) == 0);
}

static void a_null_output_is_refused_first(void **state)
{
	(void)state;
	assert_int_equal(epollctx_token_pack(8, 1, 1, NULL), -EINVAL);
	assert_int_equal(epollctx_token_pack(8, 256, 1, NULL), -EINVAL);
}

static void a_packed_token_travels_through_the_kernel(void **state)
{
	enum { KIND_BITS = 3, KIND = 5 };
	struct epollctx_eventfd e = ready_eventfd();
	struct epollctx ctx = EPOLLCTX_INIT;
	struct epoll_event slot;
	struct epollctx_events events = {&slot, 1, 0};
	uint64_t data = UINT64_MAX >> KIND_BITS;
	uint64_t token;

	(void)state;
	assert_ok(epollctx_open(&ctx));
	assert_ok(epollctx_token_pack(KIND_BITS, KIND, data, &token));
	assert_ok(epollctx_add(&ctx, e.fd, token));
	assert_int_equal(epollctx_wait(&ctx, &events), 1);
	token = epollctx_event_token(&slot);
	assert_int_equal(epollctx_token_kind(KIND_BITS, token), KIND);
	assert_true(epollctx_token_data(KIND_BITS, token) == data);
	assert_ok(epollctx_close(&ctx));
	assert_ok(epollctx_eventfd_close(&e));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_largest_that_fit_come_back),
		cmocka_unit_test(kind_and_data_do_not_touch_each_other),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(bits_out_of_range_are_refused),
		cmocka_unit_test(a_null_output_is_refused_first),
		cmocka_unit_test(a_packed_token_travels_through_the_kernel),
		cmocka_unit_test(no_descriptor_leaked),
	};

	return cmocka_run_group_tests_name("core/token", tests, remember_descriptors, NULL);
}
