/* SPDX-License-Identifier: BSD-3-Clause */
/* The memory of a program's operations. */
#ifndef EPOLLCTX_FUZZ_MEMORY_H
#define EPOLLCTX_FUZZ_MEMORY_H

#include "program.h"

/* Makes room for `count` operations, keeps those that there are. -ENOMEM. */
int program_reserve(struct program *p, size_t count);

#endif
