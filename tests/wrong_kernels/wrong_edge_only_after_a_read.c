/* SPDX-License-Identifier: BSD-3-Clause */
/* An edge is delivered again only when the file has been read in between. */
/* verdict: violation */
#include "seam.h"

#include <string.h>

/* Which numbers have delivered IN since they were last read, or registered. */
static bool told[NUMBERS_MAX];

static void forget(void)
{
	memset(told, 0, sizeof told);
}

static ssize_t wrong_read(int fd, void *bytes, size_t size)
{
	if (is_programs(fd))
		told[fd] = false;
	return real_read(fd, bytes, size);
}

static int wrong_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	if (is_programs(fd))
		told[fd] = false;
	return real_epoll_ctl(ep, operation, fd, event);
}

static int wrong_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	struct watched item;
	int count = real_epoll_wait(ep, events, capacity, timeout);

	for (int i = count - 1; i >= 0; i--) {
		if (!find_token(ep, events[i].data.u64, &item) || !(item.events & EPOLLET) ||
			!(events[i].events & EPOLLIN) || is_instance(item.fd) ||
			!is_programs(item.fd))
			continue;
		if (told[item.fd])
			count = remove_event(events, count, i);
		told[item.fd] = true;
	}
	return count;
}

WRONG_KERNEL(edge_only_after_a_read, .read = wrong_read, .epoll_ctl = wrong_ctl,
	.epoll_wait = wrong_wait, .forget = forget);
