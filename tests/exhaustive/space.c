/* SPDX-License-Identifier: BSD-3-Clause */
/* An open hash table of states: see space.h. */
#include "space.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 1024 };

uint64_t space_hash(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	hash ^= UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
	/* Every bit shall depend on every byte: the low ones pick a shard. */
	hash = (hash ^ hash >> 33) * UINT64_C(0xff51afd7ed558ccd);
	hash = (hash ^ hash >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	return hash ^ hash >> 33;
}

int space_init(struct space *space)
{
	*space = (struct space){.mask = 2 * FIRST_ROOM - 1, .room = FIRST_ROOM};
	space->states = malloc(FIRST_ROOM * sizeof *space->states);
	space->table = malloc((size_t)2 * FIRST_ROOM * sizeof *space->table);
	if (space->states == NULL || space->table == NULL)
		return -ENOMEM;
	memset(space->table, 0xff, (size_t)2 * FIRST_ROOM * sizeof *space->table);
	return 0;
}

void space_free(struct space *space)
{
	free(space->states);
	free(space->bytes);
	free(space->table);
	*space = (struct space){.count = 0};
}

static uint32_t *place_of(const struct space *space, uint64_t hash)
{
	uint32_t at = (uint32_t)hash & space->mask;

	while (space->table[at] != SPACE_EMPTY)
		at = (at + 1) & space->mask;
	return &space->table[at];
}

static int grow(struct space *space)
{
	size_t places = 4 * (size_t)space->room;
	struct state *states;
	uint32_t *table;

	if (space->room > UINT32_MAX / 8)
		return -ENOMEM;
	states = realloc(space->states, 2 * (size_t)space->room * sizeof *states);
	if (states == NULL)
		return -ENOMEM;
	space->states = states;
	table = malloc(places * sizeof *table);
	if (table == NULL)
		return -ENOMEM;
	memset(table, 0xff, places * sizeof *table);
	free(space->table);
	space->table = table;
	space->mask = (uint32_t)places - 1;
	space->room *= 2;
	for (uint32_t i = 0; i < space->count; i++)
		*place_of(space, states[i].hash) = i;
	return 0;
}

static int keep_bytes(struct space *space, const unsigned char *bytes, size_t size)
{
	size_t room = space->bytes_room > 0 ? space->bytes_room : FIRST_ROOM;
	unsigned char *larger;

	while (room < space->bytes_used + size)
		room *= 2;
	if (room > space->bytes_room) {
		larger = realloc(space->bytes, room);
		if (larger == NULL)
			return -ENOMEM;
		space->bytes = larger;
		space->bytes_room = room;
	}
	memcpy(space->bytes + space->bytes_used, bytes, size);
	space->bytes_used += size;
	return 0;
}

int space_add(struct space *space, const unsigned char *bytes, size_t size, uint32_t *ret_index,
	bool *ret_new)
{
	uint64_t hash = space_hash(0, bytes, size);
	uint32_t at = (uint32_t)hash & space->mask;
	int r = 0;

	for (; space->table[at] != SPACE_EMPTY; at = (at + 1) & space->mask) {
		const struct state *state = &space->states[space->table[at]];

		if (state->hash == hash && state->size == size &&
			memcmp(space->bytes + state->at, bytes, size) == 0) {
			*ret_index = space->table[at];
			*ret_new = false;
			return 0;
		}
	}
	if (space->count == space->room)
		r = grow(space);
	if (r == 0)
		r = keep_bytes(space, bytes, size);
	if (r < 0)
		return r;
	space->states[space->count] = (struct state){
		.hash = hash, .at = space->bytes_used - size, .size = (uint32_t)size};
	*place_of(space, hash) = space->count;
	*ret_index = space->count++;
	*ret_new = true;
	return 0;
}
