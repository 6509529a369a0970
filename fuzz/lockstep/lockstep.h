/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lockstep: performs a program through the library on the kernel below and on the shadow model,
 * compares after every operation and the whole state at the end, and stops at the first difference.
 *
 * A process has one lockstep at a time: descriptor numbers, RLIMIT_NOFILE, SIGPIPE and the wrapped
 * system calls belong to the process. Nothing else in it may open or close descriptors during
 * lockstep_run. Link with `-Wl,--wrap` for every row of PROGRAM_CALLS.
 */
#ifndef EPOLLCTX_FUZZ_LOCKSTEP_H
#define EPOLLCTX_FUZZ_LOCKSTEP_H

#include "model/model_rules.h"
#include "program/program.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which part of the library stands for the operations of a program: X(name, what it is). */
#define LOCKSTEP_FLAVOURS(X)                                                               \
	X(context, "epollctx, each wait with a zero timeout")                              \
	X(poll, "epollctx_poll, whose 16 slots replace a wait's, and its busy-loop check") \
	X(deadline, "epollctx, waits with limits from 1 ns up, in virtual time")

enum lockstep_flavour {
#define X(name, text) LOCKSTEP_##name,
	LOCKSTEP_FLAVOURS(X)
#undef X
		LOCKSTEP_FLAVOUR_COUNT
};

const char *lockstep_flavour_name(enum lockstep_flavour flavour);
const char *lockstep_flavour_text(enum lockstep_flavour flavour);

struct lockstep_options {
	enum lockstep_flavour flavour;
	bool check_model; /* the invariants of the model's tables after every operation: slow */
	bool twice;	  /* perform each program a second time: the trace must be the same */
	FILE *trace;	  /* NULL, or gets a line for each operation and what it answered */
};

enum lockstep_verdict {
	LOCKSTEP_SAME,	    /* the kernel, the model and what is stated agree */
	LOCKSTEP_DEVIATION, /* they differ inside what the manual pages leave open */
	LOCKSTEP_VIOLATION, /* they differ outside of that */
};

enum { LOCKSTEP_TEXT_SIZE = 1024, LOCKSTEP_AT_END = -1 };

struct lockstep_report {
	enum lockstep_verdict verdict;
	long index; /* of the operation that differs, or LOCKSTEP_AT_END: the state after all */
	char operation[LOCKSTEP_TEXT_SIZE]; /* as text, or what of the end state was compared */
	char expected[LOCKSTEP_TEXT_SIZE];
	char got[LOCKSTEP_TEXT_SIZE];
	char reason[LOCKSTEP_TEXT_SIZE]; /* which two things differ */
	uint64_t trace;			 /* a hash of every answer of the kernel */
};

struct lockstep;

/* NULL with errno when the process cannot be prepared (memory, RLIMIT_NOFILE below what it takes).
 */
struct lockstep *lockstep_create(const struct lockstep_options *options);
/* Gives back memory and limits. NULL is nothing. */
void lockstep_destroy(struct lockstep *ls);

/*
 * Performs the program, and leaves no descriptor of it open. What the program states is compared by
 * flavour `context` alone: others wait into other buffers and by other calls than it speaks of.
 */
enum lockstep_verdict lockstep_run(
	struct lockstep *ls, const struct program *program, struct lockstep_report *report);

/*
 * Performs the program's operations, in the same way, and nothing else: no model, no comparison, no
 * faults. For measuring what the rest of lockstep_run costs; not for flavour `deadline`, whose time
 * would be real.
 */
void lockstep_perform(struct lockstep *ls, const struct program *program);

/*
 * Predicts the program on the model alone, and states each predicted answer in it. For a program
 * whose faults depend on the core (waits with a deadline) that is the answer of flavour `context`.
 */
int lockstep_state(struct lockstep *ls, struct program *program);

/*
 * Predicts the program on the model alone, and nothing else: the state that the model is in after
 * it, and what its last operation answers (nothing, if there is none). Both are valid until
 * anything else is asked of this lockstep. The program has no `fail`.
 */
const struct model *lockstep_predict(
	struct lockstep *ls, const struct program *program, struct program_answer *ret_last);

/* How often each rule decided something, over all runs of this lockstep. */
uint64_t lockstep_rule_hits(const struct lockstep *ls, enum model_rule rule);

const char *lockstep_verdict_name(enum lockstep_verdict verdict);

/* "expected none, got 7:HUP (violation)" and where, for people: some lines. */
void lockstep_write_report(
	const struct lockstep_report *report, const struct program *program, FILE *file);

#endif
