/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the proof may say about the world outside: a trace. The n-th call that leaves the core is
 * call_at(n), and it was answered with answer_at(n): the result, or the errno, negated. How many
 * there were by now is calls, kept in a variable that no C code can read or change. `now_at(n)` is
 * the time, in nanoseconds, that CLOCK_MONOTONIC told last before call n.
 *
 * Nothing else is known of these functions: two calls are the same only if they are made by the
 * same constructor from the same arguments.
 */
#ifndef PROVE_TRACE_H
#define PROVE_TRACE_H

#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#define NANOSECONDS 1000000000
#define MILLISECOND 1000000

struct epoll_event;
struct timespec;
struct epollctx_poll;

//@ ghost long kernel;

// The one report of a busy loop that there is in the proof, and the object whose wait makes it.
typedef void (*report_function)(void *arg);
void busy_loop_report(void *arg);
//@ ghost struct epollctx_poll *reporting;

/*@ logic integer calls{L} = kernel;

    axiomatic Trace {
      type call;
      logic call call_at(integer n);
      logic integer answer_at(integer n);
      logic integer now_at(integer n);
      logic integer value_at(integer n);
      // What the i-th event says that call n, a wait, has reported.
      logic integer events_at(integer n, integer i);
      logic integer token_at(integer n, integer i);
      // What the fields of the object are after a report that is call n, and the number of calls.
      logic integer after_report(integer n);
      logic integer hangups_left(integer n);
      logic integer max_hangups_left(integer n);
      logic integer check_left(integer n);
      logic report_function report_left(integer n);
      logic void *arg_left(integer n);

      logic call epoll_create1_call(integer flags);
      logic call epoll_ctl_call(integer ep, integer operation, integer fd, integer events,
				integer token);
      logic call epoll_wait_call(integer ep, struct epoll_event *slots, integer capacity,
				 integer milliseconds);
      logic call epoll_pwait_call(integer ep, struct epoll_event *slots, integer capacity,
				  integer milliseconds, sigset_t *sigmask);
      logic call epoll_pwait2_call(integer ep, struct epoll_event *slots, integer capacity,
				   integer nanoseconds, sigset_t *sigmask);
      logic call clock_gettime_call(integer clock);
      logic call eventfd_call(integer count, integer flags);
      logic call read_call(integer fd, integer size);
      logic call write_call(integer fd, integer value, integer size);
      logic call fcntl_call(integer fd, integer operation, integer argument);
      logic call close_call(integer fd);
      logic call report_call(void *arg, integer hangups, integer max_hangups);
    }

    // Whether the C library has epoll_pwait2: proved for either.
    axiomatic Libc {
      predicate libc_has_epoll_pwait2;
    }

    predicate no_call{A, B} = calls{B} == calls{A};
    predicate next_call{A, B}(call made, integer answer) =
      calls{B} == calls{A} + 1 && call_at(calls{A}) == made && answer_at(calls{A}) == answer;
    // The same for a call that tells no time.
    predicate one_call{A, B}(call made, integer answer) =
      next_call{A, B}(made, answer) && now_at(calls{B}) == now_at(calls{A});
    // As the C library puts it: -1, and errno, for an answer that is negative.
    logic integer libc_result(integer answer) = answer < 0 ? -1 : answer;
    predicate libc_call{A, B}(call made, integer result) =
      one_call{A, B}(made, answer_at(calls{A})) && result == libc_result(answer_at(calls{A}));
 */

#if defined(LIBC_HAS_EPOLL_PWAIT2)
//@ axiomatic LibcHas { axiom libc_has: libc_has_epoll_pwait2; }
#elif defined(LIBC_LACKS_EPOLL_PWAIT2)
//@ axiomatic LibcLacks { axiom libc_lacks: !libc_has_epoll_pwait2; }
#endif

#endif
