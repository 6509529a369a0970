/* SPDX-License-Identifier: BSD-3-Clause */
/* An eventfd is close-on-exec whatever flags it is opened with. */
#include "support.h"

#include <sys/eventfd.h>

static void every_eventfd_is_close_on_exec(void **state)
{
	const int flags[] = {0, EFD_CLOEXEC, EFD_NONBLOCK, EFD_NONBLOCK | EFD_CLOEXEC};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(flags); i++) {
		struct epollctx_eventfd e = EPOLLCTX_EVENTFD_INIT;

		assert_ok(epollctx_eventfd_open(&e, flags[i]));
		assert_true(is_close_on_exec(e.fd));
		assert_int_equal(
			(fcntl(e.fd, F_GETFL) & O_NONBLOCK) != 0, (flags[i] & EFD_NONBLOCK) != 0);
		assert_ok(epollctx_eventfd_close(&e));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_eventfd_is_close_on_exec),
		cmocka_unit_test(no_descriptor_leaked),
	};

	return cmocka_run_group_tests_name("core/eventfd_flags", tests, remember_descriptors, NULL);
}
