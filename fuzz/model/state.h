/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The tables of a model, and what its sources share. Everything lies in one block of memory;
 * objects refer to each other by index, and NONE is no object.
 */
#ifndef EPOLLCTX_FUZZ_MODEL_STATE_H
#define EPOLLCTX_FUZZ_MODEL_STATE_H

#include "model.h"
#include "model_rules.h"

#define NONE UINT32_MAX

/* The flags of an interest (EP_PRIVATE_BITS); what remains is compared with what a file says. */
#define FLAGS (MODEL_EXCLUSIVE | MODEL_WAKEUP | MODEL_ONESHOT | MODEL_ET)

enum {
	ITEMS_MAX = 1 << 24,
	/* Instance-in-instance steps that one may stand above the other (EP_MAX_NESTS). */
	NESTS_MAX = 4,
	PAGE_BYTES = 4096,
	/* What a pipe holds unless fcntl(2) F_SETPIPE_SZ or pipe(7)'s limits change it. */
	PIPE_PAGES = 16,
	/* The shutdown mask of a socket. */
	SHUT_RECEIVE = 1,
	SHUT_SEND = 2,
	SHUT_BOTH = 3,
	/* SO_SNDBUF's default, /proc/sys/net/core/wmem_default */
	SOCKET_ROOM = 212992,
	/* The cheapest message is charged 768 bytes, so that this many fit the room, and no more.
	 */
	SOCKET_MESSAGES = 278,
	TRANSFER_MAX = 0x7ffff000,
};

struct link {
	uint32_t prev, next;
};

struct list {
	uint32_t head, tail;
};

/* Each item is in the first two lists for life, and in the ready list while it is queued. */
enum list_of { WAITERS_OF_FILE, INTEREST_OF_INSTANCE, READY_OF_INSTANCE, LISTS_OF_ITEM };

struct item {
	uint64_t token;
	uint32_t events;
	uint32_t file;	   /* the open file description that it watches */
	uint32_t instance; /* the description of the instance that it belongs to */
	uint32_t number;   /* under which it was registered */
	uint32_t binding;  /* of that number, when it was registered */
	uint32_t chain;	   /* the next item of the hash bucket */
	struct link links[LISTS_OF_ITEM];
	bool live;
	bool queued; /* in the ready list */
};

struct instance {
	struct list interest;
	struct list ready;
	uint32_t items;
};

struct eventfd {
	uint64_t count;
	bool semaphore;
};

struct socket {
	uint32_t peer;	 /* NONE once it is closed */
	uint32_t charge; /* of the messages that it sent and the peer has not consumed */
	uint32_t bytes;	 /* that wait to be read here */
	uint32_t taken;	 /* bytes of the first message that were read already */
	uint32_t first;	 /* where the ring of the queue begins */
	uint32_t messages;
	uint32_t shut;
	bool reset; /* ECONNRESET is pending */
};

/* An open file description. */
struct file {
	enum model_kind kind; /* MODEL_CLOSED: free */
	uint32_t numbers;     /* that mean it */
	struct list waiters;  /* the items that watch it, in the order in which they are woken */
	union {
		struct instance instance;
		struct eventfd eventfd;
		struct socket socket;
		uint32_t pipe;	 /* of both ends */
		bool expired;	 /* timerfd */
		uint32_t offset; /* regular file */
	};
	/* The nesting checks' notes: which check was here last, what it found, its next file. */
	uint64_t visit;
	uint32_t depth;
	uint32_t next_listed;
};

struct page {
	uint16_t offset, bytes;
};

struct pipe {
	uint32_t reader, writer; /* descriptions; NONE when closed */
	uint32_t first;		 /* where the ring of pages begins */
	uint32_t pages;		 /* in use */
	struct page ring[PIPE_PAGES];
};

/* Indices below `high` were in use at some time; of those, the free ones hang on `free`. */
struct pool {
	uint32_t *next;
	uint32_t free;
	uint32_t high;
	uint32_t limit;
};

/* A bit that is set is a number that is taken, or a word of numbers that are all taken. */
struct numbers {
	uint64_t full_words;
	uint64_t taken[64];
};

