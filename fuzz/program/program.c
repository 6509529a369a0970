/* SPDX-License-Identifier: BSD-3-Clause */
/* Programs in memory: their operations, insertion and removal, copies. */
#include "program.h"

#include "answers.h"
#include "memory.h"
#include "names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

void program_init(struct program *p)
{
	*p = (struct program){.operations = NULL};
}

void program_free(struct program *p)
{
	program_clear(p);
	free(p->operations);
	program_init(p);
}

void program_clear(struct program *p)
{
	program_forget_stated(p);
	free(p->names);
	p->names = NULL;
	p->count = 0;
	p->variables = 0;
}

int program_reserve(struct program *p, size_t count)
{
	struct program_operation *operations;
	size_t room = p->room > 0 ? p->room : FIRST_ROOM;

	if (count <= p->room)
		return 0;
	while (room < count)
		room *= 2;
	operations = realloc(p->operations, room * sizeof *operations);
	if (operations == NULL)
		return -ENOMEM;
	p->operations = operations;
	p->room = room;
	return 0;
}

static int copy_names(struct program *to, const struct program *from)
{
	if (from->names == NULL)
		return 0;
	to->names = names_allocate(from->variables);
	if (to->names == NULL)
		return -ENOMEM;
	memcpy(to->names, from->names, from->variables * sizeof from->names[0]);
	return 0;
}

int program_copy(struct program *to, const struct program *from)
{
	int r;

	if (to == from)
		return 0;
	program_clear(to);
	r = program_reserve(to, from->count);
	if (r == 0)
		r = copy_names(to, from);
	while (r == 0 && to->count < from->count) {
		const struct program_operation *source = &from->operations[to->count];
		struct program_operation *copy = &to->operations[to->count++];

		*copy = *source;
		r = answer_copy(&copy->stated, &source->stated);
	}
	if (r == 0)
		to->variables = from->variables;
	else
		program_clear(to);
	return r;
}

bool program_equal(const struct program *a, const struct program *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct program_operation *x = &a->operations[i];
		const struct program_operation *y = &b->operations[i];

		if (x->code != y->code ||
			memcmp(x->arguments, y->arguments, sizeof x->arguments) != 0)
			return false;
	}
	return true;
}

size_t program_first_threaded(const struct program *p)
{
	size_t i = 0;

	while (i < p->count && p->operations[i].span.thread == 0)
		i++;
	return i;
}

int program_insert(struct program *p, size_t index, const struct program_operation *op)
{
	struct program_operation copy = *op;
	int r;

	if (index > p->count)
		return -EINVAL;
	if (p->count == PROGRAM_OPERATIONS_MAX)
		return -ENOSPC;
	r = answer_copy(&copy.stated, &op->stated);
	if (r < 0)
		return r;
	r = program_reserve(p, p->count + 1);
	if (r < 0) {
		answer_forget(&copy.stated);
		return r;
	}
	memmove(&p->operations[index + 1], &p->operations[index],
		(p->count - index) * sizeof p->operations[0]);
	p->operations[index] = copy;
	p->count++;
	return 0;
}

void program_remove(struct program *p, size_t index, size_t count)
{
	if (index >= p->count)
		return;
	if (count > p->count - index)
		count = p->count - index;
	for (size_t i = index; i < index + count; i++)
		answer_forget(&p->operations[i].stated);
	memmove(&p->operations[index], &p->operations[index + count],
		(p->count - index - count) * sizeof p->operations[0]);
	p->count -= count;
}

int program_state(struct program *p, size_t index, const struct program_answer *answer)
{
	struct program_operation *op;
	struct program_answer copy;
	int r;

	if (index >= p->count || !answer_fits(p->operations[index].code, answer))
		return -EINVAL;
	if (answer_text_size(answer) > PROGRAM_ANSWER_MAX)
		return -E2BIG;
	r = answer_copy(&copy, answer);
	if (r < 0)
		return r;
	op = &p->operations[index];
	answer_forget(&op->stated);
	op->stated = copy;
	return 0;
}

void program_forget_stated(struct program *p)
{
	for (size_t i = 0; i < p->count; i++) {
		if (p->operations[i].stated.kind != PROGRAM_UNSTATED)
			answer_forget(&p->operations[i].stated);
	}
}
