/* SPDX-License-Identifier: BSD-3-Clause */
/* When not all that is ready fits the slots, the next wait begins at the same first one again. */
/* verdict: deviation */
#include "real.h"

#include <errno.h>

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

static void move_to_tail(int ep, const struct watched *item)
{
	struct epoll_event same = {.events = item->events, .data.u64 = item->token};
	struct watched only;
	int saved = errno;

	if (find_watched(ep, item->fd, &only) &&
		real_epoll_ctl(ep, EPOLL_CTL_DEL, item->fd, NULL) == 0)
		real_epoll_ctl(ep, EPOLL_CTL_ADD, item->fd, &same);
	errno = saved;
}

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	static struct watched items[WATCHED_MAX];
	int count = real_epoll_wait(ep, events, capacity, timeout);
	int known = count == capacity ? interest_list(ep, items) : 0;

	for (int i = 0; i < known; i++)
		if (can_move(&items[i]) && !is_delivered(&items[i], events, count))
			move_to_tail(ep, &items[i]);
	return count;
}
