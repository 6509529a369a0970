/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Performs operations through the library and records them: what a thread does, to which number,
 * what was answered, and a ticket from before and from after. What is recorded is a history.
 */
#ifndef EPOLLCTX_STRESS_RECORD_H
#define EPOLLCTX_STRESS_RECORD_H

#include "epollctx.h"
#include "mutator/prng.h"
#include "program/program.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
	WORLD_NAMES_MAX = 160,
	/* Numbers that are bound again stand above whatever an opener can get. */
	WORLD_FIXED_BASE = 600,
	RECORD_CAPACITY_MAX = 16,
	RECORD_OPERATIONS_MAX = 1 << 15, /* of one thread in one world */
	RECORD_TOKENS_MAX = 1 << 16,
};

/* The files of one world, and what they are called. */
struct world {
	char names[WORLD_NAMES_MAX][PROGRAM_NAME_SIZE];
	uint32_t count;
	int fds[WORLD_NAMES_MAX];
	bool is_counter[WORLD_NAMES_MAX]; /* read and written as an eventfd */
	bool is_fixed[WORLD_NAMES_MAX];	  /* its number is WORLD_FIXED_BASE + the variable */
	struct epollctx contexts[WORLD_NAMES_MAX];
	/*
	 * What the owner of a token keeps for it, written before the registration and read by
	 * whoever gets the event: plain memory, so that ThreadSanitizer sees a missing order.
	 */
	uint32_t *contents;
	uint32_t generation; /* so that nothing of an earlier world passes for this one's */
	atomic_uint tokens;
};

enum wait_how { WAIT_ZERO, WAIT_SHORT, WAIT_PWAIT, WAIT_FOREVER, WAIT_HOW_COUNT };

/* A thread that performs, with its own log and buffer. */
struct actor {
	unsigned thread; /* in the thread column */
	struct world *world;
	struct prng random;
	bool alone; /* nothing else runs: no thread column */
	struct program_operation *log;
	uint64_t *starts; /* of the operations in the log, also of those alone */
	size_t count;
	struct program_event *events; /* of the answers in the log */
	size_t event_count;
	struct program_operation pending; /* the wait that it is in; for who saw `in_wait` */
	atomic_bool in_wait;
	atomic_bool looked_at; /* orders whoever looked while it was blocked before what follows */
	atomic_bool parked;
	atomic_ulong done; /* operations begun and ended, to see that nothing moves */
	_Atomic int tid;
	uint64_t mixed_up; /* a token whose contents were not its own when its event came; or 0 */
	struct epoll_event slots[RECORD_CAPACITY_MAX];
};

void actor_init(struct actor *a, unsigned thread, struct world *world);
void actor_free(struct actor *a);

uint32_t world_name(struct world *w, const char *format, unsigned number);
/* A token that nobody has yet. */
uint64_t world_token(struct world *w);
void world_init(struct world *w);
/* Closes everything and forgets it; `actors` forget their logs. */
void world_clear(struct world *w, struct actor *actors, size_t count);

/*
 * Performs one operation, with its arguments as in a program of the world's names, and records it;
 * a wait in the given way. Returns 0, a count or a value, or -errno.
 */
int64_t perform(struct actor *a, enum program_code code, uint64_t a0, uint64_t a1, uint64_t a2,
	uint64_t a3, enum wait_how how);
/* A wait in one of the ways that return by themselves. */
void perform_look(struct actor *a, uint64_t instance, uint64_t capacity);

/*
 * The history of all actors, in text and read again, so that it is one like any other; waits that
 * have not returned are in it. Only while no actor runs. 0 or -errno, or the reader's complaint on
 * standard error and -EINVAL.
 */
int history_of(struct world *w, struct actor *actors, size_t count, struct program *history);

#endif
