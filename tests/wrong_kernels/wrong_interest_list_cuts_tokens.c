/* SPDX-License-Identifier: BSD-3-Clause */
/* /proc shows the low 32 bits of a token alone; a wait delivers all 64. */
/* verdict: violation */
#include "seam.h"

#include <string.h>

#define LOW UINT64_C(0xffffffff)

static uint64_t tokens[NUMBERS_MAX];

static void forget(void)
{
	memset(tokens, 0, sizeof tokens);
}

/* The real kernel is given what /proc is to show. */
static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event cut;
	int result;

	if (operation == EPOLL_CTL_DEL || !is_programs(fd))
		return real_epoll_ctl(ep, operation, fd, event);
	cut = *event;
	cut.data.u64 &= LOW;
	result = real_epoll_ctl(ep, operation, fd, &cut);
	if (result == 0)
		tokens[fd] = event->data.u64;
	return result;
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i < count; i++)
		if (find_token(ep, events[i].data.u64, &item) && is_programs(item.fd) &&
			(tokens[item.fd] & LOW) == item.token)
			events[i].data.u64 = tokens[item.fd];
	return count;
}

WRONG_KERNEL(interest_list_cuts_tokens, .epoll_ctl = wrong_ctl, .epoll_wait = wrong_wait,
	.forget = forget);
