/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The checker: may epoll give this history? Pure: no threads, no system calls, no clock. README.md
 * says by which rules, and why they are right.
 */
#ifndef EPOLLCTX_STRESS_CHECK_H
#define EPOLLCTX_STRESS_CHECK_H

#include "history.h"

/* X(name, what a history that breaks the rule shows) */
#define CHECK_RULES(X)                                                                           \
	X(answer, "no order of the concurrent operations gives this answer")                     \
	X(transfer, "no order of the concurrent operations gives what was read or written")      \
	X(token, "a token was delivered that was not registered at any moment of the wait")      \
	X(stranger, "a token was delivered that no add or mod of the history brought")           \
	X(oneshot, "a one-shot was delivered again without having been armed again")             \
	X(events, "events were delivered that were not true, or not asked for, during the wait") \
	X(edge_lost, "an edge was never delivered")                                              \
	X(edge_repeated, "more edges were delivered than there were")                            \
	X(silence, "what is ready and armed is not delivered")                                   \
	X(exclusive, "of the instances with EPOLLEXCLUSIVE none was woken")                      \
	X(nested, "an instance inside is ready, and a wait outside does not wake")               \
	X(history, "this is no history, or none that can be judged")                             \
	X(limit, "too many operations at once to decide")

enum check_rule {
#define X(name, text) CHECK_##name,
	CHECK_RULES(X)
#undef X
		CHECK_RULE_COUNT
};

enum { CHECK_TEXT_SIZE = PROGRAM_LINE_MAX + 512 };

struct check_verdict {
	bool accepted;
	enum check_rule rule; /* that is broken */
	size_t index;	      /* of the operation that shows it; program->count: the end */
	char text[CHECK_TEXT_SIZE];
};

/* What was found in histories that were accepted; sums over all of them. */
struct check_counts {
	uint64_t operations;
	uint64_t deliveries;
	uint64_t stragglers; /* deliveries of what was modified or deleted before the wait returned
			      */
	uint64_t objects;    /* (instance, number) pairs */
	uint64_t configurations;
	uint64_t widest; /* the most that were possible at once */
};

struct checker;

/* NULL without memory. */
struct checker *checker_create(void);
void checker_destroy(struct checker *c);

/* True if the history is accepted; *verdict says so too, or says why not. */
bool check(struct checker *c, const struct program *history, struct check_verdict *verdict);

const struct check_counts *checker_counts(const struct checker *c);
const char *check_rule_name(enum check_rule rule);
const char *check_rule_text(enum check_rule rule);

#endif
