/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One small world for one call of the core: every object that a function can be given, the same
 * descriptors on the kernel and in the shadow model, and copies of all bytes to compare with. The
 * faults, the log of system calls and the virtual time are the lockstep's.
 */
#ifndef EPOLLCTX_TEST_FAULTS_SCENE_H
#define EPOLLCTX_TEST_FAULTS_SCENE_H

/* cmocka.h wants these before it, in no alphabetical order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "epollctx.h"
#include "lockstep/state.h"

#include <errno.h>
#include <signal.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The numbers that are open when a scene begins, as the model counts them. */
enum {
	CTX,   /* an instance; BELL is registered */
	POLL,  /* the instance of a PollContext; BELL is registered */
	BELL,  /* an eventfd with a count of 1 */
	QUIET, /* an eventfd with a count of 0, registered nowhere */
	FIRST_FREE,
};
enum { CAPACITY = 4, STALE_COUNT = 3, STALE_FD = -7 };
#define BELL_TOKEN UINT64_C(0x1122334455667788)

/* Everything that a call may look at or change; compared byte by byte. */
struct objects {
	struct epollctx ctx;
	struct epollctx_poll poll;
	struct epollctx_eventfd bell;
	struct epollctx_events events;
	struct epoll_event slots[CAPACITY];
	/* What openers and copies fill: nonsense, or closed, before. */
	struct epollctx new_ctx;
	struct epollctx_poll new_poll;
	struct epollctx_eventfd new_eventfd;
	const struct epollctx_events *ret_events;
	uint64_t ret_value;
	/* What is refused. */
	struct epollctx closed;
	struct epollctx_poll closed_poll;
	struct epollctx_eventfd closed_eventfd;
	struct epollctx_events no_slots;   /* NULL */
	struct epollctx_events no_room;	   /* a capacity of 0 */
	struct epollctx_events too_large;  /* a capacity of one more than there may be */
	struct epollctx_events small;	   /* one slot */
	struct epollctx_events negative;   /* a count of -1 */
	struct epollctx_events overfull;   /* a count of one more than its capacity */
	struct epoll_event other_slots[1]; /* of the last five */
};

struct operation;

struct scene {
	struct lockstep *ls;
	const struct operation *op; /* that is called */
	struct objects o;
	struct objects expected;
	/* The arguments of the call; a cause may change them. */
	int target;	/* a number of the model's */
	uint32_t watch; /* what it is watched for, but by _add */
	uint64_t value; /* the token, or what is added to an eventfd */
	int flags;	/* of an eventfd */
	const sigset_t *mask;
	sigset_t empty_mask;
	int descriptors; /* how many were open before the call */
};

/* One for the process, and made anew for each call. */
void scene_create(struct scene *s);
void scene_destroy(struct scene *s);
void scene_begin(struct scene *s, const struct operation *op);
/* What is true now is what a call that fails must leave behind; after the cause was arranged. */
void scene_remember(struct scene *s);
/* Makes the call, with the scene's kernel and its faults in between. */
int scene_perform(struct scene *s);
/* The call must have failed with -error, changing nothing but what a failure changes. */
void scene_failed(struct scene *s, int result, int error);
/* The call must have done what the model says. */
void scene_succeeded(struct scene *s, int result);
/* Real adds, waits and deletes through the scene's objects, compared with the model's. */
void scene_still_works(struct scene *s);
/* Closes everything; nothing may be left. */
void scene_end(struct scene *s);

/* A real descriptor's number in the model, which must be the same one. */
int scene_fd(const struct scene *s, int number);
/*
 * What a test program ends with before it has begun, or -1: the operations count system calls, and
 * where the kernel or the C library has no epoll_pwait2, others are made.
 */
int cannot_run(void);

/* How many descriptors the process has, by /proc/self/fd. */
int descriptors_open(void);
/* Every object is as in `expected`. */
void objects_same(const struct scene *s);

#endif
