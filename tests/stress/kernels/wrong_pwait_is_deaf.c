/* SPDX-License-Identifier: BSD-3-Clause */
/* epoll_pwait never reports anything. */
/* caught: silence edge_lost */
#include "remember.h"

int epoll_pwait(int ep, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask)
{
	(void)ep;
	(void)events;
	(void)capacity;
	(void)timeout;
	(void)mask;
	return 0;
}
