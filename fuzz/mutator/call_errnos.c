/* SPDX-License-Identifier: BSD-3-Clause */
/* How each system call can fail, as its manual page says. */
#include "mutator/call_errnos.h"

#define E(name)		PROGRAM_ERRNO_##name,
#define X(call, errnos) static const enum program_errno errnos_of_##call[] = {errnos};
CALL_ERRNOS(X)
#undef X
#undef E

const enum program_errno *call_errnos(enum program_call call, size_t *ret_count)
{
	*ret_count = 0;
	switch (call) {
#define X(name, errnos)                                                              \
	case PROGRAM_CALL_##name:                                                    \
		*ret_count = sizeof(errnos_of_##name) / sizeof(errnos_of_##name[0]); \
		return errnos_of_##name;
		CALL_ERRNOS(X)
#undef X
	case PROGRAM_CALL_COUNT:
		break;
	}
	return NULL;
}
