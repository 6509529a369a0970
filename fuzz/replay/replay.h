/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of epollctx-replay share. */
#ifndef EPOLLCTX_FUZZ_REPLAY_H
#define EPOLLCTX_FUZZ_REPLAY_H

#include "lockstep/lockstep.h"
#include "program/program.h"

#include <stdbool.h>
#include <stddef.h>

/* Exit statuses of the tool. */
enum { REPLAY_SAME = 0, REPLAY_DIFFERENT = 1, REPLAY_UNUSABLE = 2 };

/* What a file holds: told by its first bytes, or known. */
enum replay_form { REPLAY_ANY_FORM, REPLAY_TEXT, REPLAY_BYTES };

/*
 * Reads the program of a file ("-": standard input). On failure says where and why on standard
 * error, as `file:line: reason`, and returns false; *program is empty then.
 */
bool replay_load(struct program *program, const char *path, enum replay_form form);

/* Runs files and writes TAP version 13 to standard output; an exit status. */
int replay_run(const struct lockstep_options *options, char *const paths[], int count);

/* Writes how often each rule of the model decided something in these files. An exit status. */
int replay_rules(const struct lockstep_options *options, char *const paths[], int count);

/* What became of a program, in a process of its own. */
enum outcome {
	OUTCOME_SAME,
	OUTCOME_DEVIATION,
	OUTCOME_VIOLATION,
	OUTCOME_DEVIATION_AT_END, /* no operation differs, but the state after all does */
	OUTCOME_VIOLATION_AT_END,
	OUTCOME_CRASH, /* a signal, or a sanitizer's exit */
	OUTCOME_HANG,
	OUTCOME_UNKNOWN, /* no process could be made */
};
const char *outcome_name(enum outcome outcome);
/* `expected`: what is most likely; a hang that is expected is waited for less long. */
enum outcome outcome_of(const struct lockstep_options *options, const struct program *program,
	enum outcome expected);

/*
 * Makes the program as small as it can while its outcome stays: trailing operations first, then
 * single ones, then arguments. Where only the state at the end differs, operations that show it are
 * added first, if there are any. Progress goes to standard error. 0, or -errno.
 */
int shrink(const struct lockstep_options *options, struct program *program, enum outcome outcome);

#endif
