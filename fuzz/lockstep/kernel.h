/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Between everything that is linked here and the C library: each system call of PROGRAM_CALLS goes
 * through a wrapper (`-Wl,--wrap`) that makes it fail where a fault is due, writes it into a log,
 * and in virtual time lets a wait take no time at all. While no kernel is current on the calling
 * thread, the wrappers pass everything on.
 */
#ifndef EPOLLCTX_FUZZ_KERNEL_H
#define EPOLLCTX_FUZZ_KERNEL_H

#include "program/operations.h"

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum { KERNEL_LOG_MAX = 64 };

/* Faults are taken in the order in which they were asked for, each call's own. */
struct kernel_fault {
	int error;
	uint64_t times;
	uint32_t next; /* of the same call: an index, or 0 */
};

/* One system call, as it was asked and answered. */
struct kernel_entry {
	enum program_call call;
	int error;	  /* positive; 0 when it succeeded */
	bool injected;	  /* the error is a fault's: nothing was done */
	int64_t asked_at; /* virtual time, ns */
	int64_t timeout;  /* of a wait, ns; -1: no limit */
	long result;	  /* what it returned */
};

struct kernel {
	/* As many as a program can ask for; entry 0 is nobody's. */
	struct kernel_fault faults[PROGRAM_OPERATIONS_MAX + 1];
	uint32_t fault_count;
	uint32_t first_fault[PROGRAM_CALL_COUNT];
	uint32_t last_fault[PROGRAM_CALL_COUNT];
	/*
	 * The calls since kernel_begin. An EINTR storm makes many: beyond KERNEL_LOG_MAX the last
	 * one replaces the one before it; `calls` counts all.
	 */
	struct kernel_entry log[KERNEL_LOG_MAX];
	uint64_t calls;
	/* Broken promises of the caller that are only seen call by call; NULL or a sentence. */
	const char *broken;
	bool virtual_time;
	bool single;	  /* this wait is epollctx_pwait's: a signal ends it */
	bool refused;	  /* epoll_pwait2 is not to be had in this operation */
	bool would_hang;  /* an unlimited wait had nothing to report */
	int64_t now;	  /* virtual CLOCK_MONOTONIC, ns */
	int64_t deadline; /* of the wait that is checked, ns; INT64_MAX: none */
	uint32_t storms;  /* varies how long an interrupted wait has slept */
};

/* Makes the kernel current on this thread; NULL: none. */
void kernel_use(struct kernel *k);

/* No faults, an empty log, time 1 s. */
void kernel_reset(struct kernel *k);
/* What is pending no longer happens. */
void kernel_forget_faults(struct kernel *k);
void kernel_add_fault(struct kernel *k, enum program_call call, int error, uint64_t times);
/* The error of the fault that is due for the call, which is thereby used up; 0: none is. */
int kernel_take_fault(struct kernel *k, enum program_call call);
/* Starts the log of an operation. `limit` is the wait's time limit in ns, or -1 for none. */
void kernel_begin(struct kernel *k, int64_t limit);
bool kernel_is_wait(enum program_call call);
/* The last call since kernel_begin, or NULL. */
const struct kernel_entry *kernel_last(const struct kernel *k);

/* The calls themselves, without fault, log or virtual time: for the lockstep's own needs. */
int kernel_real_fcntl(int fd, int command, int argument);
int kernel_real_close(int fd);

#endif
