/* SPDX-License-Identifier: BSD-3-Clause */
/* Asking for what is asked for already takes nothing away. */
#include "support.h"

static void asking_again_changes_nothing(void **state)
{
	struct epollctx_watch (*const setters[])(struct epollctx_watch) = {
		epollctx_watch_set_read,
		epollctx_watch_set_write,
		epollctx_watch_set_read_hangup,
		epollctx_watch_set_priority,
		epollctx_watch_set_edge_triggered,
		epollctx_watch_set_oneshot,
		epollctx_watch_set_exclusive,
	};
	struct epollctx_watch all = epollctx_watch_new(UINT32_MAX);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(setters); i++) {
		struct epollctx_watch once = setters[i](epollctx_watch_empty());

		assert_int_not_equal(epollctx_watch_get_raw(once), 0);
		assert_int_equal(
			epollctx_watch_get_raw(setters[i](once)), epollctx_watch_get_raw(once));
		assert_int_equal(epollctx_watch_get_raw(setters[i](all)), UINT32_MAX);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asking_again_changes_nothing),
	};

	return cmocka_run_group_tests_name("core/watch_again", tests, NULL, NULL);
}
