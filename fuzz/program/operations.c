/* SPDX-License-Identifier: BSD-3-Clause */
/* The tables of operations and arguments, as the rest of the program reads them. */
#include "operations.h"

#include "errnos.h"

const struct program_operation_row program_operations[PROGRAM_CODE_COUNT] = {
#define X(name, result, a1, a2, a3, a4, stem1, stem2)                                 \
	[PROGRAM_##name] = {#name, PROGRAM_RESULT_##result,                           \
		{PROGRAM_ARGUMENT_##a1, PROGRAM_ARGUMENT_##a2, PROGRAM_ARGUMENT_##a3, \
			PROGRAM_ARGUMENT_##a4},                                       \
		{stem1, stem2}},
	PROGRAM_OPERATIONS(X)
#undef X
};

const struct program_argument_row program_arguments[] = {
#define X(kind, maximum, fallback) [PROGRAM_ARGUMENT_##kind] = {maximum, fallback},
	PROGRAM_ARGUMENTS(X)
#undef X
};

const char *program_call_name(enum program_call call)
{
	static const char *const names[] = {
#define X(name, alias) [PROGRAM_CALL_##name] = #name,
		PROGRAM_CALLS(X)
#undef X
	};

	return names[call];
}
