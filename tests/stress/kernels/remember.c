/* SPDX-License-Identifier: BSD-3-Clause */
/* What the kernels for the stress share. */
#include "remember.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum { LIMIT = 1024 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct remembered table[LIMIT][LIMIT];

static bool is_known(int ep, int fd)
{
	return ep >= 0 && ep < LIMIT && fd >= 0 && fd < LIMIT;
}

void remember(int ep, int operation, int fd, const struct epoll_event *event)
{
	if (!is_known(ep, fd))
		return;
	pthread_mutex_lock(&lock);
	table[ep][fd] = (struct remembered){0, 0};
	if (operation != EPOLL_CTL_DEL)
		table[ep][fd] = (struct remembered){event->events, event->data.u64};
	pthread_mutex_unlock(&lock);
}

int forget(int ep)
{
	if (!is_known(ep, 0))
		return ep;
	pthread_mutex_lock(&lock);
	memset(table[ep], 0, sizeof table[ep]);
	pthread_mutex_unlock(&lock);
	return ep;
}

struct remembered recall(int ep, int fd)
{
	struct remembered found = {0, 0};

	if (!is_known(ep, fd))
		return found;
	pthread_mutex_lock(&lock);
	found = table[ep][fd];
	pthread_mutex_unlock(&lock);
	return found;
}

int recall_number(int ep, uint64_t token)
{
	int found = -1;

	pthread_mutex_lock(&lock);
	for (int fd = 0; is_known(ep, fd) && found < 0; fd++)
		if (table[ep][fd].token == token)
			found = fd;
	pthread_mutex_unlock(&lock);
	return found;
}

bool once_in(unsigned n)
{
	static atomic_uint calls;

	return atomic_fetch_add(&calls, 1) % n == n - 1;
}

int sleep_for_ever(void)
{
	struct epoll_event event;

	return real_epoll_wait(real_epoll_create1(EPOLL_CLOEXEC), &event, 1, -1);
}
