/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Configurations of the search, and sets of them. A configuration is one way in which the history
 * up to a moment may have gone: the state of the sequential specification, and which of the
 * operations that are under way have taken effect already. Internal to the checker.
 */
#ifndef EPOLLCTX_STRESS_CONFIGS_H
#define EPOLLCTX_STRESS_CONFIGS_H

#include "steps.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CONFIG_FILES_MAX = 16, CONFIG_PENDING_MAX = 24, CONFIGS_MAX = 1 << 18 };

/* How far an operation under way has come; from FOUND on: it looked up file `value - FOUND`. */
enum { PENDING_NOTHING, PENDING_DONE, PENDING_FOUND };

struct config_file {
	int16_t file;
	int16_t has_others; /* numbers other than the object's */
	uint32_t setter;    /* 1 + the operation that brought its token and events; 0: none */
	struct step_state state;
};

/* No padding: configurations are compared as bytes. */
struct config {
	int16_t bound; /* what the number means, or FILE_NONE */
	int16_t count;
	int16_t pending[CONFIG_PENDING_MAX];
	struct config_file files[CONFIG_FILES_MAX]; /* ascending; zero beyond count */
};

struct config_set {
	struct config *configs;
	uint32_t *table; /* 1 + index, open addressing; a power of two */
	size_t count;
	size_t room;
	size_t table_size;
};

void configs_init(struct config_set *set);
void configs_free(struct config_set *set);
void configs_clear(struct config_set *set);

enum configs_result { CONFIGS_NEW, CONFIGS_KNOWN, CONFIGS_FULL };
/* Adds a copy. FULL: no memory, or more than CONFIGS_MAX. */
enum configs_result configs_add(struct config_set *set, const struct config *config);

/* NULL when the configuration does not have it. */
struct config_file *config_find(struct config *c, int file);
/* Where the file is or now is; NULL when there is no room. */
struct config_file *config_add_file(struct config *c, int file);
/*
 * Drops the file if nothing can show it any more: no number, nobody who looked it up, and no
 * registration. With `gone`, the registration goes with it.
 */
void config_drop_file(struct config *c, int file, bool gone);

#endif
