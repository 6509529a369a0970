/* SPDX-License-Identifier: BSD-3-Clause */
/* rules.c: every rule has a name of its own and a text, and is counted. */
#include "world.h"

static void names_are_unique_and_texts_are_there(void **state)
{
	(void)state;
	assert_true(MODEL_RULE_COUNT >= 80);
	for (int i = 0; i < MODEL_RULE_COUNT; i++) {
		assert_true(strlen(model_rule_text((enum model_rule)i)) > 10);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(model_rule_name((enum model_rule)i),
				model_rule_name((enum model_rule)j));
	}
	assert_string_equal(model_rule_name(MODEL_RULE_pipe_read_of_0), "pipe_read_of_0");
}

static void each_decision_is_counted(void **state)
{
	(void)state;
	for (int i = 0; i < MODEL_RULE_COUNT; i++)
		is(0, model_rule_hits(m, (enum model_rule)i));
	for (int i = 0; i < 3; i++)
		errs(EBADF, shut_number(-1));
	is(3, model_rule_hits(m, MODEL_RULE_close_not_open));
	model_reset(m);
	is(0, model_rule_hits(m, MODEL_RULE_close_not_open));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(names_are_unique_and_texts_are_there),
		world_test(each_decision_is_counted),
	};
	return world_run(tests);
}
