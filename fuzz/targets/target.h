/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the fuzz targets share. A target is one file, fuzz_NAME.c, that defines `mutator_form` (what
 * inputs it takes) and LLVMFuzzerTestOneInput; it is linked with libFuzzer and mutator_libfuzzer.c,
 * with the driver of AFL++, or with driver.c, which runs files.
 *
 * A property that does not hold ends the process with abort(), in every build, after a report on
 * standard error that ends with the program as a scenario.
 *
 * Environment, each switched on by any value but the empty one and 0:
 *	EPOLLCTX_TWICE        performs each program twice: the kernel's answers must be the same
 *	EPOLLCTX_CHECK_MODEL  checks the invariants of the model after each operation
 *	EPOLLCTX_TRACE        writes a line for each operation and its answer to standard error
 */
#ifndef EPOLLCTX_FUZZ_TARGET_H
#define EPOLLCTX_FUZZ_TARGET_H

#include "lockstep/lockstep.h"
#include "mutator/inputs.h"

#include <stddef.h>
#include <stdint.h>

/* What the engines call. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Prepares the process for target_run; ends it with a message when that is not possible. */
void target_open(enum lockstep_flavour flavour);

/*
 * Decodes the bytes and performs the program in lockstep with the model; fails at a difference. A
 * program of another version of the format is not run. Returns 0, for the engine.
 */
int target_run(const uint8_t *data, size_t size);

/* Prints what is wrong, as printf does, on a line of standard error, and calls abort(). */
_Noreturn void target_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
