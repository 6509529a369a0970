/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The error contract of the core, checked from outside whatever the model says: which system calls
 * an operation makes, and that its answer is the last one's, or the core's own without any.
 */
#include "state.h"

#include <errno.h>
#include <stdio.h>

_Static_assert(MODEL_CAPACITY_MAX == EPOLLCTX_EVENTS_CAPACITY_MAX, "another size of epoll_event");

/* The call that each operation comes down to; PROGRAM_CALL_COUNT: none. */
static const enum program_call calls[PROGRAM_CODE_COUNT] = {
	[PROGRAM_epoll] = PROGRAM_CALL_epoll_create1,
	[PROGRAM_eventfd] = PROGRAM_CALL_eventfd,
	[PROGRAM_pipe] = PROGRAM_CALL_pipe2,
	[PROGRAM_socketpair] = PROGRAM_CALL_socketpair,
	[PROGRAM_timerfd] = PROGRAM_CALL_timerfd_create,
	[PROGRAM_file] = PROGRAM_CALL_memfd_create,
	[PROGRAM_bad] = PROGRAM_CALL_COUNT,
	[PROGRAM_dup] = PROGRAM_CALL_fcntl,
	[PROGRAM_dup2] = PROGRAM_CALL_dup2,
	[PROGRAM_close] = PROGRAM_CALL_close,
	[PROGRAM_write] = PROGRAM_CALL_write,
	[PROGRAM_read] = PROGRAM_CALL_read,
	[PROGRAM_shutdown] = PROGRAM_CALL_shutdown,
	[PROGRAM_arm] = PROGRAM_CALL_timerfd_settime,
	[PROGRAM_disarm] = PROGRAM_CALL_timerfd_settime,
	[PROGRAM_add] = PROGRAM_CALL_epoll_ctl,
	[PROGRAM_mod] = PROGRAM_CALL_epoll_ctl,
	[PROGRAM_del] = PROGRAM_CALL_epoll_ctl,
	[PROGRAM_wait] = PROGRAM_CALL_epoll_wait,
	[PROGRAM_fail] = PROGRAM_CALL_COUNT,
};

void complain(struct lockstep *ls, const char *complaint)
{
	if (ls->complaint[0] == '\0')
		snprintf(ls->complaint, sizeof ls->complaint, "%s", complaint);
}

static bool first_argument_is_used(enum program_code code)
{
	return program_operations[code].arguments[0] == PROGRAM_ARGUMENT_USE;
}

enum program_call expected_call(struct lockstep *ls, const struct call *call)
{
	uint32_t capacity;

	if (first_argument_is_used(call->code) && call->number[0] < 0)
		return PROGRAM_CALL_COUNT;
	if (call->code == PROGRAM_dup2 && call->number[1] < 0)
		return PROGRAM_CALL_COUNT;
	if (call->code != PROGRAM_wait)
		return calls[call->code];
	capacity = effective_capacity(ls, call);
	if (capacity < 1 || capacity > MODEL_CAPACITY_MAX)
		return PROGRAM_CALL_COUNT;
	return PROGRAM_CALL_epoll_wait;
}

/* A wait may read the clock around its waits, and do nothing else; without a wait, only in vain. */
static bool only_waits(const struct kernel *k)
{
	bool waited = false;

	for (uint64_t i = 0; i < k->calls && i < KERNEL_LOG_MAX; i++) {
		const struct kernel_entry *entry = &k->log[i];

		if (!kernel_is_wait(entry->call) && entry->call != PROGRAM_CALL_clock_gettime)
			return false;
		waited = waited || kernel_is_wait(entry->call);
	}
	return waited || kernel_last(k)->error != 0;
}

static void check_calls(struct lockstep *ls, const struct call *call)
{
	const struct kernel_entry *last = kernel_last(&ls->kernel);
	enum program_call expected = expected_call(ls, call);

	if (ls->kernel.broken != NULL)
		complain(ls, ls->kernel.broken);
	if (expected == PROGRAM_CALL_COUNT && last != NULL)
		complain(ls, "a system call was made for what is refused without one");
	if (expected == PROGRAM_CALL_COUNT)
		return;
	if (last == NULL)
		complain(ls, "no system call was made");
	else if (expected == PROGRAM_CALL_epoll_wait ? !only_waits(&ls->kernel)
						     : last->call != expected)
		complain(ls, "another system call was made than the operation's own");
	else if (expected != PROGRAM_CALL_epoll_wait && ls->kernel.calls != 1)
		complain(ls, "the operation's system call was made more than once");
}

void check_contract(struct lockstep *ls, const struct call *call, const struct answer *answer)
{
	const struct kernel_entry *last = kernel_last(&ls->kernel);
	const struct program_answer *said = &answer->said;

	check_calls(ls, call);
	if (last == NULL)
		return;
	if (last->error != 0 && said->kind != PROGRAM_ERROR)
		complain(ls, "the last system call failed, and that was not passed on");
	else if (last->error != 0 && said->error != last->error)
		complain(ls, "another errno was returned than the kernel's last");
	else if (last->error == 0 && said->kind == PROGRAM_ERROR && call->code != PROGRAM_arm)
		complain(ls, "an error was returned, although the last system call succeeded");
	if (last->error == 0 && said->kind == PROGRAM_EVENTS && kernel_is_wait(last->call) &&
		said->count != (size_t)last->result)
		complain(ls, "another count of events was returned than the kernel's");
	if (kernel_is_wait(last->call) && last->error == EINTR && !ls->kernel.single)
		complain(ls, "a wait was given up at a signal");
}

void add_fault(struct lockstep *ls, const struct call *call)
{
	int error = program_errno_number((enum program_errno)call->value[1]);

	kernel_add_fault(&ls->kernel, (enum program_call)call->value[0], error, call->value[2]);
}

int deciding_fault(const struct lockstep *ls)
{
	const struct kernel_entry *last = kernel_last(&ls->kernel);

	if (last == NULL || !last->injected)
		return 0;
	if (kernel_is_wait(last->call) && last->error == EINTR && !ls->kernel.single)
		return 0;
	return last->error;
}

int next_fault(struct lockstep *ls, const struct call *call)
{
	enum program_call expected = expected_call(ls, call);
	int error;

	if (expected == PROGRAM_CALL_COUNT)
		return 0;
	do {
		error = kernel_take_fault(&ls->kernel, expected);
	} while (kernel_is_wait(expected) && error == EINTR);
	return error;
}