struct model {
	struct model_limits limits;
	struct pool free_files, free_pipes, free_items;
	struct numbers numbers;
	int highest;
	uint64_t visit; /* counts the nesting checks */
	uint64_t hits[MODEL_RULE_COUNT];
	/* Arrays in the same block; their lengths are in brackets. */
	struct file *files;  /* [descriptors] */
	struct pipe *pipes;  /* [descriptors] */
	struct item *items;  /* [items] */
	uint32_t *number_of; /* [descriptors] the description that a number means */
	uint32_t *bindings;  /* [descriptors] how often the number was bound */
	uint32_t *buckets;   /* [bucket_mask + 1] heads of the hash chains */
	uint16_t (*messages)[SOCKET_MESSAGES]; /* [descriptors] a socket's queue: bytes of each */
	uint32_t bucket_mask;
};

static inline void rule(struct model *m, enum model_rule decided)
{
	m->hits[decided]++;
}

/* numbers.c */

/* The description that a number means, or NONE. */
static inline uint32_t model_lookup(const struct model *m, int number)
{
	return number >= 0 && (uint32_t)number < m->limits.descriptors ? m->number_of[number]
								       : NONE;
}
void model_numbers_reset(struct model *m);

/* lists.c: pools, linked lists and the hash of items */

uint32_t model_pool_take(struct pool *pool); /* NONE when all are in use */
void model_pool_give(struct pool *pool, uint32_t index);
void model_list_clear(struct list *list);
void model_list_push_back(struct model *m, enum list_of which, struct list *list, uint32_t index);
void model_list_push_front(struct model *m, enum list_of which, struct list *list, uint32_t index);
void model_list_remove(struct model *m, enum list_of which, struct list *list, uint32_t index);
uint32_t model_item_bucket(
	const struct model *m, uint32_t instance, uint32_t file, uint32_t number);
uint32_t model_item_find(const struct model *m, uint32_t instance, uint32_t file, uint32_t number);
void model_item_hash(struct model *m, uint32_t index);
void model_item_unhash(struct model *m, uint32_t index);

/* files.c */

/* What a description says now, an instance included, without a trace. */
uint32_t model_says(const struct model *m, uint32_t file);
/* Counts the rules that decided what a description other than an instance says. */
void model_count_says(struct model *m, uint32_t file, uint32_t says);
/* After its last number was closed. */
void model_file_release(struct model *m, uint32_t file);

/* pipe.c, socket.c, counters.c: one set of functions for each kind of file */

int model_pipe_write(struct model *m, uint32_t file, uint32_t n, uint32_t *ret_written);
int model_pipe_read(struct model *m, uint32_t file, uint32_t n, uint64_t *ret_value);
uint32_t model_pipe_says(const struct model *m, uint32_t file);
uint32_t model_pipe_bytes(const struct pipe *pipe);
void model_pipe_release(struct model *m, uint32_t file);

int model_socket_write(struct model *m, uint32_t file, uint32_t n, uint32_t *ret_written);
int model_socket_read(struct model *m, uint32_t file, uint32_t n, uint64_t *ret_value);
uint32_t model_socket_says(const struct socket *socket);
uint32_t model_socket_charge(uint32_t bytes); /* of one message */
void model_socket_release(struct model *m, uint32_t file);

int model_eventfd_write(struct model *m, uint32_t file, uint64_t n);
int model_eventfd_read(struct model *m, uint32_t file, uint64_t *ret_value);
uint32_t model_eventfd_says(const struct eventfd *eventfd);
int model_timerfd_read(struct model *m, uint32_t file, uint64_t *ret_value);
int model_regular_write(struct model *m, uint32_t file, uint32_t n, uint32_t *ret_written);
int model_regular_read(struct model *m, uint64_t *ret_value);

/* interest.c */

/* Takes the item out of every list and frees it. */
void model_item_remove(struct model *m, uint32_t index);

/* ready.c */

/* Wakes all that wait on a description's queue; key 0 concerns everyone. */
void model_wake(struct model *m, uint32_t file, uint32_t key);
/* What an item would report now; an instance that it watches is looked through, and tidied up. */
uint32_t model_item_look(struct model *m, uint32_t index);
/* The same without a trace. */
uint32_t model_item_glance(const struct model *m, uint32_t index);
/* What an instance says, likewise. */
uint32_t model_instance_says(const struct model *m, uint32_t file);
/* Puts an item that is not queued at the tail of its instance's ready list. */
void model_item_queue(struct model *m, uint32_t index);

/* nesting.c */

/* May the instance `target` be registered in `ep`? 0 or -ELOOP. Lists the plain files below. */
int model_nesting_loop_check(struct model *m, uint32_t ep, uint32_t target, uint32_t *ret_listed);
/* Are the ways up from each listed file few enough? */
bool model_nesting_ways_up(struct model *m, uint32_t listed);

#endif
