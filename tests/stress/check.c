/* SPDX-License-Identifier: BSD-3-Clause */
/* The checker: its objects one after the other, then the rules over all of them. */
#include "check.h"

#include "object.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct checker {
	struct steps *steps;
	struct check_counts counts;
};

struct checker *checker_create(void)
{
	struct checker *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	c->steps = steps_create();
	if (c->steps == NULL) {
		free(c);
		return NULL;
	}
	return c;
}

void checker_destroy(struct checker *c)
{
	if (c == NULL)
		return;
	steps_destroy(c->steps);
	free(c);
}

const struct check_counts *checker_counts(const struct checker *c)
{
	return &c->counts;
}

const char *check_rule_name(enum check_rule rule)
{
	static const char *const names[] = {
#define X(name, text) [CHECK_##name] = #name,
		CHECK_RULES(X)
#undef X
	};

	return names[rule];
}

const char *check_rule_text(enum check_rule rule)
{
	static const char *const texts[] = {
#define X(name, text) [CHECK_##name] = text,
		CHECK_RULES(X)
#undef X
	};

	return texts[rule];
}

bool reject(struct check_state *s, enum check_rule rule, size_t index, const char *format, ...)
{
	char detail[PROGRAM_LINE_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(detail, sizeof detail, format, arguments);
	va_end(arguments);
	s->verdict->accepted = false;
	s->verdict->rule = rule;
	s->verdict->index = index;
	snprintf(s->verdict->text, sizeof s->verdict->text, "%s: %s (%s)", check_rule_name(rule),
		check_rule_text(rule), detail);
	return false;
}

/* ---- Tokens ---- */

static int compare_tokens(const void *a, const void *b)
{
	const struct token_row *x = a, *y = b;

	if (x->token != y->token)
		return x->token < y->token ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

size_t token_source(const struct check_state *s, uint64_t token)
{
	size_t low = 0, high = s->token_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->tokens[middle].token < token)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < s->token_count && s->tokens[low].token == token)
		return s->tokens[low].index;
	return s->h->program->count;
}

static bool collect_tokens(struct check_state *s)
{
	const struct program *p = s->h->program;

	s->tokens = malloc((p->count + 1) * sizeof *s->tokens);
	if (s->tokens == NULL)
		return reject(s, CHECK_limit, p->count, "no memory");
	for (size_t i = 0; i < p->count; i++)
		if (p->operations[i].code == PROGRAM_add || p->operations[i].code == PROGRAM_mod)
			s->tokens[s->token_count++] =
				(struct token_row){p->operations[i].arguments[3], i};
	qsort(s->tokens, s->token_count, sizeof *s->tokens, compare_tokens);
	for (size_t i = 1; i < s->token_count; i++)
		if (s->tokens[i].token == s->tokens[i - 1].token)
			return reject(s, CHECK_history, s->tokens[i].index,
				"its token is that of another add or mod");
	return true;
}

/* A token of another instance, or of nobody, is not a matter of order. */
static bool check_tokens(struct check_state *s)
{
	const struct program *p = s->h->program;

	for (size_t i = 0; i < p->count; i++)
		for (size_t e = 0; e < p->operations[i].stated.count; e++) {
			size_t source = token_source(s, p->operations[i].stated.events[e].token);

			if (source == p->count)
				return reject(s, CHECK_stranger, i, "nobody registered it");
			if (s->h->ops[source].file != s->h->ops[i].file)
				return reject(s, CHECK_token, i, "it belongs to another instance");
			s->counts->deliveries++;
		}
	return true;
}

/* ---- Counts ---- */

static bool is_straggler(
	const struct check_state *s, const struct object *o, const struct part *delivery)
{
	int registered = s->h->ops[token_source(s, delivery->token)].finish;

	for (size_t i = 0; i < o->count; i++) {
		const struct part *part = &o->parts[i];

		if (part->kind == PART_CONTROL && part->code != STEP_ADD &&
			part->token != delivery->token && part->begin > registered &&
			part->finish < delivery->finish &&
			history_succeeded(operation_at(s, part->index)))
			return true;
	}
	return false;
}

static void count_stragglers(struct check_state *s, const struct object *o)
{
	for (size_t i = 0; i < o->count; i++)
		if (o->parts[i].kind == PART_DELIVER && is_straggler(s, o, &o->parts[i]))
			s->counts->stragglers++;
}

/* ---- All of it ---- */

static bool check_objects(struct check_state *s)
{
	if (!collect_tokens(s) || !check_tokens(s) || !objects_build(s))
		return false;
	for (size_t i = 0; i < s->object_count; i++) {
		struct object *o = &s->objects[i];

		if (!check_streams(s, o) || !search(s, o) || !check_edge_counts(s, o))
			return false;
		count_stragglers(s, o);
	}
	s->counts->objects += s->object_count;
	return check_exclusive(s) && check_nested(s);
}

bool check(struct checker *c, const struct program *program, struct check_verdict *verdict)
{
	struct history h;
	struct check_state s = {
		.h = &h, .verdict = verdict, .counts = &c->counts, .steps = c->steps};
	char reason[PROGRAM_LINE_MAX];
	size_t index = program->count;
	int r;

	*verdict = (struct check_verdict){.accepted = true, .index = program->count};
	r = history_open(&h, program, &index, reason);
	if (r < 0) {
		reject(&s, CHECK_history, index, "%s", r == -EINVAL ? reason : "no memory");
		return false;
	}
	check_objects(&s);
	c->counts.operations += program->count;
	objects_free(&s);
	free(s.tokens);
	history_close(&h);
	return verdict->accepted;
}
