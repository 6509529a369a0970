/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looks at a function from outside: a child performs it under ptrace(2), and its system calls and
 * their answers are written down. Between two marks, a call that nobody else makes, so that nothing
 * of the child's own life counts.
 */
#ifndef EPOLLCTX_TEST_TRACED_CALL_H
#define EPOLLCTX_TEST_TRACED_CALL_H

#include "support.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { MARK = SYS_getppid };

/* What the traced child writes down. */
struct outcome {
	long result;
	int error;
};

/* What the tracer saw between the two marks. */
struct seen {
	int calls;
	long number;
	unsigned long arguments[6];
	long answer;
	struct outcome outcome;
};

static struct outcome *shared;
static void perform_traced(long (*call)(void))
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
		_exit(1);
	raise(SIGSTOP);
	syscall(MARK);
	errno = 0;
	shared->result = call();
	shared->error = errno;
	syscall(MARK);
	_exit(0);
}

static long system_call_number(const struct __ptrace_syscall_info *info)
{
	return (long)info->entry.nr;
}

/* Lets the child run to the next entry to or exit from a system call. */
static bool next_stop(pid_t child, struct __ptrace_syscall_info *info)
{
	int status;

	assert_int_equal(ptrace(PTRACE_SYSCALL, child, NULL, NULL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status))
		return false;
	assert_true(ptrace(PTRACE_GET_SYSCALL_INFO, child, (void *)sizeof(*info), info) > 0);
	return true;
}

static struct seen watch(long (*call)(void))
{
	struct seen seen = {.calls = 0};
	struct __ptrace_syscall_info info = {0}; /* MSan does not know that the kernel writes it */
	bool between = false;
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		perform_traced(call);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFSTOPPED(status)) {
		print_message("this machine does not let a child be traced\n");
		skip();
	}
	assert_int_equal(ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)PTRACE_O_TRACESYSGOOD), 0);
	while (next_stop(child, &info)) {
		if (info.op == PTRACE_SYSCALL_INFO_ENTRY && system_call_number(&info) == MARK) {
			between = !between;
		} else if (between && info.op == PTRACE_SYSCALL_INFO_ENTRY) {
			seen.calls++;
			seen.number = system_call_number(&info);
			memcpy(seen.arguments, info.entry.args, sizeof(seen.arguments));
		} else if (between && info.op == PTRACE_SYSCALL_INFO_EXIT && seen.calls > 0) {
			seen.answer = (long)info.exit.rval;
		}
	}
	seen.outcome = *shared;
	return seen;
}

/* The predicate libc_call of the proof: one call, and its answer as the C library puts it. */
static void assert_one_call(const struct seen *seen, long number, long other_number)
{
	assert_int_equal(seen->calls, 1);
	if (seen->number != other_number)
		assert_int_equal(seen->number, number);
	assert_int_equal(seen->outcome.result, seen->answer < 0 ? -1 : seen->answer);
	if (seen->answer < 0)
		assert_int_equal(seen->outcome.error, -seen->answer);
}

#define assert_argument(seen, n, value) assert_int_equal((int)(seen).arguments[n], (int)(value))
#define assert_pointer(seen, n, value) \
	assert_int_equal((seen).arguments[n], (unsigned long)(uintptr_t)(value))

#endif
