/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The texts of which the C output's functions are made.
 *
 * In a text, `@call@` stands before a system call that `fail` can make fail, a line that starts
 * with `!` is there only if the program has a `fail`, one with `%` only if it reads or writes, one
 * with `^` only if it has a regular file.
 */
#ifndef EPOLLCTX_FUZZ_C_RUNTIME_H
#define EPOLLCTX_FUZZ_C_RUNTIME_H

#include "operations.h"

#include <stdint.h>

#define C_USES(name) (UINT32_C(1) << PROGRAM_##name)
#define C_OPERATIONS ((UINT32_C(1) << PROGRAM_CODE_COUNT) - 1)
/* The operations that read or write, and those that make a system call. */
#define C_TRANSFERS (C_USES(write) | C_USES(read))
#define C_CALLS	    (C_OPERATIONS & ~(C_USES(bad) | C_USES(fail)))
/* Beyond the operations: every program; more descriptors than a process may usually have. */
#define C_ALWAYS       (UINT32_C(1) << 30)
#define C_MANY_NUMBERS (UINT32_C(1) << 31)

_Static_assert(PROGRAM_CODE_COUNT <= 30, "a bit for each operation");

struct c_part {
	uint32_t any; /* there if the program uses any of these */
	uint32_t and_any;
	const char *text;
};

/* Before the functions of the operations, and after them; closed by a row without a text. */
extern const struct c_part c_parts[];
extern const struct c_part c_last_parts[];
/* The function of each operation: do_epoll() for epoll. */
extern const char *const c_functions[PROGRAM_CODE_COUNT];

extern const char c_includes[];

#endif
