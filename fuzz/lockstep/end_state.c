/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The whole state after a program: which numbers are open, what poll(2) and FIONREAD say of them,
 * and each interest list as /proc shows it. What a look may change (ready lists, counters) is
 * compared by the waits and reads that follow.
 */
#include "state.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

/* Numbers behind the highest one of the model that must be closed too: a leak takes the lowest. */
enum { BEYOND = 8 };

static bool differs(struct lockstep_report *report, int number, const char *what,
	unsigned long long expected, unsigned long long got)
{
	if (expected == got)
		return false;
	report->verdict = LOCKSTEP_VIOLATION;
	report->index = LOCKSTEP_AT_END;
	snprintf(report->operation, sizeof report->operation, "at the end: %s of number %d", what,
		number);
	snprintf(report->expected, sizeof report->expected, "0x%llx", expected);
	snprintf(report->got, sizeof report->got, "0x%llx", got);
	snprintf(report->reason, sizeof report->reason, "the state after the program differs");
	return true;
}

/*
 * Which numbers are open, and what poll(2) says of each plain file, in one system call for all of
 * them. An instance is asked otherwise: poll(2) would change its ready list.
 */
static bool open_or_readiness_differs(struct lockstep *ls, struct lockstep_report *report)
{
	const short all = POLLIN | POLLPRI | POLLOUT | POLLRDNORM | POLLRDBAND | POLLWRNORM |
			  POLLWRBAND | POLLRDHUP;
	int count = model_highest(ls->model) + 1 + BEYOND;

	if (count > ls->world.limit)
		count = ls->world.limit;
	for (int n = 0; n < count; n++) {
		bool instance = model_kind(ls->model, n) == MODEL_EPOLL;

		ls->polled[n] = (struct pollfd){
			.fd = instance ? -1 : world_real(&ls->world, n), .events = all};
	}
	poll(ls->polled, (nfds_t)count, 0);
	for (int n = 0; n < count; n++) {
		enum model_kind kind = model_kind(ls->model, n);
		unsigned short revents = (unsigned short)ls->polled[n].revents;
		bool open = kind == MODEL_EPOLL ? world_is_open(&ls->world, n)
						: (revents & POLLNVAL) == 0;

		if (differs(report, n, "being open", kind != MODEL_CLOSED, open))
			return true;
		if (kind != MODEL_EPOLL && open &&
			differs(report, n, "readiness", model_readiness(ls->model, n), revents))
			return true;
	}
	return false;
}

static bool bytes_differ(struct lockstep *ls, struct lockstep_report *report)
{
	for (int n = 0; n <= model_highest(ls->model); n++) {
		enum model_kind kind = model_kind(ls->model, n);
		int bytes = 0;

		if (kind != MODEL_PIPE_READER && kind != MODEL_SOCKET)
			continue;
		ioctl(world_real(&ls->world, n), FIONREAD, &bytes);
		if (differs(report, n, "bytes waiting", model_bytes_waiting(ls->model, n),
			    (unsigned long long)bytes))
			return true;
	}
	return false;
}

static int by_content(const void *one, const void *other)
{
	const struct model_item *a = one;
	const struct model_item *b = other;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	if (a->token != b->token)
		return a->token < b->token ? -1 : 1;
	return a->events < b->events ? -1 : a->events > b->events;
}

/* The interest list of a real instance, or -1 where /proc does not tell. */
static int real_items(struct lockstep *ls, int number, struct model_item *items, int capacity)
{
	char path[64], line[256];
	FILE *file;
	int count = 0;

	snprintf(path, sizeof path, "/proc/self/fdinfo/%d", world_real(&ls->world, number));
	file = world_fopen(&ls->world, path);
	if (file == NULL) {
		if (!ls->told_of_proc)
			fprintf(stderr, "lockstep: interest lists are not compared: %s: %s\n", path,
				strerror(errno));
		ls->told_of_proc = true;
		return -1;
	}
	while (fgets(line, sizeof line, file) != NULL && count < capacity) {
		unsigned long long token;
		unsigned events;
		int fd;

		if (sscanf(line, "tfd: %d events: %x data: %llx", &fd, &events, &token) == 3)
			items[count++] = (struct model_item){
				world_number(&ls->world, fd), events & ~MODEL_WAKEUP, token};
	}
	fclose(file);
	return count;
}

/*
 * The same for a list in any order, and computed by the same path: the kernel orders an interest
 * list by addresses, and what depends on those would look unstable to a fuzz engine.
 */
static uint64_t digest(const struct model_item *items, int count)
{
	uint64_t sum = 0;

	for (int i = 0; i < count; i++)
		sum += mix(mix(mix(0, (uint64_t)items[i].number), items[i].events), items[i].token);
	return sum;
}

static bool items_differ(struct lockstep *ls, int number, struct lockstep_report *report)
{
	struct model_item *expected = ls->model_items;
	struct model_item *real = ls->real_items;
	int wanted = model_items(ls->model, number, expected, LOCKSTEP_ITEMS_MAX);
	int got = real_items(ls, number, real, LOCKSTEP_ITEMS_MAX);

	if (got < 0)
		return false;
	if (differs(report, number, "how many items", (unsigned)wanted, (unsigned)got))
		return true;
	for (int i = 0; i < wanted; i++)
		expected[i].events &= ~MODEL_WAKEUP; /* kept by those who may suspend only */
	if (digest(expected, wanted) == digest(real, got))
		return false;
	qsort(real, (size_t)got, sizeof *real, by_content);
	qsort(expected, (size_t)wanted, sizeof *expected, by_content);
	for (int i = 0; i < wanted; i++)
		if (differs(report, number, "an item's number", (unsigned)expected[i].number,
			    (unsigned)real[i].number) ||
			differs(report, number, "an item's events", expected[i].events,
				real[i].events) ||
			differs(report, number, "an item's token", expected[i].token,
				real[i].token))
			return true;
	return false;
}

static bool interest_differs(struct lockstep *ls, struct lockstep_report *report)
{
	for (int n = 0; n <= model_highest(ls->model); n++)
		if (model_kind(ls->model, n) == MODEL_EPOLL && items_differ(ls, n, report))
			return true;
	return false;
}

bool end_state_same(struct lockstep *ls, struct lockstep_report *report)
{
	return !open_or_readiness_differs(ls, report) && !interest_differs(ls, report) &&
	       !bytes_differ(ls, report);
}

bool end_closed(struct lockstep *ls, struct lockstep_report *report)
{
	for (int n = 0; n <= model_highest(ls->model); n++)
		if (model_kind(ls->model, n) != MODEL_CLOSED) {
			model_close(ls->model, n);
			kernel_real_close(world_real(&ls->world, n));
		}
	return !open_or_readiness_differs(ls, report);
}
