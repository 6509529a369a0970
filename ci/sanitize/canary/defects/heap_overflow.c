/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epollctx_events_copy */
/* A copy of the events that writes one byte too many. */
#include "epollctx.h"

#include <stdlib.h>

int __real_epollctx_events_copy(struct epollctx_events *to, const struct epollctx_events *from);
int __wrap_epollctx_events_copy(struct epollctx_events *to, const struct epollctx_events *from);
int __wrap_epollctx_events_copy(struct epollctx_events *to, const struct epollctx_events *from)
{
	volatile char *bytes = malloc((size_t)from->count);

	for (int i = 0; bytes != NULL && i <= from->count; i++)
		bytes[i] = 1;
	free((char *)bytes);
	return __real_epollctx_events_copy(to, from);
}
