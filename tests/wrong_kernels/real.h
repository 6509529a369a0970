/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the wrong kernels share: the real kernel below them, and what it knows of files and of what
 * is registered. Nothing here changes errno when it succeeds.
 */
#ifndef EPOLLCTX_WRONG_KERNELS_REAL_H
#define EPOLLCTX_WRONG_KERNELS_REAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/types.h>

struct itimerspec;

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
int real_eventfd(unsigned count, int flags);
int real_pipe2(int fds[2], int flags);
int real_socketpair(int domain, int type, int protocol, int fds[2]);
int real_timerfd_create(int clock, int flags);
int real_timerfd_settime(int fd, int flags, const struct itimerspec *to, struct itimerspec *from);
int real_memfd_create(const char *name, unsigned flags);
int real_shutdown(int fd, int how);

/* Is this a number that a program can have opened? */
static inline bool is_programs(int fd)
{
	return fd >= FIRST_NUMBER && fd < NUMBERS_MAX;
}

/* What a number of a program means; false for all others. */
bool is_open(int fd);
bool is_instance(int fd);
bool is_any_instance(int fd); /* of a number that need not be a program's */
bool is_eventfd(int fd);
bool is_timerfd(int fd);
bool is_pipe(int fd);
bool is_socket(int fd);
bool is_file(int fd);
/* Do two numbers mean the same open file description? */
bool is_same_file(int fd, int other);
/* Is there another number for its open file description? */
bool has_dup(int fd);
/* What poll(2) says of it, asked for everything; of an instance, a look changes the order. */
uint32_t says(int fd);
/* The bytes that can be read from it. */
int bytes_waiting(int fd);

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

/* Is this number, as what it means now, registered in the instance? */
bool is_registered(int ep, int fd);

/* A registration and the instance that it is in. */
struct watcher {
	int ep;
	struct watched item;
};

/* The registrations under this number in the WATCHERS first numbers' instances. */
int watchers_of(int fd, struct watcher watchers[WATCHED_MAX]);
/* Another edge, of what is ready, for every edge-triggered registration under this number. */
void edge_for(int fd);

/* Makes the only registration of its number report again what is ready, by a MOD without a change.
 */
void queue_again(int ep, const struct watched *item);

/* Registers it anew: it goes to the tail if it is ready, and out of the list if it is not. */
void register_anew(int ep, const struct watched *item);

/* Takes events[index] out of `count` events; returns how many are left. */
int remove_event(struct epoll_event *events, int count, int index);

#endif
