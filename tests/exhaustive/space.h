/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The states that were met, each once. Their bytes are kept and compared whole, so that no hash has
 * to be trusted: it places a state in the table, and picks its shard.
 */
#ifndef EPOLLCTX_TESTS_EXHAUSTIVE_SPACE_H
#define EPOLLCTX_TESTS_EXHAUSTIVE_SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct state {
	uint64_t hash;
	size_t at; /* where its bytes begin */
	uint32_t size;
	uint32_t parent;    /* one operation before it, on a shortest path from the empty state */
	uint16_t operation; /* that leads here from the parent */
	uint16_t depth;	    /* the length of that path */
	uint16_t tried;	    /* how many operations can be tried in it; 0 before it is expanded */
	uint8_t opened[2];  /* the numbers that the operation opens */
};

struct space {
	struct state *states; /* in the order in which they were met: by depth */
	uint32_t count, room;
	unsigned char *bytes;
	size_t bytes_used, bytes_room;
	uint32_t *table; /* indices of states, or SPACE_EMPTY; at most half full */
	uint32_t mask;
};

#define SPACE_EMPTY UINT32_MAX

/* -ENOMEM. An empty space, and one that failed, need space_free too. */
int space_init(struct space *space);
void space_free(struct space *space);
/* The state of these bytes, whether it is new, which it then is with its size and hash alone. */
int space_add(struct space *space, const unsigned char *bytes, size_t size, uint32_t *ret_index,
	bool *ret_new);

/* What a state is placed by; two of them make a better one. */
uint64_t space_hash(uint64_t hash, const void *bytes, size_t size);

#endif
