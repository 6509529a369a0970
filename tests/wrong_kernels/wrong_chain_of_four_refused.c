/* SPDX-License-Identifier: BSD-3-Clause */
/* The longest chain of instances has three steps instead of four: then ELOOP. */
/* verdict: violation */
/* bound: 120 s */
#include "seam.h"

#include <errno.h>

enum { TOO_LONG = 4 };

/*
 * The longest chain of instances below one, in steps, up to TOO_LONG: a number that was closed and
 * is another instance now could make a ring of them.
 */
static int steps_below(int ep, int above)
{
	struct watched items[WATCHERS];
	static struct watched all[WATCHED_MAX];
	int count = above < TOO_LONG ? interest_list(ep, all) : 0;
	int longest = 0;

	for (int i = 0; i < count && i < WATCHERS; i++)
		items[i] = all[i];
	for (int i = 0; i < count && i < WATCHERS; i++)
		if (is_instance(items[i].fd)) {
			int steps = 1 + steps_below(items[i].fd, above + 1);

			longest = steps > longest ? steps : longest;
		}
	return longest;
}

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = real_epoll_ctl(ep, operation, fd, event);

	if (result < 0 || operation != EPOLL_CTL_ADD || !is_instance(fd))
		return result;
	for (int top = FIRST_NUMBER; top < FIRST_NUMBER + WATCHERS; top++)
		if (is_instance(top) && steps_below(top, 0) >= TOO_LONG) {
			real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL);
			errno = ELOOP;
			return -1;
		}
	return 0;
}

WRONG_KERNEL(chain_of_four_refused, .epoll_ctl = wrong_ctl);
