/* SPDX-License-Identifier: BSD-3-Clause */
/* The names of variables. */
#include "names.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 2 * PROGRAM_VARIABLES_MAX, FIRST_ROOM = 16 };

void name_table_clear(struct name_table *table)
{
	memset(table, 0, sizeof *table);
}

/* FNV-1a */
static size_t first_slot(const char *name, size_t size)
{
	uint32_t hash = UINT32_C(2166136261);

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)name[i]) * UINT32_C(16777619);
	return (hash ^ hash >> 16) % SLOTS;
}

int name_table_find(const struct name_table *table, char (*names)[PROGRAM_NAME_SIZE],
	const char *name, size_t size)
{
	for (size_t at = first_slot(name, size); table->slots[at] != 0; at = (at + 1) % SLOTS) {
		int variable = table->slots[at] - 1;

		if (strlen(names[variable]) == size && memcmp(names[variable], name, size) == 0)
			return variable;
	}
	return NAME_UNKNOWN;
}

void name_table_add(struct name_table *table, char (*names)[PROGRAM_NAME_SIZE], uint32_t variable)
{
	size_t at = first_slot(names[variable], strlen(names[variable]));

	while (table->slots[at] != 0)
		at = (at + 1) % SLOTS;
	table->slots[at] = (uint16_t)(variable + 1);
}

/* A power of two, so that names_append knows from the count alone when the room is used up. */
static size_t room_for(uint32_t variables)
{
	size_t room = FIRST_ROOM;

	while (room < variables)
		room *= 2;
	return room;
}

void *names_allocate(uint32_t variables)
{
	return calloc(room_for(variables), PROGRAM_NAME_SIZE);
}

int names_append(struct program *p, const char *name, size_t size)
{
	if (p->names == NULL || room_for(p->variables + 1) != room_for(p->variables)) {
		void *names = realloc(p->names, room_for(p->variables + 1) * PROGRAM_NAME_SIZE);

		if (names == NULL)
			return -ENOMEM;
		p->names = names;
	}
	memset(p->names[p->variables], 0, PROGRAM_NAME_SIZE);
	memcpy(p->names[p->variables], name, size);
	p->variables++;
	return 0;
}

static const char *stem_of(const struct program_operation *op, size_t argument)
{
	return program_operations[op->code].stems[argument];
}

static bool binds(const struct program_operation *op, size_t argument)
{
	return program_operations[op->code].arguments[argument] == PROGRAM_ARGUMENT_BIND;
}

/* No program that was read has one. */
static const char unbound[] = "unbound";

void name_stems_of(const struct program *p, struct name_stems *stems)
{
	uint32_t bound = 0;

	for (uint32_t v = 0; v < p->variables; v++)
		stems->stem[v] = unbound;
	for (size_t i = 0; i < p->count; i++) {
		const struct program_operation *op = &p->operations[i];

		for (size_t j = 0; j < 2; j++) {
			if (binds(op, j) && op->arguments[j] == bound)
				stems->stem[bound++] = stem_of(op, j);
		}
	}
}

static const char *find_stem(const struct program *p, uint32_t variable)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct program_operation *op = &p->operations[i];

		for (size_t j = 0; j < 2; j++) {
			if (binds(op, j) && op->arguments[j] == variable)
				return stem_of(op, j);
		}
	}
	return unbound;
}

void name_with_stems(const struct program *p, const struct name_stems *stems, uint32_t variable,
	char name[PROGRAM_NAME_SIZE])
{
	if (p->names != NULL && variable < p->variables) {
		memcpy(name, p->names[variable], PROGRAM_NAME_SIZE);
		return;
	}
	snprintf(name, PROGRAM_NAME_SIZE, "%s%" PRIu32,
		stems != NULL ? stems->stem[variable] : find_stem(p, variable), variable);
}

void program_name(const struct program *p, uint32_t variable, char name[PROGRAM_NAME_SIZE])
{
	name_with_stems(p, NULL, variable, name);
}

/* Gives each variable without a name its stem and the first number from its own up that is free. */
static void make_missing(struct program *p, char (*names)[PROGRAM_NAME_SIZE])
{
	struct name_table table;
	struct name_stems stems;

	name_table_clear(&table);
	name_stems_of(p, &stems);
	for (uint32_t v = 0; v < p->variables; v++) {
		if (names[v][0] != '\0')
			name_table_add(&table, names, v);
	}
	for (uint32_t v = 0; v < p->variables; v++) {
		char name[PROGRAM_NAME_SIZE];
		uint32_t suffix = v;

		if (names[v][0] != '\0')
			continue;
		do {
			snprintf(name, sizeof name, "%s%" PRIu32, stems.stem[v], suffix++);
		} while (name_table_find(&table, names, name, strlen(name)) != NAME_UNKNOWN);
		memcpy(names[v], name, sizeof name);
		name_table_add(&table, names, v);
	}
}

void names_renumber(struct program *p, uint32_t before, const int16_t number[PROGRAM_VARIABLES_MAX])
{
	char(*names)[PROGRAM_NAME_SIZE] = names_allocate(p->variables);

	for (uint32_t old = 0; names != NULL && old < before; old++) {
		if (number[old] != NAME_UNKNOWN)
			memcpy(names[number[old]], p->names[old], PROGRAM_NAME_SIZE);
	}
	if (names != NULL)
		make_missing(p, names);
	free(p->names);
	p->names = names;
}
