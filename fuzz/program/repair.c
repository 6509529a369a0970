/* SPDX-License-Identifier: BSD-3-Clause */
/* What a well-formed program is, and how any operations become one. */
#include "answers.h"
#include "names.h"
#include "program.h"

#include <string.h>

static bool argument_well_formed(enum program_argument kind, uint64_t value, uint32_t *bound)
{
	if (value > program_arguments[kind].maximum)
		return false;
	if (kind == PROGRAM_ARGUMENT_USE)
		return value < *bound;
	if (kind != PROGRAM_ARGUMENT_BIND)
		return true;
	if (value == *bound)
		++*bound;
	return value < *bound;
}

/* All but the number of variables, which is returned. */
static bool operations_well_formed(const struct program *p, uint32_t *ret_bound)
{
	uint32_t bound = 0;

	for (size_t i = 0; i < p->count; i++) {
		const struct program_operation *op = &p->operations[i];

		if (op->code >= PROGRAM_CODE_COUNT)
			return false;
		if (op->stated.kind != PROGRAM_UNSTATED && !answer_fits(op->code, &op->stated))
			return false;
		for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
			if (!argument_well_formed(program_operations[op->code].arguments[j],
				    op->arguments[j], &bound))
				return false;
		}
	}
	*ret_bound = bound;
	return true;
}

bool program_well_formed(const struct program *p)
{
	uint32_t bound;

	return operations_well_formed(p, &bound) && p->variables == bound;
}

/* What the variables of the operations so far have become. */
struct renumbering {
	uint32_t bound;
	int16_t number[PROGRAM_VARIABLES_MAX];
};

static bool repair_argument(enum program_argument kind, uint64_t *value, struct renumbering *r)
{
	uint64_t maximum = program_arguments[kind].maximum;

	if (*value > maximum)
		*value %= maximum + 1;
	if (kind == PROGRAM_ARGUMENT_BIND) {
		if (r->number[*value] == NAME_UNKNOWN)
			r->number[*value] = (int16_t)r->bound++;
		*value = (uint64_t)r->number[*value];
	} else if (kind == PROGRAM_ARGUMENT_USE) {
		if (r->bound == 0)
			return false;
		if (r->number[*value] == NAME_UNKNOWN)
			*value %= r->bound;
		else
			*value = (uint64_t)r->number[*value];
	}
	return true;
}

/* False when the operation cannot stay. */
static bool repair_operation(struct program_operation *op, struct renumbering *r)
{
	op->code %= PROGRAM_CODE_COUNT;
	for (size_t j = 0; j < PROGRAM_ARGUMENTS_MAX; j++) {
		if (!repair_argument(
			    program_operations[op->code].arguments[j], &op->arguments[j], r))
			return false;
	}
	if (!answer_fits(op->code, &op->stated))
		answer_forget(&op->stated);
	return true;
}

static void repair_operations(struct program *p)
{
	struct renumbering r;
	uint32_t before = p->variables;
	size_t kept = 0;

	r.bound = 0;
	memset(r.number, NAME_UNKNOWN, sizeof r.number);
	for (size_t i = 0; i < p->count; i++) {
		struct program_operation *op = &p->operations[i];

		if (!repair_operation(op, &r)) {
			answer_forget(&op->stated);
			continue;
		}
		if (kept < i)
			p->operations[kept] = *op;
		kept++;
	}
	p->count = kept;
	p->variables = r.bound;
	if (p->names != NULL)
		names_renumber(p, before, r.number);
}

void program_repair(struct program *p)
{
	uint32_t bound;

	/* Nearly every program of a campaign is well formed; names may have to be made. */
	if (operations_well_formed(p, &bound) && (p->names == NULL || bound <= p->variables))
		p->variables = bound;
	else
		repair_operations(p);
}
