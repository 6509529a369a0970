/* SPDX-License-Identifier: BSD-3-Clause */
/* An edge of an instance that holds an instance is delivered once, and never again. */
/* verdict: violation */
/* bound: 240 s */
#include "seam.h"

#include <string.h>

static bool told[NUMBERS_MAX];

static void forget(void)
{
	memset(told, 0, sizeof told);
}

static bool holds_an_instance(int ep)
{
	static struct watched items[WATCHED_MAX];
	int count = interest_list(ep, items);

	for (int i = 0; i < count; i++)
		if (is_instance(items[i].fd))
			return true;
	return false;
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = count - 1; i >= 0; i--) {
		if (!find_token(ep, events[i].data.u64, &item) || !(item.events & EPOLLET) ||
			!is_instance(item.fd) || !holds_an_instance(item.fd))
			continue;
		if (told[item.fd])
			count = remove_event(events, count, i);
		told[item.fd] = true;
	}
	return count;
}

WRONG_KERNEL(third_level_edge_once, .epoll_wait = wrong_wait, .forget = forget);
