/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The shadow model: Linux's epoll, and as much of the files that it watches as it takes, as an
 * executable specification. It makes no system call and knows no kernel but the rules that it
 * states; `model_rules.h` lists those rules.
 *
 * Conventions. A *number* is a descriptor number, counted from 0; -1 and every number out of range
 * are never open. Functions return 0 or a count, or -errno exactly as Linux (6.18) would answer the
 * same call, in the kernel's order of precedence. Outputs are written on success only. No function
 * allocates; each costs the same whatever the number of open descriptors, beyond the events that
 * it delivers, the items that it wakes or frees, and the instances that the nesting checks visit.
 * A model is for one thread at a time; different models are independent.
 */
#ifndef EPOLLCTX_FUZZ_MODEL_H
#define EPOLLCTX_FUZZ_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bits of an interest and of an event, with Linux's values (epoll_ctl(2)). */
enum {
	MODEL_IN = 0x001,
	MODEL_PRI = 0x002,
	MODEL_OUT = 0x004,
	MODEL_ERR = 0x008,
	MODEL_HUP = 0x010,
	MODEL_RDNORM = 0x040,
	MODEL_RDBAND = 0x080,
	MODEL_WRNORM = 0x100,
	MODEL_WRBAND = 0x200,
	MODEL_MSG = 0x400,
	MODEL_RDHUP = 0x2000,
};
#define MODEL_EXCLUSIVE (UINT32_C(1) << 28)
#define MODEL_WAKEUP	(UINT32_C(1) << 29)
#define MODEL_ONESHOT	(UINT32_C(1) << 30)
#define MODEL_ET	(UINT32_C(1) << 31)

/* epoll_wait(2) refuses more slots than INT_MAX bytes hold; those of x86 have no padding. */
#if defined(__x86_64__) || defined(__i386__)
#define MODEL_EVENT_SIZE 12
#else
#define MODEL_EVENT_SIZE 16
#endif
#define MODEL_CAPACITY_MAX    (INT32_MAX / MODEL_EVENT_SIZE)
#define MODEL_DESCRIPTORS_MAX 4096
/* A scenario's regular file grows to this many bytes; the rest of a write is cut, then EFBIG. */
#define MODEL_FILE_BYTES_MAX (UINT32_C(1) << 20)

struct model;

/*
 * How large a model is. `descriptors` (1 to MODEL_DESCRIPTORS_MAX) numbers exist, from 0 up; the
 * opener that finds none free answers -EMFILE. `items` (1 to 2^24) registrations exist over all
 * instances; the ADD that finds none free answers -ENOSPC, as /proc/sys/fs/epoll/max_user_watches
 * makes Linux do.
 */
struct model_limits {
	uint32_t descriptors;
	uint32_t items;
};

struct model_event {
	uint64_t token;
	uint32_t events;
};

/* An entry of an interest list, as /proc/PID/fdinfo of the instance shows it. */
struct model_item {
	int number; /* the number that it was registered under, open or not */
	/*
	 * The interest, ERR and HUP included, with its flags but for WAKEUP: whether fdinfo shows
	 * that one depends on the kernel's configuration and on CAP_BLOCK_SUSPEND.
	 */
	uint32_t events;
	uint64_t token;
};

enum model_kind {
	MODEL_CLOSED, /* no open number */
	MODEL_EPOLL,
	MODEL_EVENTFD,
	MODEL_PIPE_READER,
	MODEL_PIPE_WRITER,
	MODEL_SOCKET,
	MODEL_TIMERFD,
	MODEL_FILE,
};

/* shutdown(2)'s directions; `1 + how` is the kernel's mask of them. */
enum model_how { MODEL_SHUT_RD, MODEL_SHUT_WR, MODEL_SHUT_RDWR };

/* Bytes of memory for a model of these limits; 0 when a limit is out of range. */
size_t model_size(const struct model_limits *limits);

/*
 * Makes an empty model in `memory` (aligned as for malloc, model_size() bytes, the caller's, who
 * frees it when the model is no longer used). NULL when a limit is out of range.
 */
struct model *model_create(void *memory, const struct model_limits *limits);

/* As new again (rule counters too); costs what the last program used, not what the limits are. */
void model_reset(struct model *m);

/* Openers: the lowest free number, or two; -EMFILE. */
int model_epoll(struct model *m, int *ret_number);
int model_eventfd(struct model *m, uint32_t count, bool semaphore, int *ret_number);
int model_pipe(struct model *m, int *ret_reader, int *ret_writer);
int model_socketpair(struct model *m, int *ret_a, int *ret_b);
int model_timerfd(struct model *m, int *ret_number);
int model_file(struct model *m, int *ret_number);
int model_dup(struct model *m, int old_number, int *ret_number);

/* dup2(2): 0 or -EBADF. */
int model_dup2(struct model *m, int old_number, int new_number);
int model_close(struct model *m, int number);

