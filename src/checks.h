/* SPDX-License-Identifier: BSD-3-Clause */
/* The checks that several files of the core make; inline, for they are most of what a wait costs.
 */
#ifndef EPOLLCTX_CHECKS_H
#define EPOLLCTX_CHECKS_H

#include "epollctx.h"

#include <errno.h>
#include <stddef.h>

/* The number of an object, or -EBADF if the object is closed. */
/*@ assigns \nothing; ensures \result == open_number(fd); */
static inline int epollctx_open_number(int fd)
{
	return fd < 0 ? -EBADF : fd;
}

/* Whether a wait can use the buffer: it is there, it has slots, and its capacity is in range. */
/*@ requires events == \null || \valid_read(events);
    assigns \nothing;
    ensures (\result == 1 <==> usable_events(events)) && (\result == 0 <==> !usable_events(events));
 */
static inline bool epollctx_events_are_usable(const struct epollctx_events *events)
{
	return events != NULL && events->slots != NULL && events->capacity >= 1 &&
	       events->capacity <= EPOLLCTX_EVENTS_CAPACITY_MAX;
}

#endif
