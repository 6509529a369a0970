/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the variables of a program most likely mean at one place in it, so that an operation that is
 * put there makes sense more often than not. A guess, not a prediction: it knows the openers, but
 * no answer of a kernel.
 */
#ifndef EPOLLCTX_FUZZ_SCENE_H
#define EPOLLCTX_FUZZ_SCENE_H

#include "mutator/prng.h"
#include "program/program.h"

enum scene_kind {
	SCENE_EPOLL = 1 << 0,
	SCENE_EVENTFD = 1 << 1,
	SCENE_PIPE_READER = 1 << 2,
	SCENE_PIPE_WRITER = 1 << 3,
	SCENE_SOCKET = 1 << 4,
	SCENE_TIMERFD = 1 << 5,
	SCENE_FILE = 1 << 6,
	SCENE_BAD = 1 << 7,
};

/* Sets of kinds */
enum {
	SCENE_ANY = 0xff,
	SCENE_WATCHABLE = SCENE_EVENTFD | SCENE_PIPE_READER | SCENE_PIPE_WRITER | SCENE_SOCKET |
			  SCENE_TIMERFD,
	SCENE_WRITABLE = SCENE_EVENTFD | SCENE_PIPE_WRITER | SCENE_SOCKET,
	SCENE_READABLE = SCENE_EVENTFD | SCENE_PIPE_READER | SCENE_SOCKET | SCENE_TIMERFD,
};

enum { SCENE_REGISTRATIONS_MAX = 64 };

struct scene_registration {
	uint32_t instance;
	uint32_t file;
	uint64_t interest;
	uint64_t token;
};

struct scene {
	uint32_t variables; /* 0 to variables - 1 are bound */
	uint64_t adds;	    /* how many `add` have gone before */
	size_t registration_count;
	struct scene_registration registrations[SCENE_REGISTRATIONS_MAX]; /* the latest */
	uint8_t kinds[PROGRAM_VARIABLES_MAX]; /* an enum scene_kind for each bound variable */
	/* What has been opened has a number, which its dups share; how many there are. */
	uint32_t files[PROGRAM_VARIABLES_MAX];
	uint32_t file_count;
	uint32_t peers[PROGRAM_VARIABLES_MAX]; /* the other end, or the variable itself */
};

/* What is bound before operation `index` (at most p->count) of a well-formed program. */
void scene_at(struct scene *s, const struct program *p, size_t index);

/*
 * A random bound variable whose kind is in the set. False, and *ret_variable as it was, when there
 * is none.
 */
bool scene_pick(const struct scene *s, struct prng *r, unsigned kinds, uint32_t *ret_variable);

/* The same for another variable that means, or meant before it was closed, the file of `variable`.
 */
bool scene_pick_dup(
	const struct scene *s, struct prng *r, uint64_t variable, uint32_t *ret_variable);

/* A random one of the latest registrations, or NULL: there is none. */
const struct scene_registration *scene_registered(const struct scene *s, struct prng *r);

#endif
