/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Calls that wrongly wake nobody. The real kernel below has woken all the same: an edge that a wait
 * finds is dropped if nothing but such calls came since the instance was last asked for all it had.
 */
#ifndef EPOLLCTX_WRONG_KERNELS_QUIET_H
#define EPOLLCTX_WRONG_KERNELS_QUIET_H

#include "seam.h"

/* To be called within the call that is no edge. */
void quiet_call(void);
/* A wait that drops such edges of files, or of instances, and the `forget` that it needs. */
int quiet_wait(int ep, struct epoll_event *events, int capacity, int timeout);
int quiet_wait_outside(int ep, struct epoll_event *events, int capacity, int timeout);
void quiet_forget(void);

#endif
