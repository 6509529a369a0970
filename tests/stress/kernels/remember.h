/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the kernels for the stress share. They are as those of tests/wrong_kernels (and use the real
 * kernel below those), but may be called by many threads at once, and their mistakes need not show
 * with one: each defines one or a few of libc's system calls, says in its first comment what is
 * wrong, and in its line "caught: RULE ..." which rules of the checker may say so
 * (contents: what the recorder keeps for a token was not there when its event came).
 */
#ifndef EPOLLCTX_STRESS_KERNELS_REMEMBER_H
#define EPOLLCTX_STRESS_KERNELS_REMEMBER_H

#include "../../wrong_kernels/real.h"

/* A registration as it was last asked for, under its number in its instance. */
struct remembered {
	uint32_t events;
	uint64_t token;
};

/* Notes a successful ADD, MOD or DEL. */
void remember(int ep, int operation, int fd, const struct epoll_event *event);
/* A new instance: its number had other tokens before, and tokens begin anew in each world. */
int forget(int ep);
struct remembered recall(int ep, int fd);
/* The number under which the instance has this token; -1: none any more. */
int recall_number(int ep, uint64_t token);

/* True every `n`th time that it is called, over all threads. */
bool once_in(unsigned n);

/* The wait on an empty instance that nothing ends. */
int sleep_for_ever(void);

#endif
