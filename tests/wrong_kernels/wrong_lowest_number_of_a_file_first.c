/* SPDX-License-Identifier: BSD-3-Clause */
/* Of several registrations of a file, the one with the lowest number is woken first. */
/* verdict: deviation */
#include "seam.h"

/* Do these two, of one file, come in the wrong order? */
static bool is_to_be_swapped(
	int ep, const struct epoll_event *first, const struct epoll_event *second)
{
	struct watched one, other;

	return find_token(ep, first->data.u64, &one) && find_token(ep, second->data.u64, &other) &&
	       one.fd > other.fd && is_same_file(one.fd, other.fd);
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = 0; i + 1 < count; i++)
		if (is_to_be_swapped(ep, &events[i], &events[i + 1])) {
			struct epoll_event first = events[i];

			events[i] = events[i + 1];
			events[i + 1] = first;
		}
	return count;
}

WRONG_KERNEL(lowest_number_of_a_file_first, .epoll_wait = wrong_wait);
