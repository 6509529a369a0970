/* SPDX-License-Identifier: BSD-3-Clause */
/* Errno names: index, number and name of each. */
#include "errnos.h"

#include <errno.h>
#include <stddef.h>

int program_errno_number(enum program_errno index)
{
	static const int numbers[] = {
#define X(name) [PROGRAM_ERRNO_##name] = name,
		PROGRAM_ERRNOS(X)
#undef X
	};

	return numbers[index];
}

enum program_errno program_errno_index(int number)
{
	switch (number) {
#define X(name)    \
	case name: \
		return PROGRAM_ERRNO_##name;
		PROGRAM_ERRNOS(X)
#undef X
	default:
		return PROGRAM_ERRNO_COUNT;
	}
}

const char *program_errno_name(int number)
{
	static const char *const names[] = {
#define X(name) [PROGRAM_ERRNO_##name] = #name,
		PROGRAM_ERRNOS(X)
#undef X
			[PROGRAM_ERRNO_COUNT] = NULL};

	return names[program_errno_index(number)];
}
