/* SPDX-License-Identifier: BSD-3-Clause */
/* What the files of the core ask about a buffer of events. */
#ifndef EPOLLCTX_EVENTS_H
#define EPOLLCTX_EVENTS_H

#include "epollctx.h"

#pragma GCC visibility push(hidden)

/* Whether a wait can use it: it is there, it has slots, and its capacity is in range. */
bool epollctx_events_are_usable(const struct epollctx_events *events);

#pragma GCC visibility pop

#endif
