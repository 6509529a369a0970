/* SPDX-License-Identifier: BSD-3-Clause */
/* Faults, the log of calls, and virtual time; the wrappers that use them are in wrappers.c. */
#include "kernel.h"

#include "wrappers.h"

#include <errno.h>
#include <string.h>

static const int64_t SECOND = INT64_C(1000000000);
static const int64_t MILLISECOND = 1000000;

void kernel_reset(struct kernel *k)
{
	kernel_forget_faults(k);
	k->calls = 0;
	k->broken = NULL;
	k->single = false;
	k->refused = false;
	k->would_hang = false;
	k->now = SECOND;
	k->deadline = INT64_MAX;
	k->storms = 0;
}

void kernel_forget_faults(struct kernel *k)
{
	memset(k->first_fault, 0, sizeof k->first_fault);
	memset(k->last_fault, 0, sizeof k->last_fault);
	k->fault_count = 0;
}

void kernel_add_fault(struct kernel *k, enum program_call call, int error, uint64_t times)
{
	uint32_t index;

	if (times == 0 || k->fault_count == PROGRAM_OPERATIONS_MAX)
		return;
	index = ++k->fault_count;
	k->faults[index] = (struct kernel_fault){error, times, 0};
	if (k->first_fault[call] == 0)
		k->first_fault[call] = index;
	else
		k->faults[k->last_fault[call]].next = index;
	k->last_fault[call] = index;
}

int kernel_take_fault(struct kernel *k, enum program_call call)
{
	uint32_t index = k->first_fault[call];
	struct kernel_fault *fault = &k->faults[index];

	if (index == 0)
		return 0;
	if (--fault->times == 0)
		k->first_fault[call] = fault->next;
	return fault->error;
}

void kernel_begin(struct kernel *k, int64_t limit)
{
	k->calls = 0;
	k->broken = NULL;
	k->single = false;
	k->refused = false;
	k->would_hang = false;
	k->deadline = limit < 0 || limit > INT64_MAX - k->now ? INT64_MAX : k->now + limit;
}

const struct kernel_entry *kernel_last(const struct kernel *k)
{
	if (k->calls == 0)
		return NULL;
	return &k->log[k->calls <= KERNEL_LOG_MAX ? k->calls - 1 : KERNEL_LOG_MAX - 1];
}

bool kernel_is_wait(enum program_call call)
{
	return call == PROGRAM_CALL_epoll_wait || call == PROGRAM_CALL_epoll_pwait ||
	       call == PROGRAM_CALL_epoll_pwait2;
}

static bool was_refused(const struct kernel_entry *entry)
{
	return entry->call == PROGRAM_CALL_epoll_pwait2 &&
	       (entry->error == ENOSYS || entry->error == EPERM || entry->error == EOPNOTSUPP);
}

/*
 * May one operation of the core make this call after that one? It may swallow a signal in a wait,
 * and that epoll_pwait2 is not to be had; a wait that ended early (a slice, or by rounding) goes
 * on.
 */
static const char *wrong_to_follow(
	const struct kernel *k, const struct kernel_entry *before, enum program_call call)
{
	int e = before->error;

	if (kernel_is_wait(before->call) && e == EINTR)
		return k->single ? "a wait that a signal had ended went on" : NULL;
	if (was_refused(before))
		return NULL;
	if (e != 0)
		return "a system call followed one that had failed";
	if (!kernel_is_wait(before->call))
		return NULL;
	if (before->result == 0 && (call == PROGRAM_CALL_clock_gettime || k->now < k->deadline))
		return NULL;
	return "a system call followed a wait that was answered";
}

struct kernel_entry *kernel_enter(struct kernel *k, enum program_call call, int64_t timeout)
{
	const struct kernel_entry *before = kernel_last(k);
	uint64_t at = k->calls < KERNEL_LOG_MAX ? k->calls : KERNEL_LOG_MAX - 1;
	struct kernel_entry *entry = &k->log[at];

	if (before != NULL && k->broken == NULL)
		k->broken = wrong_to_follow(k, before, call);
	k->refused = k->refused || (before != NULL && was_refused(before));
	k->calls++;
	*entry = (struct kernel_entry){.call = call, .asked_at = k->now, .timeout = timeout};
	return entry;
}

bool kernel_fails(struct kernel *k, struct kernel_entry *entry)
{
	entry->error = kernel_take_fault(k, entry->call);
	if (entry->error == 0)
		return false;
	entry->injected = true;
	entry->result = -1;
	errno = entry->error;
	return true;
}

/* How long a wait has slept when a signal ends it: nothing, all but 1 ns, all, more than all ... */
static int64_t slept(uint32_t storm, int64_t timeout)
{
	switch (storm % 6) {
	case 0:
		return 0;
	case 1:
		return timeout / 3;
	case 2:
		return 1;
	case 3:
		return timeout > 0 ? timeout - 1 : 0;
	case 4:
		return timeout;
	default:
		return timeout < SECOND ? timeout + 5000000 : timeout / 2;
	}
}

static void advance(struct kernel *k, int64_t duration)
{
	k->now = duration > INT64_MAX - k->now ? INT64_MAX : k->now + duration;
}

static int64_t rounded_up(int64_t ns)
{
	const int64_t most = INT32_MAX * MILLISECOND;

	if (ns >= most)
		return most;
	return (ns + MILLISECOND - 1) / MILLISECOND * MILLISECOND;
}

/*
 * A wait must ask for exactly what is left until the deadline; in whole milliseconds, rounded up
 * and INT_MAX of them at a time, where what is left is such, or where nothing finer is to be had.
 */
static void check_timeout(struct kernel *k, const struct kernel_entry *entry)
{
	bool exact = entry->call == PROGRAM_CALL_epoll_pwait2;
	int64_t left = k->deadline - entry->asked_at;

	if (k->deadline == INT64_MAX)
		return;
	if (left < 0)
		left = 0;
	if (entry->timeout < 0)
		k->broken = "a wait with a deadline asked the kernel for no limit";
	else if (!exact && left % MILLISECOND != 0 && !k->refused)
		k->broken = "a wait did not ask for the time that is left to the nanosecond";
	else if (entry->timeout > (exact ? left : rounded_up(left)))
		k->broken = "a wait asked the kernel for more time than is left";
	else if (entry->timeout < (exact ? left : rounded_up(left)))
		k->broken = "a wait asked the kernel for less time than is left";
}

bool kernel_takes_no_time(struct kernel *k, const struct kernel_entry *entry)
{
	if (k->virtual_time)
		check_timeout(k, entry);
	return k->virtual_time;
}

void kernel_interrupted(struct kernel *k, const struct kernel_entry *entry)
{
	if (!k->virtual_time)
		return;
	check_timeout(k, entry);
	if (entry->error == EINTR)
		advance(k, slept(k->storms++, entry->timeout < 0 ? SECOND : entry->timeout));
}

int kernel_waited(struct kernel *k, const struct kernel_entry *entry, int result)
{
	if (!k->virtual_time || result != 0)
		return result;
	if (entry->timeout < 0) {
		/* Nobody else is there to make anything ready. */
		k->would_hang = true;
		errno = EDEADLK;
		return -1;
	}
	advance(k, entry->timeout);
	return 0;
}
