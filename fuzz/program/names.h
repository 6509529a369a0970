/* SPDX-License-Identifier: BSD-3-Clause */
/* The names of variables: found by a hash, made from stems, kept through a renumbering. */
#ifndef EPOLLCTX_FUZZ_NAMES_H
#define EPOLLCTX_FUZZ_NAMES_H

#include "program.h"

/* From name to variable. 4096 names at most, so that half of the slots stay free. */
struct name_table {
	uint16_t slots[2 * PROGRAM_VARIABLES_MAX]; /* variable + 1; 0: free */
};

enum { NAME_UNKNOWN = -1 };

void name_table_clear(struct name_table *table);
/* The variable of that name among `names`, or NAME_UNKNOWN. */
int name_table_find(const struct name_table *table, char (*names)[PROGRAM_NAME_SIZE],
	const char *name, size_t size);
/* Enters names[variable], which is not in the table yet. */
void name_table_add(struct name_table *table, char (*names)[PROGRAM_NAME_SIZE], uint32_t variable);

/*
 * Gives the program one more variable, of that name. Only while all its variables came from here.
 * -ENOMEM.
 */
int names_append(struct program *p, const char *name, size_t size);
/* Room for the names of so many variables; NULL without memory. */
void *names_allocate(uint32_t variables);

/* The stem of each variable, from the operation that binds it first. */
struct name_stems {
	const char *stem[PROGRAM_VARIABLES_MAX];
};
void name_stems_of(const struct program *p, struct name_stems *stems);
/* The name of a variable, without a search when `stems` is given. */
void name_with_stems(const struct program *p, const struct name_stems *stems, uint32_t variable,
	char name[PROGRAM_NAME_SIZE]);

/*
 * The variables of a program were renumbered: what was `old` is now number[old], or NAME_UNKNOWN
 * when nothing binds it any more. `before` is how many had a name. Moves the names along and makes
 * the missing ones; drops all of them without memory. p->variables is new already.
 */
void names_renumber(
	struct program *p, uint32_t before, const int16_t number[PROGRAM_VARIABLES_MAX]);

#endif
