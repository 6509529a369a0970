/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * epollctx: Linux's epoll and eventfd, with every error passed on exactly. This file is the whole
 * public interface and its contract.
 *
 * What holds everywhere:
 *
 * - Results. A function that can fail returns an int: 0, a count or a descriptor number on success,
 *   the negated errno value on failure. Nothing else says what happened; `errno` is not part of the
 *   interface, and a call may change it.
 * - Errors are listed with each function. "Own" errors are made here, without a system call.
 *   "Kernel" errors are epoll_ctl(2)'s, epoll_wait(2)'s ... and are passed on as they are, never
 *   translated, hidden or logged; an answer that is not listed, a sandbox's for example, just the
 *   same. The waits say which two answers they handle instead: EINTR, and a refused epoll_pwait2.
 * - Own errors come before the kernel's, and in this order: -EINVAL for an argument that is NULL or
 *   malformed, then -EBADF for a closed object, then the other ones of the function. A pointer that
 *   may be NULL is named as such. A target descriptor is not checked here: that is the kernel's.
 * - Outputs (`ret_...` and the object that an open or a copy fills) are written on success only.
 *   The one exception is `count` of an events buffer: it is 0 after a wait that failed, for
 *   whatever reason.
 * - Storage and every struct are the caller's: nothing is allocated, nothing global is written.
 *   An object is one open descriptor, `fd`; one with a negative `fd` is closed. It may be moved
 *   by assignment, and a descriptor from elsewhere may be adopted by writing it into `fd`. What an
 *   object held before it is opened is not looked at: close it first, or its descriptor leaks.
 *   No two objects may own one number, and nothing else may close it.
 * - Times are the caller's struct timespec: where the C library lets time_t have 32 or 64 bits, the
 *   core must be compiled with the choice of its callers (glibc's _TIME_BITS).
 * - Close-on-exec is set on every descriptor that is made here.
 * - Threads. "Any thread" below means: it may run beside every function that takes the same object,
 *   on any number of threads, except those that change the object itself: _open, _into_raw_fd and
 *   _close. These need the object alone, for its number could be somebody else's a moment later.
 *   Functions that take no object may run anywhere, on storage that nobody writes meanwhile.
 * - Waits, eventfd reads and writes, and closes are cancellation points, as in the C library.
 *   A close that is cancelled has closed the object, but may leave its number open: whoever cancels
 *   threads closes with that switched off (pthread_setcancelstate(3)).
 *   A signal handler may read and write an eventfd; it should restore errno.
 * - Trust. Values that the kernel reports (a descriptor, an event, a time) are believed. The count
 *   of a wait is too; reading events goes through functions that refuse a count that is larger than
 *   the buffer, so that even a wrong kernel makes nobody read beyond the caller's slots.
 */
#ifndef EPOLLCTX_H
#define EPOLLCTX_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EPOLLCTX_VERSION_MAJOR 0
#define EPOLLCTX_VERSION_MINOR 1
#define EPOLLCTX_VERSION_PATCH 0
#define EPOLLCTX_VERSION       "0.1.0"

/* For comparison by the preprocessor: two decimal digits for each of minor and patch. */
#define EPOLLCTX_VERSION_NUMBER \
	(EPOLLCTX_VERSION_MAJOR * 10000 + EPOLLCTX_VERSION_MINOR * 100 + EPOLLCTX_VERSION_PATCH)

/* What is exported, and of that, what must not be called without looking at the result. */
#define EPOLLCTX_API	 __attribute__((__visibility__("default")))
#define EPOLLCTX_CHECKED EPOLLCTX_API __attribute__((__warn_unused_result__))

/* ---- Events to watch ---- */

/*
 * What a registration asks for: bits of epoll_ctl(2)'s `events`. The kernel adds EPOLLERR and
 * EPOLLHUP to every registration. Each function returns the changed copy; none can fail; bits are
 * never checked here.
 */
struct epollctx_watch {
	uint32_t raw;
};

/* Nothing but what the kernel adds. */
/*@ assigns \nothing; ensures \result.raw == 0; */
EPOLLCTX_API struct epollctx_watch epollctx_watch_empty(void);
/* Exactly these bits, whatever they are. */
/*@ assigns \nothing; ensures \result.raw == raw; */
EPOLLCTX_API struct epollctx_watch epollctx_watch_new(uint32_t raw);
/* EPOLLIN. */
/*@ assigns \nothing; ensures \result.raw == (watch.raw | EPOLLIN); */
EPOLLCTX_CHECKED struct epollctx_watch epollctx_watch_set_read(struct epollctx_watch watch);
/* EPOLLOUT. */
/*@ assigns \nothing; ensures \result.raw == (watch.raw | EPOLLOUT); */
EPOLLCTX_CHECKED struct epollctx_watch epollctx_watch_set_write(struct epollctx_watch watch);
/* EPOLLRDHUP (Linux 2.6.17): a stream socket's peer has shut down writing. */
/*@ assigns \nothing; ensures \result.raw == (watch.raw | EPOLLRDHUP); */
EPOLLCTX_CHECKED struct epollctx_watch epollctx_watch_set_read_hangup(struct epollctx_watch watch);
/* EPOLLPRI. */
/*@ assigns \nothing; ensures \result.raw == (watch.raw | EPOLLPRI); */
EPOLLCTX_CHECKED struct epollctx_watch epollctx_watch_set_priority(struct epollctx_watch watch);
/* EPOLLET: one report for each new event, instead of one for each wait while it is true. */
/*@ assigns \nothing; ensures \result.raw == (watch.raw | EPOLLET); */
EPOLLCTX_CHECKED struct epollctx_watch epollctx_watch_set_edge_triggered(
	struct epollctx_watch watch);
/* EPOLLONESHOT (Linux 2.6.2): one report, then nothing until modify asks again. */
/*@ assigns \nothing; ensures \result.raw == (watch.raw | EPOLLONESHOT); */
EPOLLCTX_CHECKED struct epollctx_watch epollctx_watch_set_oneshot(struct epollctx_watch watch);
/* EPOLLEXCLUSIVE (Linux 4.5): wake at least one of several instances; for adding only. */
/*@ assigns \nothing; ensures \result.raw == (watch.raw | EPOLLEXCLUSIVE); */
EPOLLCTX_CHECKED struct epollctx_watch epollctx_watch_set_exclusive(struct epollctx_watch watch);
/*@ assigns \nothing; ensures \result == watch.raw; */
EPOLLCTX_API uint32_t epollctx_watch_get_raw(struct epollctx_watch watch);

/* ---- Tokens ---- */

/*
 * A token is any uint64_t: the kernel keeps it with a registration and hands it back with each of
 * its events. These three put two numbers into one: `kind` in the low `kind_bits` (0 to 63) bits,
 * `data` in the others.
 *
 * pack: own errors: -EINVAL (ret_token is NULL, kind_bits is above 63), -EOVERFLOW (kind needs more
 * than kind_bits bits, or data more than 64 - kind_bits). Nothing is ever truncated.
 */
/*@ // As C computes them; ci/prove/token.smt2 shows that these are inverse to each other.
    logic integer token_of(integer bits, integer kind, integer data) =
      (uint64_t)(data << bits) | kind;
    logic integer kind_of(integer bits, integer token) =
      token & (uint64_t)((uint64_t)(1 << bits) - 1);
    logic integer data_of(integer bits, integer token) = token >> bits;
 */
/*@ requires ret_token == \null || \valid(ret_token);
    assigns *ret_token;
    behavior malformed:
      assumes kind_bits > 63 || ret_token == \null;
      assigns \nothing;
      ensures \result == -EINVAL;
    behavior too_large:
      assumes kind_bits <= 63 && ret_token != \null;
      assumes kind >> kind_bits != 0 || (kind_bits != 0 && data >> (64 - kind_bits) != 0);
      assigns \nothing;
      ensures \result == -EOVERFLOW;
    behavior packed:
      assumes kind_bits <= 63 && ret_token != \null;
      assumes kind >> kind_bits == 0 && (kind_bits == 0 || data >> (64 - kind_bits) == 0);
      assigns *ret_token;
      ensures \result == 0 && *ret_token == token_of(kind_bits, kind, data);
    complete behaviors; disjoint behaviors;
 */
EPOLLCTX_CHECKED int epollctx_token_pack(
	unsigned kind_bits, uint64_t kind, uint64_t data, uint64_t *ret_token);
/* The two parts of a token that was packed with the same kind_bits; 0 if those are above 63. */
/*@ assigns \nothing;
    ensures \result == (kind_bits > 63 ? 0 : kind_of(kind_bits, token));
 */
EPOLLCTX_API uint64_t epollctx_token_kind(unsigned kind_bits, uint64_t token);
/*@ assigns \nothing;
    ensures \result == (kind_bits > 63 ? 0 : data_of(kind_bits, token));
 */
EPOLLCTX_API uint64_t epollctx_token_data(unsigned kind_bits, uint64_t token);

/* ---- Events that were reported ---- */

/* What a caller that has no wish of its own may take as a capacity. */
#define EPOLLCTX_EVENTS_CAPACITY 16
/* The most that epoll_wait(2) accepts. */
#define EPOLLCTX_EVENTS_CAPACITY_MAX ((int)((size_t)INT_MAX / sizeof(struct epoll_event)))

/*
 * A buffer of events. `slots` is an array of `capacity` (1 to EPOLLCTX_EVENTS_CAPACITY_MAX)
 * elements that the caller owns and that must outlive the buffer; the first `count` of them hold
 * what the latest wait reported, and no other one is written. A buffer serves one thread at a time.
 */
struct epollctx_events {
	struct epoll_event *slots;
	int capacity;
	int count;
};

/*
 * Makes an empty buffer of the slots, whose content is left alone.
 * Own errors: -EINVAL (a pointer is NULL, capacity is out of range).
 */
/*@ predicate usable(struct epoll_event *slots, integer capacity) =
      slots != \null && 1 <= capacity <= EPOLLCTX_EVENTS_CAPACITY_MAX;
    predicate usable_events{L}(struct epollctx_events *events) =
      events != \null && usable(events->slots, events->capacity);
    predicate readable_events{L}(struct epollctx_events *events) =
      usable_events(events) && 0 <= events->count <= events->capacity;
 */
/*@ requires events == \null || \valid(events);
    assigns *events;
    behavior malformed:
      assumes events == \null || !usable(slots, capacity);
      assigns \nothing;
      ensures \result == -EINVAL;
    behavior made:
      assumes events != \null && usable(slots, capacity);
      assigns *events;
      ensures \result == 0;
      ensures events->slots == slots && events->capacity == capacity && events->count == 0;
    complete behaviors; disjoint behaviors;
 */
EPOLLCTX_CHECKED int epollctx_events_init(
	struct epollctx_events *events, struct epoll_event *slots, int capacity);

/*
 * Copies the events of `from` into the slots of `to`, which must not overlap unless they are the
 * same array. `to` keeps its slots and its capacity.
 * Own errors: -EINVAL (a pointer is NULL, the slots of either are NULL, a capacity is out of range,
 * the count of `from` is negative or above its capacity), -ENOSPC (`from` has more events than `to`
 * has slots; `to` is left alone).
 */
/*@ requires to == \null || \valid(to);
    requires from == \null || \valid_read(from);
    requires usable_events(to) ==>
      \valid(to->slots + (0 .. to->capacity - 1)) &&
      \separated(to->slots + (0 .. to->capacity - 1), to) &&
      \separated(to->slots + (0 .. to->capacity - 1), from);
    requires readable_events(from) ==> \valid_read(from->slots + (0 .. from->count - 1));
    requires usable_events(to) && readable_events(from) ==> to->slots == from->slots ||
      \separated(to->slots + (0 .. to->capacity - 1), from->slots + (0 .. from->count - 1));
    assigns to->count, to->slots[0 .. from->count - 1];
    behavior malformed:
      assumes !usable_events(to) || !readable_events(from);
      assigns \nothing;
      ensures \result == -EINVAL;
    behavior too_many:
      assumes usable_events(to) && readable_events(from) && from->count > to->capacity;
      assigns \nothing;
      ensures \result == -ENOSPC;
    behavior copied:
      assumes usable_events(to) && readable_events(from) && from->count <= to->capacity;
      assigns to->count, to->slots[0 .. from->count - 1];
      ensures \result == 0 && to->count == \old(from->count);
      ensures \forall integer i; 0 <= i < to->count ==>
	to->slots[i].events == \at(from->slots[i].events, Pre);
      ensures \forall integer i; 0 <= i < to->count ==>
	to->slots[i].data.u64 == \at(from->slots[i].data.u64, Pre);
    complete behaviors; disjoint behaviors;
 */
EPOLLCTX_CHECKED int epollctx_events_copy(
	struct epollctx_events *to, const struct epollctx_events *from);

/*
 * A walk over the events of a buffer, in the order in which they were reported. A buffer that is
 * NULL, has NULL slots, or whose count or capacity is out of range counts as empty. A walk is good
 * for the events that were there when it began, until the next wait or copy into the buffer.
 */
struct epollctx_iter {
	const struct epoll_event *next;
	const struct epoll_event *end;
	uint32_t wanted; /* bits of which an event must have one; 0: every event */
};

/*@ predicate matches{L}(struct epoll_event *event, integer wanted) =
      wanted == 0 || (event->events & wanted) != 0;
    predicate no_match{L}(struct epoll_event *next, struct epoll_event *end, integer wanted) =
      \forall integer i; 0 <= i && next + i < end ==> !matches(next + i, wanted);
    // From next up to end is a part of one array.
    predicate stretch{L}(struct epoll_event *next, struct epoll_event *end) =
      end == next + (end - next) && 0 <= end - next <= INT_MAX &&
      \valid_read(next + (0 .. end - next - 1));
    // How many events of a stretch match: what a walk over it yields.
    axiomatic Matching {
      logic integer matching{L}(struct epoll_event *next, struct epoll_event *end, integer wanted)
	reads next[0 .. end - next - 1].events;
      axiom none{L}: \forall struct epoll_event *end, integer wanted;
	matching(end, end, wanted) == 0;
      axiom one_more{L}:
	\forall struct epoll_event *next, *after, *end, integer wanted;
	  stretch(next, end) && next != end && after == next + 1 ==>
	    matching(next, end, wanted) == matching(after, end, wanted) +
	      (wanted == 0 || (next->events & wanted) != 0 ? 1 : 0);
    }
    predicate walk_over{L}(struct epoll_event *next, struct epoll_event *end,
			   struct epollctx_events *events) =
      (readable_events(events) ==> next == events->slots && end == next + events->count) &&
      (!readable_events(events) ==> next == \null && end == \null);
 */

/* Every event. (In C++, a function beside a struct of its name is legal, but warned about.) */
#ifdef __cplusplus
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif
/*@ requires events == \null || \valid_read(events);
    assigns \nothing;
    ensures \result.wanted == 0 && walk_over(\result.next, \result.end, events);
 */
EPOLLCTX_API struct epollctx_iter epollctx_iter(const struct epollctx_events *events);
#ifdef __cplusplus
#pragma GCC diagnostic pop
#endif
/* Those with EPOLLIN. */
/*@ requires events == \null || \valid_read(events);
    assigns \nothing;
    ensures \result.wanted == EPOLLIN && walk_over(\result.next, \result.end, events);
 */
EPOLLCTX_API struct epollctx_iter epollctx_iter_readable(const struct epollctx_events *events);
/* Those with EPOLLOUT. */
/*@ requires events == \null || \valid_read(events);
    assigns \nothing;
    ensures \result.wanted == EPOLLOUT && walk_over(\result.next, \result.end, events);
 */
EPOLLCTX_API struct epollctx_iter epollctx_iter_writable(const struct epollctx_events *events);
/* Those with EPOLLHUP. */
/*@ requires events == \null || \valid_read(events);
    assigns \nothing;
    ensures \result.wanted == EPOLLHUP && walk_over(\result.next, \result.end, events);
 */
EPOLLCTX_API struct epollctx_iter epollctx_iter_hungup(const struct epollctx_events *events);
/* The next event, in the buffer's own slots; NULL at the end, and for a NULL walk. */
/*@ requires iter != \null ==> \valid(iter) && stretch(iter->next, iter->end) &&
      \separated(iter, iter->next + (0 .. iter->end - iter->next - 1));
    assigns iter->next;
    behavior null:
      assumes iter == \null;
      assigns \nothing;
      ensures \result == \null;
    behavior walk:
      assumes iter != \null;
      assigns iter->next;
      ensures \result == \null ==>
	iter->next == iter->end && no_match(\old(iter->next), iter->end, iter->wanted);
      ensures \result != \null ==>
	stretch(\old(iter->next), \result) && no_match(\old(iter->next), \result, iter->wanted);
      ensures \result != \null ==> matches(\result, iter->wanted) && iter->next == \result + 1;
      ensures stretch(iter->next, iter->end);
      ensures matching(\old(iter->next), iter->end, iter->wanted) ==
	(\result == \null ? 0 : 1) + matching(iter->next, iter->end, iter->wanted);
    complete behaviors; disjoint behaviors;
 */
EPOLLCTX_API const struct epoll_event *epollctx_iter_next(struct epollctx_iter *iter);

/*@ predicate has{L}(struct epoll_event *event, integer bit) =
      event != \null && (event->events & bit) != 0;
 */
/* What an event says. None can fail; a NULL event has token 0 and no bits. */
/*@ requires event == \null || \valid_read(event);
    assigns \nothing;
    ensures \result == (event == \null ? 0 : event->data.u64);
 */
EPOLLCTX_API uint64_t epollctx_event_token(const struct epoll_event *event);
/*@ requires event == \null || \valid_read(event);
    assigns \nothing;
    ensures \result == (event == \null ? 0 : event->events);
 */
EPOLLCTX_API uint32_t epollctx_event_raw_events(const struct epoll_event *event);
/* EPOLLIN. */
/*@ requires event == \null || \valid_read(event);
    assigns \nothing;
    ensures \result == 1 <==> has(event, EPOLLIN);
    ensures \result == 0 <==> !has(event, EPOLLIN);
 */
EPOLLCTX_API bool epollctx_event_readable(const struct epoll_event *event);
/* EPOLLOUT. */
/*@ requires event == \null || \valid_read(event);
    assigns \nothing;
    ensures \result == 1 <==> has(event, EPOLLOUT);
    ensures \result == 0 <==> !has(event, EPOLLOUT);
 */
EPOLLCTX_API bool epollctx_event_writable(const struct epoll_event *event);
/* EPOLLHUP. */
/*@ requires event == \null || \valid_read(event);
    assigns \nothing;
    ensures \result == 1 <==> has(event, EPOLLHUP);
    ensures \result == 0 <==> !has(event, EPOLLHUP);
 */
EPOLLCTX_API bool epollctx_event_hungup(const struct epoll_event *event);
/* EPOLLERR. */
/*@ requires event == \null || \valid_read(event);
    assigns \nothing;
    ensures \result == 1 <==> has(event, EPOLLERR);
    ensures \result == 0 <==> !has(event, EPOLLERR);
 */
EPOLLCTX_API bool epollctx_event_has_error(const struct epoll_event *event);
/* EPOLLRDHUP. */
/*@ requires event == \null || \valid_read(event);
    assigns \nothing;
    ensures \result == 1 <==> has(event, EPOLLRDHUP);
    ensures \result == 0 <==> !has(event, EPOLLRDHUP);
 */
EPOLLCTX_API bool epollctx_event_read_hungup(const struct epoll_event *event);
/* EPOLLPRI. */
/*@ requires event == \null || \valid_read(event);
    assigns \nothing;
    ensures \result == 1 <==> has(event, EPOLLPRI);
    ensures \result == 0 <==> !has(event, EPOLLPRI);
 */
EPOLLCTX_API bool epollctx_event_priority(const struct epoll_event *event);

/* ---- An epoll instance ---- */

struct epollctx {
	int fd;
};

/* A closed object. */
#define EPOLLCTX_INIT \
	{             \
		-1    \
	}

/*@ logic integer open_number(integer fd) = fd < 0 ? -EBADF : fd;
    // The number that a call is made with, or the own error.
    logic integer number{L}(struct epollctx *ctx) =
      ctx == \null ? -EINVAL : open_number(ctx->fd);
 */

/*
 * Opens a new, empty instance (epoll_create1(2), EPOLL_CLOEXEC). Needs the object alone.
 * Own errors: -EINVAL (ctx is NULL).
 * Kernel: EMFILE (RLIMIT_NOFILE), ENFILE (the system's limit), ENOMEM.
 */
/*@ requires ctx == \null || \valid(ctx);
    assigns kernel, ctx->fd;
    ensures ctx == \null ==> \result == -EINVAL && no_call{Pre, Here};
    ensures ctx != \null ==> opened{Pre, Here}(
      epoll_create1_call(EPOLL_CLOEXEC), \result, \old(ctx->fd), ctx->fd);
 */
EPOLLCTX_CHECKED int epollctx_open(struct epollctx *ctx);

/*
 * Registers `fd`: watches EPOLLIN under `token`, level-triggered. The registration belongs to the
 * number together with the open file description that it means now (epoll(7)), and lasts until it
 * is deleted or the last number of that description is closed. `fd` stays the caller's. Any thread.
 * Own errors: -EINVAL (ctx is NULL), -EBADF (ctx is closed).
 * Kernel: EBADF (ctx's number or fd is not open), EPERM (fd's file cannot be watched: a regular
 * file or a directory), EINVAL (ctx's number is no epoll instance, or fd is that instance itself,
 * or nested instances would give too many ways for a wakeup), ELOOP (instances would watch each
 * other in a ring, or be nested too deep), EEXIST (is registered), ENOMEM, ENOSPC
 * (/proc/sys/fs/epoll/max_user_watches).
 */
/*@ requires ctx == \null || \valid_read(ctx);
    assigns kernel;
    ensures asked{Pre, Here}(
      number(ctx), epoll_ctl_call(ctx->fd, EPOLL_CTL_ADD, fd, EPOLLIN, token), \result);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_add(const struct epollctx *ctx, int fd, uint64_t token);

/*
 * As epollctx_add, but watches `events`, which may be any bits. Any thread.
 * Own errors: -EINVAL (ctx is NULL), -EBADF (ctx is closed).
 * Kernel: those of epollctx_add; also EINVAL (EPOLLEXCLUSIVE on an epoll instance, or together with
 * bits other than IN, OUT, ERR, HUP, WAKEUP and ET).
 */
/*@ requires ctx == \null || \valid_read(ctx);
    assigns kernel;
    ensures asked{Pre, Here}(
      number(ctx), epoll_ctl_call(ctx->fd, EPOLL_CTL_ADD, fd, events.raw, token), \result);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_add_fd_with_events(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token);

/*
 * Replaces the events and the token of a registered `fd`. Also re-arms a one-shot registration, and
 * reports anew what is true of an edge-triggered one. Any thread; a wait on another thread that was
 * taken before may still report the old token.
 * Own errors: -EINVAL (ctx is NULL), -EBADF (ctx is closed).
 * Kernel: EBADF (ctx's number or fd is not open), EPERM (fd's file cannot be watched), EINVAL
 * (ctx's number is no epoll instance, or fd is that instance itself, or EPOLLEXCLUSIVE is asked for
 * or was registered), ENOENT (fd is not registered), ENOMEM.
 */
/*@ requires ctx == \null || \valid_read(ctx);
    assigns kernel;
    ensures asked{Pre, Here}(
      number(ctx), epoll_ctl_call(ctx->fd, EPOLL_CTL_MOD, fd, events.raw, token), \result);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_modify(
	const struct epollctx *ctx, int fd, struct epollctx_watch events, uint64_t token);

/*
 * Ends the registration of `fd`. A descriptor that is reported as hung up is reported by every wait
 * until it is deleted or closed. Any thread; a wait on another thread may have taken its event
 * before, so that the token must stay meaningful until that wait's events are done with.
 * Own errors: -EINVAL (ctx is NULL), -EBADF (ctx is closed).
 * Kernel: EBADF (ctx's number or fd is not open), EPERM (fd's file cannot be watched), EINVAL
 * (ctx's number is no epoll instance, or fd is that instance itself), ENOENT (fd is not
 * registered), ENOMEM.
 */
/*@ requires ctx == \null || \valid_read(ctx);
    assigns kernel;
    ensures asked{Pre, Here}(
      number(ctx), epoll_ctl_call(ctx->fd, EPOLL_CTL_DEL, fd, 0, 0), \result);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_delete(const struct epollctx *ctx, int fd);

/*@ // The number that a wait is made with, or its own error.
    logic integer wait_number{L}(struct epollctx *ctx, struct epollctx_events *events) =
      ctx == \null || events == \null || events->slots == \null || events->capacity < 1 ||
      events->capacity > EPOLLCTX_EVENTS_CAPACITY_MAX ? -EINVAL : open_number(ctx->fd);
    logic integer timed_number{L}(struct epollctx *ctx, struct epollctx_events *events,
				  struct timespec *timeout) =
      timeout != \null && (timeout->tv_sec < 0 || timeout->tv_nsec < 0 ||
	timeout->tv_nsec >= NANOSECONDS) ? -EINVAL : wait_number(ctx, events);
    predicate same_slots{A, B}(struct epollctx_events *events) =
      usable_events{A}(events) ==>
	unchanged{A, B}(\at(events->slots, A), \at(events->capacity, A));
    // The buffer, its slots and the other arguments do not overlap.
    predicate wait_arguments{L}(struct epollctx *ctx, struct epollctx_events *events) =
      (ctx == \null || \valid_read(ctx)) && (events == \null || \valid(events)) &&
      (ctx != \null && events != \null ==> \separated(ctx, events)) &&
      (usable_events(events) ==> \separated(events->slots + (0 .. events->capacity - 1), events) &&
	(ctx != \null ==> \separated(events->slots + (0 .. events->capacity - 1), ctx)));
    predicate timeout_argument{L}(struct timespec *timeout, struct epollctx_events *events) =
      timeout != \null ==> \valid_read(timeout) &&
	(events != \null ==> \separated(timeout, events)) &&
	(usable_events(events) ==>
	  \separated(events->slots + (0 .. events->capacity - 1), timeout));
 */

/*
 * Waits without limit until there is an event, and returns how many were stored in `events` (1 to
 * its capacity). What did not fit is reported by the next wait. Signals are handled but do not end
 * the wait: it never returns -EINTR. Any thread, each with its own buffer.
 * Own errors: -EINVAL (ctx or events is NULL, the slots are NULL, the capacity is out of range),
 * -EBADF (ctx is closed).
 * Kernel: EBADF (ctx's number is not open), EINVAL (it is no epoll instance), EFAULT (the slots are
 * not writable).
 */
/*@ requires wait_arguments(ctx, events);
    terminates signals_cease;
    assigns kernel, events->count, events->slots[0 .. events->capacity - 1];
    behavior refused:
      assumes wait_number(ctx, events) < 0;
      ensures no_call{Pre, Here} && same_slots{Pre, Here}(events);
      ensures \result == wait_number{Pre}(ctx, events);
      ensures events != \null ==> events->count == 0;
    behavior waited:
      assumes wait_number(ctx, events) >= 0;
      ensures waited(calls{Pre}, calls, ctx->fd, events->slots, events->capacity,
	-1, \result);
      ensures filled{Pre, Here}(calls - 1, events->slots, events->capacity, \result);
      ensures events->count == \max(0, \result);
    complete behaviors; disjoint behaviors;
 */
EPOLLCTX_CHECKED int epollctx_wait(const struct epollctx *ctx, struct epollctx_events *events);

/*
 * As epollctx_wait, but for at most `timeout` from the call on, measured by CLOCK_MONOTONIC; then
 * returns 0. `timeout` may be NULL: no limit. {0, 0} does not block.
 *
 * - It never returns 0 early. After a signal it goes on for what is left, and never returns -EINTR;
 *   when a signal ends it at the limit, it looks once more for events. Up to the largest time_t,
 *   every timeout is honoured; a limit that time_t cannot express is taken as the last that it can.
 * - No limit, zero and whole milliseconds go by epoll_wait(2), INT_MAX of them at a time; other
 *   timeouts by epoll_pwait2(2) (Linux 5.11, glibc 2.35), to the nanosecond. Where that is missing
 *   or answers ENOSYS, EPERM or EOPNOTSUPP, epoll_wait(2) does it, up to a millisecond too long.
 *
 * Any thread, each with its own buffer.
 * Own errors: -EINVAL (ctx or events is NULL, the slots are NULL, the capacity is out of range,
 * tv_sec is negative, tv_nsec is outside 0 to 999999999), -EBADF (ctx is closed).
 * Kernel: EBADF (ctx's number is not open), EINVAL (it is no epoll instance), EFAULT (the slots are
 * not writable); whatever clock_gettime(2) answers, should it fail.
 */
/*@ requires wait_arguments(ctx, events) && timeout_argument(timeout, events);
    terminates signals_cease && time_passes;
    assigns kernel, events->count, events->slots[0 .. events->capacity - 1];
    behavior refused:
      assumes timed_number(ctx, events, timeout) < 0;
      ensures no_call{Pre, Here} && same_slots{Pre, Here}(events);
      ensures \result == timed_number{Pre}(ctx, events, timeout);
      ensures events != \null ==> events->count == 0;
    behavior waited:
      assumes timed_number(ctx, events, timeout) >= 0;
      ensures waited(calls{Pre}, calls, ctx->fd, events->slots, events->capacity,
	time_or_none(timeout), \result);
      ensures filled{Pre, Here}(calls - 1, events->slots, events->capacity, \result);
      ensures events->count == \max(0, \result);
    complete behaviors; disjoint behaviors;
 */
EPOLLCTX_CHECKED int epollctx_wait_timeout(
	const struct epollctx *ctx, struct epollctx_events *events, const struct timespec *timeout);

/*
 * One single wait, as epoll_pwait(2) does: `sigmask` replaces the thread's signal mask while it
 * lasts, in one step with it; `timeout` is as for epollctx_wait_timeout. Both may be NULL: no
 * change of the mask, no limit. A signal ends it with -EINTR; the caller decides what is left.
 *
 * Zero, whole milliseconds up to INT_MAX, and no limit go by epoll_pwait(2), other timeouts by
 * epoll_pwait2(2); where that is missing or answers ENOSYS, EPERM or EOPNOTSUPP, by epoll_pwait(2)
 * with the timeout rounded up to the next millisecond, but to no more than INT_MAX milliseconds: a
 * timeout of more than 24.8 days then ends early.
 *
 * Any thread, each with its own buffer.
 * Own errors: -EINVAL (ctx or events is NULL, the slots are NULL, the capacity is out of range,
 * tv_sec is negative, tv_nsec is outside 0 to 999999999), -EBADF (ctx is closed).
 * Kernel: EINTR (a signal handler ran), EBADF (ctx's number is not open), EINVAL (it is no epoll
 * instance), EFAULT (the slots are not writable, or the mask not readable).
 */
/*@ requires wait_arguments(ctx, events) && timeout_argument(timeout, events);
    assigns kernel, events->count, events->slots[0 .. events->capacity - 1];
    behavior refused:
      assumes timed_number(ctx, events, timeout) < 0;
      ensures no_call{Pre, Here} && same_slots{Pre, Here}(events);
      ensures \result == timed_number{Pre}(ctx, events, timeout);
      ensures events != \null ==> events->count == 0;
    behavior waited:
      assumes timed_number(ctx, events, timeout) >= 0;
      ensures waited_once(calls{Pre}, calls, ctx->fd, events->slots, events->capacity,
	time_or_none(timeout), sigmask, \result);
      ensures filled{Pre, Here}(calls - 1, events->slots, events->capacity, \result);
      ensures events->count == \max(0, \result);
    complete behaviors; disjoint behaviors;
 */
EPOLLCTX_CHECKED int epollctx_pwait(const struct epollctx *ctx, struct epollctx_events *events,
	const struct timespec *timeout, const sigset_t *sigmask);

/*
 * The number of the instance, which stays ctx's: to be watched by another instance, for example.
 * Any thread.
 * Own errors: -EINVAL (ctx is NULL), -EBADF (ctx is closed).
 */
/*@ requires ctx == \null || \valid_read(ctx);
    assigns \nothing;
    ensures \result == number(ctx);
 */
EPOLLCTX_CHECKED int epollctx_as_raw_fd(const struct epollctx *ctx);

/*
 * Hands the number over to the caller, who closes it one day, and leaves ctx closed. No system
 * call. Needs the object alone. Own errors: -EINVAL (ctx is NULL), -EBADF (ctx is closed).
 */
/*@ requires ctx == \null || \valid(ctx);
    assigns ctx->fd;
    ensures \result == number{Pre}(ctx);
    ensures ctx != \null ==> ctx->fd == (\result < 0 ? \old(ctx->fd) : -1);
 */
EPOLLCTX_CHECKED int epollctx_into_raw_fd(struct epollctx *ctx);

/*
 * Closes the instance: ctx is closed before close(2) is called, so that it is closed afterwards
 * whatever is returned, and even if the thread is cancelled there. close(2) is called once, for
 * Linux gives the number up even when it reports an error (close(2), "Dealing with error returns").
 * Registrations end with the last number of the instance. Needs the object alone.
 * Own errors: -EINVAL (ctx is NULL), -EBADF (ctx is closed).
 * Kernel: EBADF (ctx's number is not open); close(2) knows EINTR, EIO, ENOSPC and EDQUOT too.
 */
/*@ requires ctx == \null || \valid(ctx);
    assigns kernel, ctx->fd;
    ensures asked{Pre, Here}(number{Pre}(ctx), close_call(\old(ctx->fd)), \result);
    ensures ctx != \null ==> ctx->fd == (\old(ctx->fd) < 0 ? \old(ctx->fd) : -1);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_close(struct epollctx *ctx);

/* ---- An epoll instance for one thread, with slots of its own and busy-loop detection ---- */

/*
 * As struct epollctx, with room for EPOLLCTX_EVENTS_CAPACITY events. For one thread at a time: no
 * two of its functions may run beside each other on one object. The fields are for reading, but a
 * number may be adopted by writing ctx.fd.
 *
 * Busy-loop detection: a descriptor that hung up and is neither deleted nor closed makes every wait
 * return at once. `hangups` counts the events with EPOLLHUP since the last successful add or
 * delete; `max_hangups` counts the successful adds less the successful deletes (it knows nothing of
 * registrations that end by a close). Both stop at their limits instead of wrapping. When a wait
 * makes `hangups` exceed `max_hangups`, some hang-up was reported twice, so that one is not being
 * handled; this is reported once, until an add or a delete starts the count afresh.
 */
struct epollctx_poll {
	struct epollctx ctx;
	struct epollctx_events events;
	struct epoll_event slots[EPOLLCTX_EVENTS_CAPACITY];
	uint64_t hangups;
	uint64_t max_hangups;
	bool check_for_hangup;
	void (*report)(void *arg);
	void *arg;
};

/* A closed object. */
#define EPOLLCTX_POLL_INIT                                              \
	{                                                               \
		EPOLLCTX_INIT, {0, 0, 0}, {{0, {0}}}, 0, 0, false, 0, 0 \
	}

/*@ logic integer poll_number{L}(struct epollctx_poll *poll) =
      poll == \null ? -EINVAL : open_number(poll->ctx.fd);
    logic integer poll_wait_number{L}(struct epollctx_poll *poll, struct timespec *timeout,
				      struct epollctx_events **ret_events) =
      poll == \null || ret_events == \null || (timeout != \null && (timeout->tv_sec < 0 ||
	timeout->tv_nsec < 0 || timeout->tv_nsec >= NANOSECONDS)) ? -EINVAL :
      open_number(poll->ctx.fd);
    predicate same_counters{A, B}(struct epollctx_poll *poll) =
      \at(poll->hangups, B) == \at(poll->hangups, A) &&
      \at(poll->max_hangups, B) == \at(poll->max_hangups, A);
    predicate same_report{A, B}(struct epollctx_poll *poll) =
      \at(poll->check_for_hangup, B) == \at(poll->check_for_hangup, A) &&
      \at(poll->report, B) == \at(poll->report, A) && \at(poll->arg, B) == \at(poll->arg, A);
    // The events with EPOLLHUP among those that a wait has stored, if it can be believed.
    logic integer hung_up{L}(struct epollctx_poll *poll) =
      0 <= poll->events.count <= EPOLLCTX_EVENTS_CAPACITY ?
      matching(&poll->slots[0], &poll->slots[0] + poll->events.count, EPOLLHUP) : 0;
    predicate is_busy_loop(integer before, integer more, integer max) =
      before <= max && max < before + more;
    // Nothing happened since a report that was call n.
    predicate left_by_report{L}(struct epollctx_poll *poll, integer n) =
      calls{L} == after_report(n) && poll->hangups == hangups_left(n) &&
      poll->max_hangups == max_hangups_left(n) && poll->check_for_hangup == check_left(n) &&
      poll->report == report_left(n) && poll->arg == arg_left(n);
    // A wait has counted hang-ups, and reported a busy loop to whom it may concern.
    predicate counted{A, B}(struct epollctx_poll *poll, integer first, integer more) =
      (is_busy_loop(\at(poll->hangups, A), more, \at(poll->max_hangups, A)) &&
       \at(poll->report, A) != \null ==>
	 first < calls{B} && call_at(first) == report_call(\at(poll->arg, A),
	   \min(\at(poll->hangups, A) + more, UINT64_MAX), \at(poll->max_hangups, A)) &&
	 left_by_report{B}(poll, first)) &&
      (!is_busy_loop(\at(poll->hangups, A), more, \at(poll->max_hangups, A)) ||
       \at(poll->report, A) == \null ==>
	 first == calls{B} && same_report{A, B}(poll) &&
	 \at(poll->max_hangups, B) == \at(poll->max_hangups, A) &&
	 \at(poll->hangups, B) == \min(\at(poll->hangups, A) + more, UINT64_MAX));
    predicate poll_waited{A, B}(struct epollctx_poll *poll, integer timeout, integer result) =
      \exists integer end; waited(calls{A}, end, \at(poll->ctx.fd, A), \at(&poll->slots[0], A),
	EPOLLCTX_EVENTS_CAPACITY, timeout, result) &&
	filled{A, B}(end - 1, \at(&poll->slots[0], A), EPOLLCTX_EVENTS_CAPACITY, result) &&
	(result >= 0 && \at(poll->check_for_hangup, A) != 0 ==>
	  counted{A, B}(poll, end, hung_up{B}(poll))) &&
	(result < 0 || \at(poll->check_for_hangup, A) == 0 ==>
	  calls{B} == end && same_counters{A, B}(poll) && same_report{A, B}(poll));
    predicate may_report{L}(struct epollctx_poll *poll) =
      poll->report == \null || poll->report == &busy_loop_report;
 */

/*
 * Opens a new, empty instance, its counters 0, its check on, and without a report.
 * Own errors: -EINVAL (poll is NULL). Kernel: those of epollctx_open.
 */
/*@ requires poll == \null || \valid(poll);
    assigns kernel, poll->ctx, poll->events, poll->hangups, poll->max_hangups,
      poll->check_for_hangup, poll->report, poll->arg;
    ensures poll == \null ==> \result == -EINVAL && no_call{Pre, Here};
    ensures poll != \null ==> opened{Pre, Here}(
      epoll_create1_call(EPOLL_CLOEXEC), \result, \old(poll->ctx.fd), poll->ctx.fd);
    ensures \result == 0 ==> poll->events.slots == &poll->slots[0] &&
      poll->events.capacity == EPOLLCTX_EVENTS_CAPACITY && poll->events.count == 0 &&
      poll->hangups == 0 && poll->max_hangups == 0 && poll->check_for_hangup == 1 &&
      poll->report == \null && poll->arg == \null;
    ensures poll != \null && \result < 0 ==> same_counters{Pre, Here}(poll) &&
      same_report{Pre, Here}(poll) && poll->events == \old(poll->events);
 */
EPOLLCTX_CHECKED int epollctx_poll_open(struct epollctx_poll *poll);

/* As epollctx_add. Own errors: -EINVAL (poll is NULL), -EBADF (closed). Kernel: the same. */
/*@ requires poll == \null || \valid(poll);
    assigns kernel, poll->hangups, poll->max_hangups;
    ensures asked{Pre, Here}(poll_number{Pre}(poll),
      epoll_ctl_call(poll->ctx.fd, EPOLL_CTL_ADD, fd, EPOLLIN, token), \result);
    ensures \result == 0 ==> poll->hangups == 0 &&
      poll->max_hangups == \min(\old(poll->max_hangups) + 1, UINT64_MAX);
    ensures poll != \null && \result != 0 ==> same_counters{Pre, Here}(poll);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_poll_add(struct epollctx_poll *poll, int fd, uint64_t token);

/*
 * As epollctx_add_fd_with_events. Own errors: -EINVAL (poll is NULL), -EBADF (closed). Kernel: the
 * same.
 */
/*@ requires poll == \null || \valid(poll);
    assigns kernel, poll->hangups, poll->max_hangups;
    ensures asked{Pre, Here}(poll_number{Pre}(poll),
      epoll_ctl_call(poll->ctx.fd, EPOLL_CTL_ADD, fd, events.raw, token), \result);
    ensures \result == 0 ==> poll->hangups == 0 &&
      poll->max_hangups == \min(\old(poll->max_hangups) + 1, UINT64_MAX);
    ensures poll != \null && \result != 0 ==> same_counters{Pre, Here}(poll);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_poll_add_fd_with_events(
	struct epollctx_poll *poll, int fd, struct epollctx_watch events, uint64_t token);

/*
 * As epollctx_modify; the counters stay. Own errors: -EINVAL (poll is NULL), -EBADF (closed).
 * Kernel: the same.
 */
/*@ requires poll == \null || \valid(poll);
    assigns kernel;
    ensures asked{Pre, Here}(poll_number{Pre}(poll),
      epoll_ctl_call(poll->ctx.fd, EPOLL_CTL_MOD, fd, events.raw, token), \result);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_poll_modify(
	struct epollctx_poll *poll, int fd, struct epollctx_watch events, uint64_t token);

/* As epollctx_delete. Own errors: -EINVAL (poll is NULL), -EBADF (closed). Kernel: the same. */
/*@ requires poll == \null || \valid(poll);
    assigns kernel, poll->hangups, poll->max_hangups;
    ensures asked{Pre, Here}(poll_number{Pre}(poll),
      epoll_ctl_call(poll->ctx.fd, EPOLL_CTL_DEL, fd, 0, 0), \result);
    ensures \result == 0 ==> poll->hangups == 0 &&
      poll->max_hangups == \max(\old(poll->max_hangups) - 1, 0);
    ensures poll != \null && \result != 0 ==> same_counters{Pre, Here}(poll);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_poll_delete(struct epollctx_poll *poll, int fd);

/*
 * As epollctx_wait, into the object's own slots. *ret_events is then a buffer within the object,
 * good until its next wait or close, or until the object is moved.
 * Own errors: -EINVAL (poll or ret_events is NULL), -EBADF (closed).
 * Kernel: those of epollctx_wait but EFAULT, for the slots are the object's own.
 */
/*@ requires poll != \null ==> \valid(poll) && may_report(poll);
    requires ret_events == \null || \valid(ret_events);
    requires poll != \null && ret_events != \null ==> \separated(poll, ret_events);
    terminates signals_cease && time_passes;
    assigns kernel, reporting, poll->events, poll->slots[0 .. EPOLLCTX_EVENTS_CAPACITY - 1],
      poll->hangups, poll->max_hangups, poll->check_for_hangup, poll->report, poll->arg,
      *ret_events;
    ensures poll_wait_number{Pre}(poll, \null, ret_events) < 0 ==>
      \result == poll_wait_number{Pre}(poll, \null, ret_events) && no_call{Pre, Here};
    ensures poll_wait_number{Pre}(poll, \null, ret_events) >= 0 ==>
      poll_waited{Pre, Here}(poll, -1, \result);
    ensures poll != \null ==> poll->events.slots == &poll->slots[0] &&
      poll->events.count == \max(0, \result) &&
      poll->events.capacity == EPOLLCTX_EVENTS_CAPACITY;
    ensures \result >= 0 ==> *ret_events == &poll->events;
    ensures \result < 0 && poll != \null ==>
      same_counters{Pre, Here}(poll) && same_report{Pre, Here}(poll) &&
      unchanged{Pre, Here}(&poll->slots[0], EPOLLCTX_EVENTS_CAPACITY);
    ensures \result < 0 && ret_events != \null ==> *ret_events == \old(*ret_events);
 */
EPOLLCTX_CHECKED int epollctx_poll_wait(
	struct epollctx_poll *poll, const struct epollctx_events **ret_events);

/*
 * As epollctx_wait_timeout and epollctx_poll_wait; also of 0 events. `timeout` may be NULL.
 * Own errors: -EINVAL (poll or ret_events is NULL, tv_sec is negative, tv_nsec is outside 0 to
 * 999999999), -EBADF (closed). Kernel: those of epollctx_wait_timeout but EFAULT, as above.
 */
/*@ requires poll != \null ==> \valid(poll) && may_report(poll);
    requires ret_events == \null || \valid(ret_events);
    requires poll != \null && ret_events != \null ==> \separated(poll, ret_events);
    requires timeout != \null ==> \valid_read(timeout) &&
      (poll != \null ==> \separated(timeout, poll)) &&
      (ret_events != \null ==> \separated(timeout, ret_events));
    terminates signals_cease && time_passes;
    assigns kernel, reporting, poll->events, poll->slots[0 .. EPOLLCTX_EVENTS_CAPACITY - 1],
      poll->hangups, poll->max_hangups, poll->check_for_hangup, poll->report, poll->arg,
      *ret_events;
    ensures poll_wait_number{Pre}(poll, timeout, ret_events) < 0 ==>
      \result == poll_wait_number{Pre}(poll, timeout, ret_events) && no_call{Pre, Here};
    ensures poll_wait_number{Pre}(poll, timeout, ret_events) >= 0 ==>
      poll_waited{Pre, Here}(poll, time_or_none(\old(timeout)), \result);
    ensures poll != \null ==> poll->events.slots == &poll->slots[0] &&
      poll->events.count == \max(0, \result) &&
      poll->events.capacity == EPOLLCTX_EVENTS_CAPACITY;
    ensures \result >= 0 ==> *ret_events == &poll->events;
    ensures \result < 0 && poll != \null ==>
      same_counters{Pre, Here}(poll) && same_report{Pre, Here}(poll) &&
      unchanged{Pre, Here}(&poll->slots[0], EPOLLCTX_EVENTS_CAPACITY);
    ensures \result < 0 && ret_events != \null ==> *ret_events == \old(*ret_events);
 */
EPOLLCTX_CHECKED int epollctx_poll_wait_timeout(struct epollctx_poll *poll,
	const struct timespec *timeout, const struct epollctx_events **ret_events);

/*
 * Switches the busy-loop detection on or off. Off: hang-ups are neither counted nor reported, and
 * what was counted stays.
 * Own errors: -EINVAL (poll is NULL), -EBADF (closed: opening would switch it on again).
 */
/*@ requires poll == \null || \valid(poll);
    assigns poll->check_for_hangup;
    ensures \result == \min(0, poll_number(poll));
    ensures \result == 0 ==> poll->check_for_hangup == check;
    ensures poll != \null && \result < 0 ==>
      poll->check_for_hangup == \old(poll->check_for_hangup);
 */
EPOLLCTX_CHECKED int epollctx_poll_set_check_for_hangup(struct epollctx_poll *poll, bool check);

/*
 * Sets what a detected busy loop is reported to; `report` may be NULL: to nobody, nothing is
 * printed. It is called with `arg` on the waiting thread, before the wait that detected it returns
 * and after everything else was done. It may add, modify, delete, and change the check or the
 * report; it must not wait on the object, close, hand over or move it, nor leave by a jump or an
 * exception.
 * Own errors: -EINVAL (poll is NULL), -EBADF (closed: opening would forget it).
 */
/*@ requires poll == \null || \valid(poll);
    assigns poll->report, poll->arg;
    ensures \result == \min(0, poll_number(poll));
    ensures \result == 0 ==> poll->report == report && poll->arg == arg;
    ensures poll != \null && \result < 0 ==> same_report{Pre, Here}(poll);
 */
EPOLLCTX_CHECKED int epollctx_poll_on_busy_loop(
	struct epollctx_poll *poll, void (*report)(void *arg), void *arg);

/* As epollctx_as_raw_fd. Own errors: -EINVAL (poll is NULL), -EBADF (closed). */
/*@ requires poll == \null || \valid_read(poll);
    assigns \nothing;
    ensures \result == poll_number(poll);
 */
EPOLLCTX_CHECKED int epollctx_poll_as_raw_fd(const struct epollctx_poll *poll);

/*
 * As epollctx_into_raw_fd; the other fields stay. Own errors: -EINVAL (poll is NULL), -EBADF
 * (closed).
 */
/*@ requires poll == \null || \valid(poll);
    assigns poll->ctx.fd;
    ensures \result == poll_number{Pre}(poll);
    ensures poll != \null ==> poll->ctx.fd == (\result < 0 ? \old(poll->ctx.fd) : -1);
 */
EPOLLCTX_CHECKED int epollctx_poll_into_raw_fd(struct epollctx_poll *poll);

/*
 * As epollctx_close; the other fields stay. Own errors: -EINVAL (poll is NULL), -EBADF (closed).
 * Kernel: the same.
 */
/*@ requires poll == \null || \valid(poll);
    assigns kernel, poll->ctx.fd;
    ensures asked{Pre, Here}(poll_number{Pre}(poll), close_call(\old(poll->ctx.fd)), \result);
    ensures poll != \null ==>
      poll->ctx.fd == (\old(poll->ctx.fd) < 0 ? \old(poll->ctx.fd) : -1);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_poll_close(struct epollctx_poll *poll);

/* ---- An eventfd ---- */

struct epollctx_eventfd {
	int fd;
};

/* A closed object. */
#define EPOLLCTX_EVENTFD_INIT \
	{                     \
		-1            \
	}

/*@ logic integer eventfd_number{L}(struct epollctx_eventfd *e) =
      e == \null ? -EINVAL : open_number(e->fd);
 */

/*
 * Opens an eventfd(2) whose counter is 0. `flags` are EFD_NONBLOCK, EFD_SEMAPHORE or 0, and are not
 * checked here; EFD_CLOEXEC is always added. Needs the object alone.
 * Own errors: -EINVAL (e is NULL).
 * Kernel: EINVAL (unknown flags), EMFILE (RLIMIT_NOFILE), ENFILE (the system's limit), ENODEV,
 * ENOMEM.
 */
/*@ requires e == \null || \valid(e);
    assigns kernel, e->fd;
    ensures e == \null ==> \result == -EINVAL && no_call{Pre, Here};
    ensures e != \null ==> opened{Pre, Here}(
      eventfd_call(0, flags | EFD_CLOEXEC), \result, \old(e->fd), e->fd);
 */
EPOLLCTX_CHECKED int epollctx_eventfd_open(struct epollctx_eventfd *e, int flags);

/*
 * Adds `value` to the counter, which can hold up to 2^64 - 2; while the sum would exceed that, it
 * blocks, or fails if non-blocking. Any thread.
 * Own errors: -EINVAL (e is NULL), -EBADF (e is closed); and, the one own error that follows a
 * system call, -EINVAL (write(2) took less than 8 bytes: the number is no eventfd).
 * Kernel: EAGAIN (non-blocking, no room), EINTR (a signal while it blocked; nothing was added),
 * EINVAL (value is 2^64 - 1), EBADF (e's number is not open); other files have other errors.
 */
/*@ requires e == \null || \valid_read(e);
    assigns kernel;
    ensures moved{Pre, Here}(eventfd_number(e), write_call(e->fd, value, 8), \result);
 */
EPOLLCTX_CHECKED int epollctx_eventfd_write(const struct epollctx_eventfd *e, uint64_t value);

/*
 * Takes the counter's value into *ret_value and makes it 0; with EFD_SEMAPHORE takes 1 from it and
 * gives 1. While the counter is 0, it blocks, or fails if non-blocking. Any thread.
 * Own errors: -EINVAL (e or ret_value is NULL), -EBADF (e is closed); and, as above, -EINVAL
 * (read(2) gave less than 8 bytes: the number is no eventfd).
 * Kernel: EAGAIN (non-blocking, counter is 0), EINTR (a signal while it blocked; nothing was
 * taken), EBADF (e's number is not open); other files have other errors.
 */
/*@ requires e == \null || \valid_read(e);
    requires ret_value == \null || \valid(ret_value);
    assigns kernel, *ret_value;
    ensures moved{Pre, Here}(ret_value == \null ? -EINVAL : eventfd_number{Pre}(e),
      read_call(\old(e->fd), 8), \result);
    ensures ret_value != \null ==>
      *ret_value == (\result == 0 ? value_at(calls{Pre}) : \old(*ret_value));
 */
EPOLLCTX_CHECKED int epollctx_eventfd_read(const struct epollctx_eventfd *e, uint64_t *ret_value);

/*
 * Gives *ret_e a new number, the lowest free one, for the same open file description: counter and
 * EFD_NONBLOCK are shared (fcntl(2), F_DUPFD_CLOEXEC). ret_e must not be e. Any thread for e.
 * Own errors: -EINVAL (e or ret_e is NULL), -EBADF (e is closed).
 * Kernel: EBADF (e's number is not open), EMFILE (RLIMIT_NOFILE), EINVAL (RLIMIT_NOFILE is 0).
 */
/*@ requires e == \null || \valid_read(e);
    requires ret_e == \null || \valid(ret_e);
    assigns kernel, ret_e->fd;
    ensures ret_e == \null ==> \result == -EINVAL && no_call{Pre, Here};
    ensures ret_e != \null && eventfd_number{Pre}(e) < 0 ==>
      \result == eventfd_number{Pre}(e) && no_call{Pre, Here} && ret_e->fd == \old(ret_e->fd);
    ensures ret_e != \null && eventfd_number{Pre}(e) >= 0 ==> opened{Pre, Here}(
      fcntl_call(\old(e->fd), F_DUPFD_CLOEXEC, 0), \result, \old(ret_e->fd), ret_e->fd);
 */
EPOLLCTX_CHECKED int epollctx_eventfd_clone(
	const struct epollctx_eventfd *e, struct epollctx_eventfd *ret_e);

/*
 * The number of the eventfd, which stays e's: to be given to epollctx_add, for example. Any thread.
 * Own errors: -EINVAL (e is NULL), -EBADF (e is closed).
 */
/*@ requires e == \null || \valid_read(e);
    assigns \nothing;
    ensures \result == eventfd_number(e);
 */
EPOLLCTX_CHECKED int epollctx_eventfd_as_raw_fd(const struct epollctx_eventfd *e);

/* As epollctx_into_raw_fd. Own errors: -EINVAL (e is NULL), -EBADF (closed). */
/*@ requires e == \null || \valid(e);
    assigns e->fd;
    ensures \result == eventfd_number{Pre}(e);
    ensures e != \null ==> e->fd == (\result < 0 ? \old(e->fd) : -1);
 */
EPOLLCTX_CHECKED int epollctx_eventfd_into_raw_fd(struct epollctx_eventfd *e);

/*
 * Closes the number, as epollctx_close. Needs the object alone.
 * Own errors: -EINVAL (e is NULL), -EBADF (e is closed).
 * Kernel: EBADF (e's number is not open); close(2) knows EINTR, EIO, ENOSPC and EDQUOT too.
 */
/*@ requires e == \null || \valid(e);
    assigns kernel, e->fd;
    ensures asked{Pre, Here}(eventfd_number{Pre}(e), close_call(\old(e->fd)), \result);
    ensures e != \null ==> e->fd == (\old(e->fd) < 0 ? \old(e->fd) : -1);
    ensures \result <= 0;
 */
EPOLLCTX_CHECKED int epollctx_eventfd_close(struct epollctx_eventfd *e);

#ifdef __cplusplus
}
#endif

