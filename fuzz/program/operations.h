/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The one table of operations. Text, bytes, execution, model and C output are all driven by it: a
 * new operation is a new row here, and the compiler then names the functions that are missing.
 */
#ifndef EPOLLCTX_FUZZ_OPERATIONS_H
#define EPOLLCTX_FUZZ_OPERATIONS_H

#include <stddef.h>
#include <stdint.h>

/*
 * X(name, result, argument 1..4, stem 1, stem 2): `result` is a kind of RESULT that the operation
 * can give, the arguments are kinds below, and a stem is how a variable that argument 1 or 2 binds
 * is called when the program has no names of its own.
 */
#define PROGRAM_OPERATIONS(X)                                      \
	X(epoll, STATUS, BIND, NONE, NONE, NONE, "ep", "")         \
	X(eventfd, STATUS, BIND, COUNT, SEMAPHORE, NONE, "ev", "") \
	X(pipe, STATUS, BIND, BIND, NONE, NONE, "r", "w")          \
	X(socketpair, STATUS, BIND, BIND, NONE, NONE, "a", "b")    \
	X(timerfd, STATUS, BIND, NONE, NONE, NONE, "t", "")        \
	X(file, STATUS, BIND, NONE, NONE, NONE, "f", "")           \
	X(bad, STATUS, BIND, NONE, NONE, NONE, "bad", "")          \
	X(dup, STATUS, USE, BIND, NONE, NONE, "", "d")             \
	X(dup2, STATUS, USE, USE, NONE, NONE, "", "")              \
	X(close, STATUS, USE, NONE, NONE, NONE, "", "")            \
	X(write, TRANSFER, USE, AMOUNT, NONE, NONE, "", "")        \
	X(read, TRANSFER, USE, BYTES, NONE, NONE, "", "")          \
	X(shutdown, STATUS, USE, HOW, NONE, NONE, "", "")          \
	X(arm, STATUS, USE, NONE, NONE, NONE, "", "")              \
	X(disarm, STATUS, USE, NONE, NONE, NONE, "", "")           \
	X(add, STATUS, USE, USE, EVENTS, TOKEN, "", "")            \
	X(mod, STATUS, USE, USE, EVENTS, TOKEN, "", "")            \
	X(del, STATUS, USE, USE, NONE, NONE, "", "")               \
	X(wait, EVENTS, USE, CAPACITY, NONE, NONE, "", "")         \
	X(fail, NOTHING, CALL, ERRNO, TIMES, NONE, "", "")

enum program_code {
#define X(name, ...) PROGRAM_##name,
	PROGRAM_OPERATIONS(X)
#undef X
		PROGRAM_CODE_COUNT
};

/*
 * X(kind, maximum, default): the kinds of argument. A default other than NEEDED is what stands for
 * an argument that the text leaves out.
 */
#define PROGRAM_NEEDED UINT64_MAX
#define PROGRAM_ARGUMENTS(X)                               \
	X(NONE, 0, 0)                                      \
	X(BIND, PROGRAM_VARIABLES_MAX - 1, PROGRAM_NEEDED) \
	X(USE, PROGRAM_VARIABLES_MAX - 1, PROGRAM_NEEDED)  \
	X(COUNT, UINT32_MAX, 0)                            \
	X(SEMAPHORE, 1, 0)                                 \
	X(AMOUNT, UINT64_MAX, PROGRAM_NEEDED)              \
	X(BYTES, INT32_MAX, 1)                             \
	X(HOW, 2, PROGRAM_NEEDED)                          \
	X(EVENTS, UINT32_MAX, PROGRAM_NEEDED)              \
	X(TOKEN, UINT64_MAX, PROGRAM_NEEDED)               \
	X(CAPACITY, INT32_MAX, PROGRAM_NEEDED)             \
	X(CALL, PROGRAM_CALL_COUNT - 1, PROGRAM_NEEDED)    \
	X(ERRNO, PROGRAM_ERRNO_COUNT - 1, PROGRAM_NEEDED)  \
	X(TIMES, UINT16_MAX, 1)

/* PROGRAM_NUMBERS_MAX: so many descriptors are open at once, then an opener answers EMFILE. */
enum { PROGRAM_NUMBERS_MAX = 4096, PROGRAM_THREADS_MAX = 64 };
enum { PROGRAM_VARIABLES_MAX = 4096, PROGRAM_OPERATIONS_MAX = 65536, PROGRAM_ARGUMENTS_MAX = 4 };

enum program_argument {
#define X(kind, maximum, fallback) PROGRAM_ARGUMENT_##kind,
	PROGRAM_ARGUMENTS(X)
#undef X
};

enum program_result {
	PROGRAM_RESULT_NOTHING,	 /* states no RESULT */
	PROGRAM_RESULT_STATUS,	 /* ok or an errno name */
	PROGRAM_RESULT_TRANSFER, /* ok, a number or an errno name */
	PROGRAM_RESULT_EVENTS,	 /* none, TOKEN:EVENTS pairs or an errno name */
};

/*
 * X(name, alias): the system calls that `fail` can make fail, by the libc function through which
 * the core or an operation makes them. The alias is another name that the reader takes.
 */
#define PROGRAM_CALLS(X)                 \
	X(epoll_create1, "epoll_create") \
	X(epoll_ctl, "")                 \
	X(epoll_wait, "")                \
	X(epoll_pwait, "")               \
	X(epoll_pwait2, "")              \
	X(eventfd, "eventfd2")           \
	X(read, "")                      \
	X(write, "")                     \
	X(close, "")                     \
	X(fcntl, "dup")                  \
	X(clock_gettime, "")             \
	X(pipe2, "pipe")                 \
	X(socketpair, "")                \
	X(timerfd_create, "")            \
	X(timerfd_settime, "")           \
	X(memfd_create, "")              \
	X(dup2, "dup3")                  \
	X(shutdown, "")

enum program_call {
#define X(name, alias) PROGRAM_CALL_##name,
	PROGRAM_CALLS(X)
#undef X
		PROGRAM_CALL_COUNT
};

/* The names of EVENTS; each bit is that of EPOLL##name, which all architectures share. */
#define PROGRAM_EVENT_NAMES(X) \
	X(IN)                  \
	X(PRI)                 \
	X(OUT)                 \
	X(ERR)                 \
	X(HUP)                 \
	X(RDNORM)              \
	X(RDBAND)              \
	X(WRNORM)              \
	X(WRBAND)              \
	X(MSG)                 \
	X(RDHUP)               \
	X(EXCLUSIVE)           \
	X(WAKEUP)              \
	X(ONESHOT)             \
	X(ET)

struct program_operation_row {
	const char *name;
	enum program_result result;
	enum program_argument arguments[PROGRAM_ARGUMENTS_MAX];
	const char *stems[2];
};

struct program_argument_row {
	uint64_t maximum;
	uint64_t fallback;
};

extern const struct program_operation_row program_operations[PROGRAM_CODE_COUNT];
extern const struct program_argument_row program_arguments[];

/* "epoll_ctl" for PROGRAM_CALL_epoll_ctl */
const char *program_call_name(enum program_call call);

#endif
