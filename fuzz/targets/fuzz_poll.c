/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Property: every sequence of operations gets from the kernel, through struct epollctx_poll,
 * exactly the answers that the shadow model predicts, and a busy loop is reported exactly when it
 * predicts one.
 */
#include "targets/target.h"

const enum mutator_form mutator_form = MUTATOR_FORM_bytes;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	target_open(LOCKSTEP_poll);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return target_run(data, size);
}
