/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Property: whatever system call fails, with whatever errno and how often, the library answers
 * exactly that error (or goes on, where its contract says so), waits for exactly the time it was
 * given, and the state is the one that the shadow model predicts.
 */
#include "targets/target.h"

const enum mutator_form mutator_form = MUTATOR_FORM_faults;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	target_open(LOCKSTEP_deadline);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return target_run(data, size);
}
