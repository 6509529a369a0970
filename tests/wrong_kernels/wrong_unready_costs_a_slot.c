/* SPDX-License-Identifier: BSD-3-Clause */
/* What was delivered, and has been drained since, costs the next wait a slot. */
/* verdict: violation */
#include "seam.h"

#include <string.h>

static struct watched delivered[NUMBERS_MAX][4];
static int delivered_count[NUMBERS_MAX];

static void forget(void)
{
	memset(delivered_count, 0, sizeof delivered_count);
}

/* Is it in the list still, and finds a look nothing? */
static bool is_left_in_vain(int ep, const struct watched *before)
{
	struct watched now;

	return find_watched(ep, before->fd, &now) && now.events == before->events &&
	       now.token == before->token && !is_instance(now.fd) &&
	       (says(now.fd) & now.events) == 0;
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int slots = capacity;
	int count;

	if (!is_programs(ep))
		return real_epoll_wait(ep, events, capacity, timeout);
	for (int i = 0; i < delivered_count[ep]; i++)
		slots -= is_left_in_vain(ep, &delivered[ep][i]);
	count = slots > 0 ? real_epoll_wait(ep, events, slots, timeout) : 0;
	delivered_count[ep] = 0;
	for (int i = 0; i < count && delivered_count[ep] < 4; i++)
		if (find_token(ep, events[i].data.u64, &item) &&
			!(item.events & (EPOLLET | EPOLLONESHOT)))
			delivered[ep][delivered_count[ep]++] = item;
	return count;
}

WRONG_KERNEL(unready_costs_a_slot, .epoll_wait = wrong_wait, .forget = forget);
