/* SPDX-License-Identifier: BSD-3-Clause */
/* epoll as the proof trusts it to be. The core uses the token as u64 alone, so the union is one. */
#ifndef PROVE_SYS_EPOLL_H
#define PROVE_SYS_EPOLL_H

#include "../vocabulary.h"

/* The contracts of epollctx.h and sys.h name the constants of these. */
#include <errno.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <time.h>

#define EPOLLIN	       0x001
#define EPOLLPRI       0x002
#define EPOLLOUT       0x004
#define EPOLLERR       0x008
#define EPOLLHUP       0x010
#define EPOLLRDHUP     0x2000
#define EPOLLEXCLUSIVE (1u << 28)
#define EPOLLONESHOT   (1u << 30)
#define EPOLLET	       (1u << 31)
#define EPOLL_CLOEXEC  02000000
#define EPOLL_CTL_ADD  1
#define EPOLL_CTL_DEL  2
#define EPOLL_CTL_MOD  3

typedef struct epoll_data {
	uint64_t u64;
} epoll_data_t;

struct epoll_event {
	uint32_t events;
	epoll_data_t data;
} __attribute__((__packed__));

/*@ // The slots hold what call n has reported; its count may be more than they can hold.
    predicate reported{L}(integer n, struct epoll_event *slots, integer capacity, integer count) =
      \forall integer i; 0 <= i < count && i < capacity ==>
	slots[i].events == events_at(n, i) && slots[i].data.u64 == token_at(n, i);
    predicate unchanged{A, B}(struct epoll_event *slots, integer capacity) =
      \forall integer i; 0 <= i < capacity ==>
	\at(slots[i].events, B) == \at(slots[i].events, A) &&
	\at(slots[i].data.u64, B) == \at(slots[i].data.u64, A);
    // What a wait leaves that ended with call n.
    predicate filled{A, B}(integer n, struct epoll_event *slots, integer capacity,
			   integer result) =
      reported{B}(n, slots, capacity, result) &&
      (result <= 0 ==> unchanged{A, B}(slots, capacity));
 */

/*@ assigns kernel, \result \from kernel, flags;
    ensures epoll_create1_call: libc_call{Pre, Here}(epoll_create1_call(flags), \result);
 */
int epoll_create1(int flags);

/*@ requires \valid_read(event);
    assigns kernel, \result \from kernel, ep, operation, fd, *event;
    ensures epoll_ctl_call: libc_call{Pre, Here}(
      epoll_ctl_call(ep, operation, fd, event->events, event->data.u64), \result);
    ensures epoll_ctl_result: \result <= 0;
 */
int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event);

/*@ assigns kernel, \result, slots[0 .. capacity - 1] \from kernel, ep, capacity, timeout;
    ensures epoll_wait_call: libc_call{Pre, Here}(
      epoll_wait_call(ep, slots, capacity, timeout), \result);
    ensures epoll_wait_events: reported(calls{Pre}, slots, capacity, \result);
    ensures epoll_wait_nothing: \result <= 0 ==> unchanged{Pre, Here}(slots, capacity);
 */
int epoll_wait(int ep, struct epoll_event *slots, int capacity, int timeout);

/*@ assigns kernel, \result, slots[0 .. capacity - 1] \from kernel, ep, capacity, timeout, sigmask;
    ensures epoll_pwait_call: libc_call{Pre, Here}(
      epoll_pwait_call(ep, slots, capacity, timeout, sigmask), \result);
    ensures epoll_pwait_events: reported(calls{Pre}, slots, capacity, \result);
    ensures epoll_pwait_nothing: \result <= 0 ==> unchanged{Pre, Here}(slots, capacity);
 */
int epoll_pwait(
	int ep, struct epoll_event *slots, int capacity, int timeout, const sigset_t *sigmask);

/*@ requires \valid_read(timeout) && libc_has_epoll_pwait2;
    assigns kernel, \result, slots[0 .. capacity - 1] \from kernel, ep, capacity, *timeout, sigmask;
    ensures epoll_pwait2_call: libc_call{Pre, Here}(
      epoll_pwait2_call(ep, slots, capacity, time_of(\old(*timeout)), sigmask), \result);
    ensures epoll_pwait2_events: reported(calls{Pre}, slots, capacity, \result);
    ensures epoll_pwait2_nothing: \result <= 0 ==> unchanged{Pre, Here}(slots, capacity);
 */
int epoll_pwait2(int ep, struct epoll_event *slots, int capacity, const struct timespec *timeout,
	const sigset_t *sigmask);

#endif
