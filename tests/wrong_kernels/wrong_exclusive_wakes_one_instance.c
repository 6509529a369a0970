/* SPDX-License-Identifier: BSD-3-Clause */
/* EPOLLEXCLUSIVE: of several instances that wait for a file, the first alone gets the event. */
/* verdict: violation */
/* bound: 120 s */
#include "seam.h"

static bool is_anothers(int ep, const struct watched *item)
{
	struct watched other;

	for (int first = FIRST_NUMBER; first < ep; first++)
		if (find_watched(first, item->fd, &other) && (other.events & EPOLLEXCLUSIVE) &&
			!is_same_file(first, ep))
			return true;
	return false;
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = count - 1; i >= 0; i--)
		if (find_token(ep, events[i].data.u64, &item) && (item.events & EPOLLEXCLUSIVE) &&
			is_anothers(ep, &item))
			count = remove_event(events, count, i);
	return count;
}

WRONG_KERNEL(exclusive_wakes_one_instance, .epoll_wait = wrong_wait);
