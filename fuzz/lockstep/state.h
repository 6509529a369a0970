/* SPDX-License-Identifier: BSD-3-Clause */
/* What the files of this folder share: the two worlds, and an operation's answer in each. */
#ifndef EPOLLCTX_FUZZ_LOCKSTEP_STATE_H
#define EPOLLCTX_FUZZ_LOCKSTEP_STATE_H

#include "epollctx.h"
#include "kernel.h"
#include "lockstep.h"
#include "world.h"

#include <poll.h>

/* How many times a descriptor of a program is at most open: as many as the model can hold. */
enum { LOCKSTEP_ITEMS_MAX = PROGRAM_OPERATIONS_MAX, LOCKSTEP_NOT_OPENED = -2 };

/* What an open number is, as the lockstep knows it from the operation that opened it. */
struct lockstep_file {
	enum model_kind kind;
	bool is_poll; /* `poll` is the PollContext that was opened under this number */
	struct epollctx_poll poll;
	struct model_poll predicted_poll;
};

struct lockstep {
	struct lockstep_options options;
	struct world world;
	struct kernel kernel;
	struct model *model;
	void *model_memory;
	struct lockstep_file *files; /* by number */
	int files_used;		     /* those from here on are as new */
	struct program_event *got;   /* room for the events of one wait, on each side */
	struct program_event *wanted;
	struct model_event *predicted;
	struct model_item *real_items; /* room for one interest list, on each side */
	struct model_item *model_items;
	int faulted[PROGRAM_OPERATIONS_MAX]; /* the errno of the fault that decided each operation
					      */
	struct pollfd *polled;		     /* one for each number */
	int numbers[PROGRAM_VARIABLES_MAX];  /* what each variable stands for now */
	bool told_of_proc;		     /* that /proc cannot be read: once is enough */
	uint64_t waits;			     /* of this run: picks the time limits in turn */
	uint64_t busy_loops;		     /* reports of busy loops in this operation */
	uint64_t rule_hits[MODEL_RULE_COUNT];
	char complaint[LOCKSTEP_TEXT_SIZE]; /* what the operation broke, if it did */
};

/* An operation with its variables replaced by numbers: counted from 0, or -1. */
struct call {
	enum program_code code;
	int number[2];
	uint64_t value[3]; /* the arguments that are no variables, in their order */
};

struct answer {
	struct program_answer said;
	int opened[2];	     /* numbers, or LOCKSTEP_NOT_OPENED */
	uint64_t busy_loops; /* how many a PollContext has reported */
};

/*
 * Through the library, or straight to the kernel for what the library does not do. One function
 * for each row of PROGRAM_OPERATIONS.
 */
void perform(struct lockstep *ls, const struct call *call, struct answer *answer);

/* On the model. `failed` is the errno of a fault that decides the answer, or 0. */
void predict(struct lockstep *ls, const struct call *call, int failed, struct answer *answer);

/* The system call that an operation makes, or PROGRAM_CALL_COUNT: it is answered without one. */
enum program_call expected_call(struct lockstep *ls, const struct call *call);

/* Complains when the calls that the operation made, or its answer, break a promise of the core. */
void check_contract(struct lockstep *ls, const struct call *call, const struct answer *answer);

/* What `fail` does. */
void add_fault(struct lockstep *ls, const struct call *call);
/* The errno of the fault that decided the answer just performed, or 0. */
int deciding_fault(const struct lockstep *ls);
/* The same without performing anything: takes the pending faults that the operation would meet. */
int next_fault(struct lockstep *ls, const struct call *call);

/* Would this answer to a call that was not yet predicted be inside what the manual pages allow? */
bool answer_allowed(
	struct lockstep *ls, const struct call *call, const struct program_answer *answer);

/*
 * Performs and predicts one operation and compares. At a difference fills the report, but for the
 * verdict and the place, and returns false.
 */
bool step(struct lockstep *ls, const struct call *call, struct answer *got, struct answer *wanted,
	struct lockstep_report *report);

/* Mixes a value into a hash (FNV-1a). */
uint64_t mix(uint64_t hash, uint64_t value);

/* Writes both answers into the report. */
void report_answers(struct lockstep_report *report, const struct program_answer *expected,
	const struct program_answer *got);

/* Compares everything that can be asked about both worlds; at a difference fills the report. */
bool end_state_same(struct lockstep *ls, struct lockstep_report *report);
/* Closes all that is open in both worlds; false when something is left. */
bool end_closed(struct lockstep *ls, struct lockstep_report *report);

/* Nothing opened, nothing said. */
void answer_clear(struct answer *answer);
/* Answers of calls: -errno or 0; and a value on success. */
void answer_status(struct answer *answer, int result);
void answer_value(struct answer *answer, int result, uint64_t value);

/* What is known of a number; NULL when no program can have it. */
struct lockstep_file *lockstep_file(struct lockstep *ls, int number);
/* Notes that a number was opened; NULL when no program can have it. */
struct lockstep_file *lockstep_open_file(struct lockstep *ls, int number);

/* A promise that was seen broken; the first of an operation is kept. */
void complain(struct lockstep *ls, const char *complaint);

/* The slots that a wait has: a PollContext brings its own, whatever the scenario says. */
uint32_t effective_capacity(struct lockstep *ls, const struct call *call);
void perform_wait(struct lockstep *ls, const struct call *call, struct answer *answer);

#endif
