/* SPDX-License-Identifier: BSD-3-Clause */
/* The names and texts of the rules, and how often each decided. */
#include "state.h"

struct row {
	const char *name;
	const char *text;
};

static const struct row rows[MODEL_RULE_COUNT] = {
#define X(name, text) {#name, text},
	MODEL_RULES(X)
#undef X
};

const char *model_rule_name(enum model_rule rule)
{
	return rows[rule].name;
}

const char *model_rule_text(enum model_rule rule)
{
	return rows[rule].text;
}

uint64_t model_rule_hits(const struct model *m, enum model_rule rule)
{
	return m->hits[rule];
}
