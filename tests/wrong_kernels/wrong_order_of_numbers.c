/* SPDX-License-Identifier: BSD-3-Clause */
/* A wait delivers its events in the order of the numbers, as a loop over poll(2) would. */
/* verdict: deviation */
#include "seam.h"

static int number_of(int ep, const struct epoll_event *event)
{
	struct watched item;

	return find_token(ep, event->data.u64, &item) ? item.fd : -1;
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 1; i < count; i++)
		for (int j = i; j > 0; j--) {
			struct epoll_event later = events[j];

			if (number_of(ep, &events[j - 1]) <= number_of(ep, &later))
				break;
			events[j] = events[j - 1];
			events[j - 1] = later;
		}
	return count;
}

WRONG_KERNEL(order_of_numbers, .epoll_wait = wrong_wait);
