/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An object of the search: one number in one instance, and every operation that matters to it.
 * Internal to the checker.
 */
#ifndef EPOLLCTX_STRESS_OBJECT_H
#define EPOLLCTX_STRESS_OBJECT_H

#include "check.h"
#include "steps.h"

enum part_kind {
	PART_CONTROL,  /* ADD, MOD, DEL of the number */
	PART_TRANSFER, /* a read or write that may change what one of its files says */
	PART_BIND,     /* the number means another file, or none */
	PART_OPEN,     /* a file comes to be, with numbers other than this one */
	PART_LEFT,     /* a file has no other number any more */
	PART_HANG_UP,  /* the last number of the peer was closed */
	PART_DELIVER,  /* one event of a wait */
	PART_QUIET,    /* a wait delivered all that it could; see quiet.c */
	PART_REAP,     /* nothing runs: a file without a number is gone */
};

struct part {
	enum part_kind kind;
	size_t index; /* the operation; program->count: the end of the history */
	int begin;
	int finish;
	enum step_code code; /* of CONTROL and TRANSFER */
	bool through_number; /* acts on whatever the number means when it looks it up */
	bool in_two;	     /* another operation may come between looking up and acting */
	int file;	     /* that it acts on, opens or binds; FILE_NONE */
	uint64_t token;	     /* of CONTROL and DELIVER */
	uint32_t events;     /* that were asked for, or delivered */
};

/* In every way: an armed registration of this inner instance, or FILE_NONE. */
struct watched {
	int instance;
	bool by_edge;
};

struct object {
	int instance;	 /* the description of the epoll instance */
	uint32_t number; /* the variable */
	struct part *parts;
	size_t count;
	size_t room;
	bool *files; /* [file]: may the number mean it? */
	bool opaque; /* it may mean an epoll instance, whose readiness is not followed */
	bool has_exclusive;
	bool *exempt; /* [file]: another exclusive registration may have taken its wakeup */
	struct watched *watched; /* [question]; NULL if it may mean no instance */
};

/* What the checker knows of a token: the operation that brought it. */
struct token_row {
	uint64_t token;
	size_t index;
};

struct check_state {
	const struct history *h;
	struct check_verdict *verdict;
	struct check_counts *counts;
	struct steps *steps;
	struct token_row *tokens; /* sorted */
	size_t token_count;
	struct object *objects;
	size_t object_count;
	/* Waits that nothing overlaps, and program->count for the end; see nested.c */
	size_t *questions;
	size_t question_count;
	bool *surely_ready; /* [question, instance]: something in it certainly is due */
	bool *shared;	    /* [wait]: while it looked, others may have had the instance's list */
	bool *disturbed;    /* [operation]: another one overlaps it */
};

/* Rejects: sets the verdict and returns false. */
__attribute__((format(printf, 4, 5))) bool reject(
	struct check_state *s, enum check_rule rule, size_t index, const char *format, ...);

/* The ADD or MOD that brought a token, or program->count. */
size_t token_source(const struct check_state *s, uint64_t token);

/* Makes the objects with their parts; false and a verdict when that is not possible. */
bool objects_build(struct check_state *s);
void objects_free(struct check_state *s);

/* Fills `shared` and `disturbed`; once the objects have their files. False: no memory. */
bool waits_compare(struct check_state *s);
/* Of the object's quiet waits, leaves those that hold whatever happens beside them. */
void drop_disturbed(const struct check_state *s, struct object *o);

/* Chooses the questions; false: no memory. */
bool nested_ask(struct check_state *s);

/* The search; see search.c. */
bool search(struct check_state *s, struct object *o);

/* Rules that need no search. */
bool check_streams(struct check_state *s, const struct object *o);
bool check_edge_counts(struct check_state *s, const struct object *o);
bool check_exclusive(struct check_state *s);
bool check_nested(struct check_state *s);

static inline const struct program_operation *operation_at(const struct check_state *s, size_t i)
{
	return &s->h->program->operations[i];
}

static inline bool is_ok(const struct check_state *s, size_t index)
{
	return history_succeeded(operation_at(s, index));
}

static inline bool is_write(const struct check_state *s, const struct part *part)
{
	return part->kind == PART_TRANSFER && is_ok(s, part->index) &&
	       (part->code == STEP_WRITE || part->code == STEP_PEER_WRITE);
}

#endif
