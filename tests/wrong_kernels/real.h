/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the wrong kernels share: the real kernel below them, and what it knows.
 *
 * A wrong kernel is one file, wrong_BEHAVIOUR.c, that defines one or a few of libc's system calls,
 * with a mistake in them. Linked into a lockstep binary it stands between the wrappers and the real
 * kernel. Its first comment says in a sentence what is wrong; its line "verdict: violation" or
 * "verdict: deviation" says how the lockstep must judge that. The mistakes keep to the numbers of
 * programs: what an engine does with its own descriptors goes right.
 *
 * A wrong kernel behaves the same in every program of a process: it asks the real kernel what is
 * registered instead of remembering it; or it forgets everything when an instance is created,
 * before which there is nothing that it could be wrong about.
 *
 * Nothing here changes errno when it succeeds.
 */
#ifndef EPOLLCTX_WRONG_KERNELS_REAL_H
#define EPOLLCTX_WRONG_KERNELS_REAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/types.h>

/*
 * The lockstep's WORLD_BASE_MIN: programs have no number below. WATCHERS of them are looked through
 * for instances; a program with more is not short. WATCHED_MAX bounds one interest list.
 */
enum { FIRST_NUMBER = 256, WATCHERS = 32, WATCHED_MAX = 256, NUMBERS_MAX = 8192 };

/* The bits of an interest that are no events, and those that every interest has. */
#define EVENT_FLAGS  ((uint32_t)EPOLLEXCLUSIVE | EPOLLWAKEUP | EPOLLONESHOT | EPOLLET)
#define EVENTS_FIXED ((uint32_t)EPOLLERR | EPOLLHUP)

/* The system calls themselves: -1 and errno for an error, as libc's. */
int real_epoll_create1(int flags);
int real_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event);
int real_epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout);
ssize_t real_read(int fd, void *bytes, size_t size);
ssize_t real_write(int fd, const void *bytes, size_t size);
int real_close(int fd);
int real_dup2(int from, int to);
int real_fcntl(int fd, int command, long argument);

bool is_open(int fd);
/* Instances, eventfds: what /proc calls the file behind a number, such as "anon_inode:[eventfd]".
 */
bool is_called(int fd, const char *name);
bool is_instance(int fd);

/* A registration: its number, its interest with ERR, HUP and flags, its token. */
struct watched {
	int fd;
	uint32_t events;
	uint64_t token;
};

/* The interest list of an instance, up to WATCHED_MAX; 0 for a number that is none. */
int interest_list(int ep, struct watched items[WATCHED_MAX]);
/* The one registration under this number; false when there is none, or more than one. */
bool find_watched(int ep, int fd, struct watched *found);
/* The same for a token. */
bool find_token(int ep, uint64_t token, struct watched *found);

/* Makes the only registration of its number report again what is ready, by a MOD without a change.
 */
void queue_again(int ep, const struct watched *item);

/* Takes events[index] out of `count` events; returns how many are left. */
int remove_event(struct epoll_event *events, int count, int index);

#endif
