/* SPDX-License-Identifier: BSD-3-Clause */
/* Now and then an event that was delivered once comes again, whatever became of its token. */
/* caught: stranger token oneshot events edge_repeated */
#include "remember.h"

#include <pthread.h>

int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static struct epoll_event kept[1024];
	int count = real_epoll_wait(ep, events, capacity, timeout);

	if (count <= 0 || ep < 0 || ep >= 1024)
		return count;
	pthread_mutex_lock(&lock);
	if (kept[ep].data.u64 == 0)
		kept[ep] = events[0];
	else if (once_in(8))
		events[0] = kept[ep];
	pthread_mutex_unlock(&lock);
	return count;
}

int epoll_create1(int flags)
{
	return real_epoll_create1(flags);
}
