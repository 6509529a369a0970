/* SPDX-License-Identifier: BSD-3-Clause */
/* What the wrappers of the system calls need of the kernel that is current. */
#ifndef EPOLLCTX_FUZZ_WRAPPERS_H
#define EPOLLCTX_FUZZ_WRAPPERS_H

#include "kernel.h"

/* Logs a call; `timeout` in ns for a wait. The entry is good until the next call. */
struct kernel_entry *kernel_enter(struct kernel *k, enum program_call call, int64_t timeout);
/* If a fault is due for the call: takes it, sets errno. */
bool kernel_fails(struct kernel *k, struct kernel_entry *entry);
/* Checks what a wait asks for; true when it must be passed on without its timeout. */
bool kernel_takes_no_time(struct kernel *k, const struct kernel_entry *entry);
/* Accounts for a wait that a fault ended. */
void kernel_interrupted(struct kernel *k, const struct kernel_entry *entry);
/* Accounts for a wait that the kernel below answered; returns what to answer. */
int kernel_waited(struct kernel *k, const struct kernel_entry *entry, int result);

#endif
