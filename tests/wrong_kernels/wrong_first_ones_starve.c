/* SPDX-License-Identifier: BSD-3-Clause */
/* When not all that is ready fits the slots, the next wait begins at the same first one again. */
/* verdict: deviation */
#include "seam.h"

/*
 * What is left over goes behind what was delivered, by DEL and ADD: not an edge, which that would
 * repeat; not a fired one-shot, which it would arm; and not who waits for EPOLLRDNORM alone, which
 * may come true without the wakeup that would queue it.
 */
static bool can_move(const struct watched *item)
{
	return !(item->events & EPOLLET) && (item->events & ~EVENT_FLAGS) != 0 &&
	       (item->events & (EPOLLIN | EPOLLRDNORM)) != EPOLLRDNORM;
}

static bool is_delivered(const struct watched *item, const struct epoll_event *events, int count)
{
	for (int i = 0; i < count; i++)
		if (events[i].data.u64 == item->token)
			return true;
	return false;
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	static struct watched items[WATCHED_MAX];
	int count = real_epoll_wait(ep, events, capacity, timeout);
	int known = count == capacity ? interest_list(ep, items) : 0;

	for (int i = 0; i < known; i++)
		if (can_move(&items[i]) && !is_delivered(&items[i], events, count))
			register_anew(ep, &items[i]);
	return count;
}

WRONG_KERNEL(first_ones_starve, .epoll_wait = wrong_wait);
