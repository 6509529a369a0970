/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epollctx_events_copy */
/* A copy that depends on memory that nobody wrote. */
#include "epollctx.h"

#include <stdlib.h>

static volatile unsigned seen;
static int *volatile memory; /* volatile, for a compiler could know that nobody has written it */

int __real_epollctx_events_copy(struct epollctx_events *to, const struct epollctx_events *from);
int __wrap_epollctx_events_copy(struct epollctx_events *to, const struct epollctx_events *from);
int __wrap_epollctx_events_copy(struct epollctx_events *to, const struct epollctx_events *from)
{
	memory = malloc(sizeof *memory);
	if (memory != NULL && *memory > 0)
		seen = seen + 1;
	free(memory);
	return __real_epollctx_events_copy(to, from);
}