/*
 * write(2) of n zero bytes, or on an eventfd the addition of n: *ret_written is the number of
 * bytes, and 0 on an eventfd. Byte counts above 0x7ffff000 are cut to that, as Linux does.
 */
int model_write(struct model *m, int number, uint64_t n, uint32_t *ret_written);

/* read(2): *ret_value is the counter of an eventfd or timerfd, else the number of bytes read. */
int model_read(struct model *m, int number, uint32_t n, uint64_t *ret_value);

int model_shutdown(struct model *m, int number, enum model_how how);
int model_arm(struct model *m, int number);
int model_disarm(struct model *m, int number);

/* epoll_ctl(2) */
int model_add(struct model *m, int ep, int number, uint32_t events, uint64_t token);
int model_mod(struct model *m, int ep, int number, uint32_t events, uint64_t token);
int model_del(struct model *m, int ep, int number);

/*
 * epoll_wait(2) with a zero timeout: the events and how many. `events` has room for the smaller of
 * `capacity` and the limit of items. A capacity outside 1 to MODEL_CAPACITY_MAX is -EINVAL before
 * anything else is looked at.
 */
int model_wait(struct model *m, int ep, uint32_t capacity, struct model_event *events);

/*
 * Would this answer to the same wait, asked *before* model_wait, be inside what the manual pages
 * promise? They leave open the order, which ready descriptors are left out when the slots are full,
 * and that an edge-triggered one is reported again while it is ready. Nothing else: an event must
 * be exactly what the file says now, an expected one must not be missing while slots are free,
 * none comes twice, a fired one-shot never. Does not change the model. Costs the product of
 * `count` and the instance's items.
 */
bool model_wait_allows(const struct model *m, int ep, uint32_t capacity,
	const struct model_event *events, int count);

/* What an observer can ask about the state, for the comparison at the end of a program. */
enum model_kind model_kind(const struct model *m, int number);
/* What poll(2) says of a number now; 0 for one that is closed. */
uint32_t model_readiness(const struct model *m, int number);
/* What FIONREAD says of a pipe's reader or of a socket. */
uint32_t model_bytes_waiting(const struct model *m, int number);
/* How many items the instance has; up to `capacity` of them are written, in no defined order. */
int model_items(const struct model *m, int ep, struct model_item *items, int capacity);
/* The highest number that was ever open, or -1. */
int model_highest(const struct model *m);

/*
 * Canonical states. What may be renamed without changing any later answer but by that renaming, and
 * under which condition on the operations that are still to come:
 * - tokens: they are stored and given back, and compared with nothing. Condition: each operation
 *   that takes a token is asked for with every token alike.
 * - numbers: an opener takes the lowest free one, so that their order can matter; but not while no
 *   description has two numbers: then a free number carries nothing, and which one is taken is a
 *   matter of names. Condition: nobody calls dup or dup2.
 * - the order in which the items of one description are woken. Condition: nothing is ever ready,
 *   because no operation opens anything but instances.
 */
enum model_fold {
	MODEL_FOLD_TOKENS = 1,
	MODEL_FOLD_NUMBERS = 2,
	MODEL_FOLD_WAKE_ORDER = 4,
};
enum { MODEL_CANONICAL_NUMBERS = 8, MODEL_CANONICAL_SIZE = 2048 };

/*
 * Writes the state as bytes, which are equal for two states exactly if `folds`, any of them or 0,
 * can rename the one into the other; everything that decides a later answer is in them. Returns
 * how many; -E2BIG for a state with more numbers or bytes than fit, or to which a fold's condition
 * does not apply. Costs more the more numbers look alike.
 */
int model_canonical(
	const struct model *m, unsigned folds, unsigned char bytes[MODEL_CANONICAL_SIZE]);

/* How much of everything there is, for those who bound a world. */
struct model_census {
	uint32_t numbers;		/* that are open */
	uint32_t files[MODEL_FILE + 1]; /* open file descriptions, by kind */
	uint32_t items;			/* in all instances */
	uint64_t count;			/* of the fullest eventfd */
	uint32_t bytes;			/* that wait in the fullest pipe or socket */
};
void model_census(const struct model *m, struct model_census *ret);

/* NULL, or the name of the invariant of the model's own tables that does not hold. O(limits). */
const char *model_check(const struct model *m);

/*
 * PollContext's detection of a busy loop around hung-up descriptors, for one context that was just
 * opened: how many events with HUP since the last successful add or delete, against an upper
 * bound of what it may hold.
 */
struct model_poll {
	uint64_t hangups;
	uint64_t max_hangups;
};
void model_poll_added(struct model_poll *poll);
void model_poll_deleted(struct model_poll *poll);
/* After a wait with this many events with HUP: must the loop be reported now? */
bool model_poll_waited(struct model_poll *poll, uint64_t hangups);

#endif