/* ---- Every error, its cause, and the test that shows it (`make errors` writes this) ---- */

/*
 * A line is an errno, who says so ("own": the core, without a system call; "own, read": the core,
 * after that call), the cause, and the test. An errno in parentheses is not returned: what is done
 * instead stands with the cause. ANY: whatever the call answers. A test is a row of
 * tests/faults/errors.def, and runs in `make faults`: "refused" makes the call that stands in the
 * row; "injected" and "any_is_passed_on" put the error in the kernel's place; all others bring the
 * cause about on the real kernel.
 *
 * epollctx_token_pack
 * EINVAL       own           ret_token is NULL                         refused
 * EINVAL       own           kind_bits is above 63                     refused
 * EOVERFLOW    own           kind needs more than kind_bits bits       refused
 * EOVERFLOW    own           data needs more than the other bits       refused
 *
 * epollctx_events_init
 * EINVAL       own           events is NULL                            refused
 * EINVAL       own           slots is NULL                             refused
 * EINVAL       own           capacity is below 1                       refused
 * EINVAL       own           capacity is too large                     refused
 *
 * epollctx_events_copy
 * EINVAL       own           to is NULL                                refused
 * EINVAL       own           from is NULL                              refused
 * EINVAL       own           the slots of to are NULL                  refused
 * EINVAL       own           the slots of from are NULL                refused
 * EINVAL       own           the capacity of to is below 1             refused
 * EINVAL       own           the capacity of to is too large           refused
 * EINVAL       own           the capacity of from is below 1           refused
 * EINVAL       own           the capacity of from is too large         refused
 * EINVAL       own           the count of from is negative             refused
 * EINVAL       own           the count of from is above its capacity   refused
 * ENOSPC       own           from has more events than to has slots    refused
 *
 * epollctx_open
 * EINVAL       own           ctx is NULL                               refused
 * EMFILE       epoll_create1 RLIMIT_NOFILE is reached                  descriptors_run_out
 * ENFILE       epoll_create1 the system's limit is reached             files_run_out
 * ENOMEM       epoll_create1 no memory                                 injected
 *
 * epollctx_add
 * EINVAL       own           ctx is NULL                               refused
 * EBADF        own           ctx is closed                             refused
 * EBADF        epoll_ctl     ctx's number is not open                  its_number_is_closed
 * EBADF        epoll_ctl     fd is not open                            the_target_is_closed
 * EPERM        epoll_ctl     fd's file cannot be watched               the_target_is_a_file
 * EINVAL       epoll_ctl     ctx's number is no epoll instance         it_is_no_instance
 * EINVAL       epoll_ctl     fd is that instance itself                the_target_is_itself
 * EINVAL       epoll_ctl     there would be too many ways for a wakeup there_are_too_many_ways
 * ELOOP        epoll_ctl     instances would watch in a ring           there_would_be_a_ring
 * ELOOP        epoll_ctl     instances would be nested too deep        a_chain_would_be_too_long
 * EEXIST       epoll_ctl     fd is registered                          it_is_registered
 * ENOMEM       epoll_ctl     no memory                                 injected
 * ENOSPC       epoll_ctl     max_user_watches is reached               watches_run_out
 *
 * epollctx_add_fd_with_events
 * EINVAL       own           ctx is NULL                               refused
 * EBADF        own           ctx is closed                             refused
 * EBADF        epoll_ctl     ctx's number is not open                  its_number_is_closed
 * EBADF        epoll_ctl     fd is not open                            the_target_is_closed
 * EPERM        epoll_ctl     fd's file cannot be watched               the_target_is_a_file
 * EINVAL       epoll_ctl     ctx's number is no epoll instance         it_is_no_instance
 * EINVAL       epoll_ctl     fd is that instance itself                the_target_is_itself
 * EINVAL       epoll_ctl     there would be too many ways for a wakeup there_are_too_many_ways
 * EINVAL       epoll_ctl     EPOLLEXCLUSIVE on an epoll instance       exclusive_meets_an_instance
 * EINVAL       epoll_ctl     EPOLLEXCLUSIVE together with other bits   exclusive_meets_other_bits
 * ELOOP        epoll_ctl     instances would watch in a ring           there_would_be_a_ring
 * ELOOP        epoll_ctl     instances would be nested too deep        a_chain_would_be_too_long
 * EEXIST       epoll_ctl     fd is registered                          it_is_registered
 * ENOMEM       epoll_ctl     no memory                                 injected
 * ENOSPC       epoll_ctl     max_user_watches is reached               watches_run_out
 *
 * epollctx_modify
 * EINVAL       own           ctx is NULL                               refused
 * EBADF        own           ctx is closed                             refused
 * EBADF        epoll_ctl     ctx's number is not open                  its_number_is_closed
 * EBADF        epoll_ctl     fd is not open                            the_target_is_closed
 * EPERM        epoll_ctl     fd's file cannot be watched               the_target_is_a_file
 * EINVAL       epoll_ctl     ctx's number is no epoll instance         it_is_no_instance
 * EINVAL       epoll_ctl     fd is that instance itself                the_target_is_itself
 * EINVAL       epoll_ctl     EPOLLEXCLUSIVE is asked for               exclusive_is_asked_for
 * EINVAL       epoll_ctl     EPOLLEXCLUSIVE was registered             exclusive_was_registered
 * ENOENT       epoll_ctl     fd is not registered                      it_is_not_registered
 * ENOMEM       epoll_ctl     no memory                                 injected
 *
 * epollctx_delete
 * EINVAL       own           ctx is NULL                               refused
 * EBADF        own           ctx is closed                             refused
 * EBADF        epoll_ctl     ctx's number is not open                  its_number_is_closed
 * EBADF        epoll_ctl     fd is not open                            the_target_is_closed
 * EPERM        epoll_ctl     fd's file cannot be watched               the_target_is_a_file
 * EINVAL       epoll_ctl     ctx's number is no epoll instance         it_is_no_instance
 * EINVAL       epoll_ctl     fd is that instance itself                the_target_is_itself
 * ENOENT       epoll_ctl     fd is not registered                      it_is_not_registered
 * ENOMEM       epoll_ctl     no memory                                 injected
 *
 * epollctx_wait
 * EINVAL       own           ctx is NULL                               refused
 * EINVAL       own           events is NULL                            refused
 * EINVAL       own           the slots are NULL                        refused
 * EINVAL       own           the capacity is below 1                   refused
 * EINVAL       own           the capacity is too large                 refused
 * EBADF        own           ctx is closed                             refused
 * EBADF        epoll_wait    ctx's number is not open                  its_number_is_closed
 * EINVAL       epoll_wait    it is no epoll instance                   it_is_no_instance
 * EFAULT       epoll_wait    the slots are not writable                the_slots_are_not_writable
 * (EINTR)      epoll_wait    a signal handler ran; the wait goes on    signals_do_not_end_it
 *
 * epollctx_wait_timeout
 * EINVAL       own           ctx is NULL                               refused
 * EINVAL       own           events is NULL                            refused
 * EINVAL       own           the slots are NULL                        refused
 * EINVAL       own           the capacity is below 1                   refused
 * EINVAL       own           the capacity is too large                 refused
 * EINVAL       own           tv_sec is negative                        refused
 * EINVAL       own           tv_nsec is negative                       refused
 * EINVAL       own           tv_nsec is above 999999999                refused
 * EBADF        own           ctx is closed                             refused
 * EBADF        epoll_wait    ctx's number is not open                  its_number_is_closed
 * EBADF        epoll_pwait2  ctx's number is not open                  its_number_is_closed
 * EINVAL       epoll_wait    it is no epoll instance                   it_is_no_instance
 * EINVAL       epoll_pwait2  it is no epoll instance                   it_is_no_instance
 * EFAULT       epoll_wait    the slots are not writable                the_slots_are_not_writable
 * EFAULT       epoll_pwait2  the slots are not writable                the_slots_are_not_writable
 * ANY          clock_gettime whatever it answers, should it fail       any_is_passed_on
 * (EINTR)      epoll_wait    a signal handler ran; the wait goes on    signals_do_not_end_it
 * (EINTR)      epoll_pwait2  a signal handler ran; the wait goes on    signals_do_not_end_it
 * (ENOSYS)     epoll_pwait2  no such call; epoll_wait does it          a_refused_call_is_replaced
 * (EPERM)      epoll_pwait2  a sandbox; epoll_wait does it             a_refused_call_is_replaced
 * (EOPNOTSUPP) epoll_pwait2  a sandbox; epoll_wait does it             a_refused_call_is_replaced
 *
 * epollctx_pwait
 * EINVAL       own           ctx is NULL                               refused
 * EINVAL       own           events is NULL                            refused
 * EINVAL       own           the slots are NULL                        refused
 * EINVAL       own           the capacity is below 1                   refused
 * EINVAL       own           the capacity is too large                 refused
 * EINVAL       own           tv_sec is negative                        refused
 * EINVAL       own           tv_nsec is negative                       refused
 * EINVAL       own           tv_nsec is above 999999999                refused
 * EBADF        own           ctx is closed                             refused
 * EINTR        epoll_pwait   a signal handler ran                      a_signal_ends_it
 * EINTR        epoll_pwait2  a signal handler ran                      a_signal_ends_it
 * EBADF        epoll_pwait   ctx's number is not open                  its_number_is_closed
 * EBADF        epoll_pwait2  ctx's number is not open                  its_number_is_closed
 * EINVAL       epoll_pwait   it is no epoll instance                   it_is_no_instance
 * EINVAL       epoll_pwait2  it is no epoll instance                   it_is_no_instance
 * EFAULT       epoll_pwait   the slots are not writable                the_slots_are_not_writable
 * EFAULT       epoll_pwait2  the slots are not writable                the_slots_are_not_writable
 * EFAULT       epoll_pwait   the mask is not readable                  the_mask_is_not_readable
 * EFAULT       epoll_pwait2  the mask is not readable                  the_mask_is_not_readable
 * (ENOSYS)     epoll_pwait2  no such call; epoll_pwait does it         a_refused_call_is_replaced
 * (EPERM)      epoll_pwait2  a sandbox; epoll_pwait does it            a_refused_call_is_replaced
 * (EOPNOTSUPP) epoll_pwait2  a sandbox; epoll_pwait does it            a_refused_call_is_replaced
 *
 * epollctx_as_raw_fd
 * EINVAL       own           ctx is NULL                               refused
 * EBADF        own           ctx is closed                             refused
 *
 * epollctx_into_raw_fd
 * EINVAL       own           ctx is NULL                               refused
 * EBADF        own           ctx is closed                             refused
 *
 * epollctx_close
 * EINVAL       own           ctx is NULL                               refused
 * EBADF        own           ctx is closed                             refused
 * EBADF        close         ctx's number is not open                  its_number_is_closed
 * EINTR        close         a signal; the number is given up          injected
 * EIO          close         an I/O error; the number is given up      injected
 * ENOSPC       close         no space; the number is given up          injected
 * EDQUOT       close         a quota; the number is given up           injected
 *
 * epollctx_poll_open
 * EINVAL       own           poll is NULL                              refused
 * EMFILE       epoll_create1 RLIMIT_NOFILE is reached                  descriptors_run_out
 * ENFILE       epoll_create1 the system's limit is reached             files_run_out
 * ENOMEM       epoll_create1 no memory                                 injected
 *
 * epollctx_poll_add
 * EINVAL       own           poll is NULL                              refused
 * EBADF        own           poll is closed                            refused
 * EBADF        epoll_ctl     poll's number is not open                 its_number_is_closed
 * EBADF        epoll_ctl     fd is not open                            the_target_is_closed
 * EPERM        epoll_ctl     fd's file cannot be watched               the_target_is_a_file
 * EINVAL       epoll_ctl     poll's number is no epoll instance        it_is_no_instance
 * EINVAL       epoll_ctl     fd is that instance itself                the_target_is_itself
 * EINVAL       epoll_ctl     there would be too many ways for a wakeup there_are_too_many_ways
 * ELOOP        epoll_ctl     instances would watch in a ring           there_would_be_a_ring
 * ELOOP        epoll_ctl     instances would be nested too deep        a_chain_would_be_too_long
 * EEXIST       epoll_ctl     fd is registered                          it_is_registered
 * ENOMEM       epoll_ctl     no memory                                 injected
 * ENOSPC       epoll_ctl     max_user_watches is reached               watches_run_out
 *
 * epollctx_poll_add_fd_with_events
 * EINVAL       own           poll is NULL                              refused
 * EBADF        own           poll is closed                            refused
 * EBADF        epoll_ctl     poll's number is not open                 its_number_is_closed
 * EBADF        epoll_ctl     fd is not open                            the_target_is_closed
 * EPERM        epoll_ctl     fd's file cannot be watched               the_target_is_a_file
 * EINVAL       epoll_ctl     poll's number is no epoll instance        it_is_no_instance
 * EINVAL       epoll_ctl     fd is that instance itself                the_target_is_itself
 * EINVAL       epoll_ctl     there would be too many ways for a wakeup there_are_too_many_ways
 * EINVAL       epoll_ctl     EPOLLEXCLUSIVE on an epoll instance       exclusive_meets_an_instance
 * EINVAL       epoll_ctl     EPOLLEXCLUSIVE together with other bits   exclusive_meets_other_bits
 * ELOOP        epoll_ctl     instances would watch in a ring           there_would_be_a_ring
 * ELOOP        epoll_ctl     instances would be nested too deep        a_chain_would_be_too_long
 * EEXIST       epoll_ctl     fd is registered                          it_is_registered
 * ENOMEM       epoll_ctl     no memory                                 injected
 * ENOSPC       epoll_ctl     max_user_watches is reached               watches_run_out
 *
 * epollctx_poll_modify
 * EINVAL       own           poll is NULL                              refused
 * EBADF        own           poll is closed                            refused
 * EBADF        epoll_ctl     poll's number is not open                 its_number_is_closed
 * EBADF        epoll_ctl     fd is not open                            the_target_is_closed
 * EPERM        epoll_ctl     fd's file cannot be watched               the_target_is_a_file
 * EINVAL       epoll_ctl     poll's number is no epoll instance        it_is_no_instance
 * EINVAL       epoll_ctl     fd is that instance itself                the_target_is_itself
 * EINVAL       epoll_ctl     EPOLLEXCLUSIVE is asked for               exclusive_is_asked_for
 * EINVAL       epoll_ctl     EPOLLEXCLUSIVE was registered             exclusive_was_registered
 * ENOENT       epoll_ctl     fd is not registered                      it_is_not_registered
 * ENOMEM       epoll_ctl     no memory                                 injected
 *
 * epollctx_poll_delete
 * EINVAL       own           poll is NULL                              refused
 * EBADF        own           poll is closed                            refused
 * EBADF        epoll_ctl     poll's number is not open                 its_number_is_closed
 * EBADF        epoll_ctl     fd is not open                            the_target_is_closed
 * EPERM        epoll_ctl     fd's file cannot be watched               the_target_is_a_file
 * EINVAL       epoll_ctl     poll's number is no epoll instance        it_is_no_instance
 * EINVAL       epoll_ctl     fd is that instance itself                the_target_is_itself
 * ENOENT       epoll_ctl     fd is not registered                      it_is_not_registered
 * ENOMEM       epoll_ctl     no memory                                 injected
 *
 * epollctx_poll_wait
 * EINVAL       own           poll is NULL                              refused
 * EINVAL       own           ret_events is NULL                        refused
 * EBADF        own           poll is closed                            refused
 * EBADF        epoll_wait    poll's number is not open                 its_number_is_closed
 * EINVAL       epoll_wait    it is no epoll instance                   it_is_no_instance
 * (EINTR)      epoll_wait    a signal handler ran; the wait goes on    signals_do_not_end_it
 *
 * epollctx_poll_wait_timeout
 * EINVAL       own           poll is NULL                              refused
 * EINVAL       own           ret_events is NULL                        refused
 * EINVAL       own           tv_sec is negative                        refused
 * EINVAL       own           tv_nsec is negative                       refused
 * EINVAL       own           tv_nsec is above 999999999                refused
 * EBADF        own           poll is closed                            refused
 * EBADF        epoll_wait    poll's number is not open                 its_number_is_closed
 * EBADF        epoll_pwait2  poll's number is not open                 its_number_is_closed
 * EINVAL       epoll_wait    it is no epoll instance                   it_is_no_instance
 * EINVAL       epoll_pwait2  it is no epoll instance                   it_is_no_instance
 * ANY          clock_gettime whatever it answers, should it fail       any_is_passed_on
 * (EINTR)      epoll_wait    a signal handler ran; the wait goes on    signals_do_not_end_it
 * (EINTR)      epoll_pwait2  a signal handler ran; the wait goes on    signals_do_not_end_it
 * (ENOSYS)     epoll_pwait2  no such call; epoll_wait does it          a_refused_call_is_replaced
 * (EPERM)      epoll_pwait2  a sandbox; epoll_wait does it             a_refused_call_is_replaced
 * (EOPNOTSUPP) epoll_pwait2  a sandbox; epoll_wait does it             a_refused_call_is_replaced
 *
 * epollctx_poll_set_check_for_hangup
 * EINVAL       own           poll is NULL                              refused
 * EBADF        own           poll is closed                            refused
 *
 * epollctx_poll_on_busy_loop
 * EINVAL       own           poll is NULL                              refused
 * EBADF        own           poll is closed                            refused
 *
 * epollctx_poll_as_raw_fd
 * EINVAL       own           poll is NULL                              refused
 * EBADF        own           poll is closed                            refused
 *
 * epollctx_poll_into_raw_fd
 * EINVAL       own           poll is NULL                              refused
 * EBADF        own           poll is closed                            refused
 *
 * epollctx_poll_close
 * EINVAL       own           poll is NULL                              refused
 * EBADF        own           poll is closed                            refused
 * EBADF        close         poll's number is not open                 its_number_is_closed
 * EINTR        close         a signal; the number is given up          injected
 * EIO          close         an I/O error; the number is given up      injected
 * ENOSPC       close         no space; the number is given up          injected
 * EDQUOT       close         a quota; the number is given up           injected
 *
 * epollctx_eventfd_open
 * EINVAL       own           e is NULL                                 refused
 * EINVAL       eventfd       unknown flags                             the_flags_are_unknown
 * EMFILE       eventfd       RLIMIT_NOFILE is reached                  descriptors_run_out
 * ENFILE       eventfd       the system's limit is reached             files_run_out
 * ENODEV       eventfd       no anonymous inodes                       injected
 * ENOMEM       eventfd       no memory                                 injected
 *
 * epollctx_eventfd_write
 * EINVAL       own           e is NULL                                 refused
 * EBADF        own           e is closed                               refused
 * EINVAL       own, write    less than 8 bytes taken: no eventfd       a_file_takes_too_little
 * EAGAIN       write         non-blocking, no room                     there_is_no_room
 * EINTR        write         a signal while it blocked                 a_signal_interrupts
 * EINVAL       write         value is 2^64 - 1                         the_value_is_too_large
 * EBADF        write         e's number is not open                    its_number_is_closed
 * ANY          write         other files' errors                       another_file_fails
 *
 * epollctx_eventfd_read
 * EINVAL       own           e is NULL                                 refused
 * EINVAL       own           ret_value is NULL                         refused
 * EBADF        own           e is closed                               refused
 * EINVAL       own, read     less than 8 bytes given: no eventfd       a_file_gives_too_little
 * EAGAIN       read          non-blocking, the counter is 0            there_is_nothing
 * EINTR        read          a signal while it blocked                 a_signal_interrupts
 * EBADF        read          e's number is not open                    its_number_is_closed
 * ANY          read          other files' errors                       another_file_fails
 *
 * epollctx_eventfd_clone
 * EINVAL       own           e is NULL                                 refused
 * EINVAL       own           ret_e is NULL                             refused
 * EBADF        own           e is closed                               refused
 * EBADF        fcntl         e's number is not open                    its_number_is_closed
 * EMFILE       fcntl         RLIMIT_NOFILE is reached                  descriptors_run_out
 * EINVAL       fcntl         RLIMIT_NOFILE is 0                        no_descriptor_is_allowed
 *
 * epollctx_eventfd_as_raw_fd
 * EINVAL       own           e is NULL                                 refused
 * EBADF        own           e is closed                               refused
 *
 * epollctx_eventfd_into_raw_fd
 * EINVAL       own           e is NULL                                 refused
 * EBADF        own           e is closed                               refused
 *
 * epollctx_eventfd_close
 * EINVAL       own           e is NULL                                 refused
 * EBADF        own           e is closed                               refused
 * EBADF        close         e's number is not open                    its_number_is_closed
 * EINTR        close         a signal; the number is given up          injected
 * EIO          close         an I/O error; the number is given up      injected
 * ENOSPC       close         no space; the number is given up          injected
 * EDQUOT       close         a quota; the number is given up           injected
 */

/* ---- The end of what `make errors` writes ---- */

#endif
