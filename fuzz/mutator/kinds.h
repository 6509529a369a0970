/* SPDX-License-Identifier: BSD-3-Clause */
/* The kinds of mutation, for mutator.c: a function for each row of MUTATOR_KINDS. */
#ifndef EPOLLCTX_FUZZ_KINDS_H
#define EPOLLCTX_FUZZ_KINDS_H

#include "mutator/mutator.h"

/*
 * Each takes a well-formed program and leaves one that program_repair() makes well formed, perhaps
 * with more operations than there is room. False when it could do nothing.
 */
#define X(name, weight, text) bool kind_##name(struct mutator *m, struct program *p);
MUTATOR_KINDS(X)
#undef X

/* Removes every operation whose weight is 0, and those that their removal leaves without a use. */
void kinds_remove_switched_off(struct mutator *m, struct program *p);

/* Puts a copy of `op`, whose variables are numbered from `shift` up, before operation `at`. */
bool kinds_insert_copy(
	struct program *p, size_t at, const struct program_operation *op, uint64_t shift);

#endif
