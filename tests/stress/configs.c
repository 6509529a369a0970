/* SPDX-License-Identifier: BSD-3-Clause */
/* Configurations, and sets of them. */
#include "configs.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(struct step_state) == 16, "step_state has padding");
_Static_assert(sizeof(struct config_file) == 24, "config_file has padding");
_Static_assert(sizeof(struct config) ==
		       4 + 2 * CONFIG_PENDING_MAX + CONFIG_FILES_MAX * sizeof(struct config_file),
	"config has padding");

void configs_init(struct config_set *set)
{
	*set = (struct config_set){.configs = NULL};
}

void configs_free(struct config_set *set)
{
	free(set->configs);
	free(set->table);
	configs_init(set);
}

void configs_clear(struct config_set *set)
{
	if (set->count > 0)
		memset(set->table, 0, set->table_size * sizeof *set->table);
	set->count = 0;
}

/* The part of a configuration that is in use. */
static size_t size_of(const struct config *c)
{
	return offsetof(struct config, files) + (size_t)c->count * sizeof c->files[0];
}

static uint64_t hash(const struct config *c)
{
	const unsigned char *bytes = (const unsigned char *)c;
	uint64_t h = UINT64_C(0x9e3779b97f4a7c15);

	for (size_t i = 0; i + 4 <= size_of(c); i += 4) {
		uint32_t word;

		memcpy(&word, bytes + i, sizeof word);
		h = (h ^ word) * UINT64_C(0xff51afd7ed558ccd);
		h ^= h >> 32;
	}
	return h;
}

static void place(struct config_set *set, uint32_t index)
{
	size_t at = hash(&set->configs[index]) & (set->table_size - 1);

	while (set->table[at] != 0)
		at = (at + 1) & (set->table_size - 1);
	set->table[at] = index + 1;
}

static bool grow(struct config_set *set)
{
	size_t room = set->room > 0 ? 2 * set->room : 16;
	struct config *configs = realloc(set->configs, room * sizeof *configs);
	uint32_t *table;

	if (configs == NULL)
		return false;
	set->configs = configs;
	table = calloc(4 * room, sizeof *table);
	if (table == NULL)
		return false;
	free(set->table);
	set->table = table;
	set->room = room;
	set->table_size = 4 * room;
	for (uint32_t i = 0; i < set->count; i++)
		place(set, i);
	return true;
}

enum configs_result configs_add(struct config_set *set, const struct config *config)
{
	size_t at;

	if (set->count == CONFIGS_MAX || (set->count == set->room && !grow(set)))
		return CONFIGS_FULL;
	for (at = hash(config) & (set->table_size - 1); set->table[at] != 0;
		at = (at + 1) & (set->table_size - 1)) {
		const struct config *known = &set->configs[set->table[at] - 1];

		if (known->count == config->count && memcmp(known, config, size_of(config)) == 0)
			return CONFIGS_KNOWN;
	}
	set->configs[set->count] = *config;
	set->table[at] = (uint32_t)++set->count;
	return CONFIGS_NEW;
}

struct config_file *config_find(struct config *c, int file)
{
	for (int i = 0; i < c->count; i++)
		if (c->files[i].file == file)
			return &c->files[i];
	return NULL;
}

struct config_file *config_add_file(struct config *c, int file)
{
	struct config_file *known = config_find(c, file);
	int at = c->count;

	if (known != NULL || c->count == CONFIG_FILES_MAX)
		return known;
	while (at > 0 && c->files[at - 1].file > file) {
		c->files[at] = c->files[at - 1];
		at--;
	}
	memset(&c->files[at], 0, sizeof c->files[at]);
	c->files[at].file = (int16_t)file;
	c->count++;
	return &c->files[at];
}

void config_drop_file(struct config *c, int file, bool gone)
{
	struct config_file *f = config_find(c, file);

	if (f == NULL || c->bound == file || f->has_others || (f->state.present && !gone))
		return;
	for (int i = 0; i < CONFIG_PENDING_MAX; i++)
		if (c->pending[i] == PENDING_FOUND + file)
			return;
	memmove(f, f + 1, (size_t)(&c->files[c->count] - (f + 1)) * sizeof *f);
	memset(&c->files[--c->count], 0, sizeof *f);
}
