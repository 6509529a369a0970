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
#include <sys/uio.h>
#include <sys/wait.h>

enum { MARK = SYS_getppid, ARGUMENTS = 6, BYTES_SEEN = 16 };

/* What the traced child writes down. */
struct outcome {
	long result;
	int error;
};

/* What the tracer saw between the two marks. */
struct seen {
	int calls;
	long number;
	unsigned long arguments[ARGUMENTS];
	/* What these point to, at the moment of the call; 0 where they do not. */
	unsigned char pointees[ARGUMENTS][BYTES_SEEN];
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

/* Looks at a call that the child is about to make. */
static void see_call(struct seen *seen, const struct __ptrace_syscall_info *info, pid_t child)
{
	size_t i;

	seen->calls++;
	seen->number = system_call_number(info);
	memset(seen->pointees, 0, sizeof(seen->pointees));
	for (i = 0; i < ARGUMENTS; i++) {
		unsigned long argument = (unsigned long)info->entry.args[i];
		struct iovec here = {seen->pointees[i], BYTES_SEEN};
		struct iovec there = {(void *)argument, BYTES_SEEN}; /* NOLINT: the child's */

		seen->arguments[i] = argument;
		(void)process_vm_readv(child, &here, 1, &there, 1, 0);
	}
}

static struct seen watch(long (*call)(void))
{
	struct seen seen = {.calls = 0};
	struct __ptrace_syscall_info info = {0}; /* MSan does not know that the kernel writes it */
	bool between = false;
	int status;
	pid_t child;

	shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
	child = fork();
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
			see_call(&seen, &info, child);
		} else if (between && info.op == PTRACE_SYSCALL_INFO_EXIT && seen.calls > 0) {
			seen.answer = (long)info.exit.rval;
		}
	}
	seen.outcome = *shared;
	assert_ok(munmap(shared, sizeof(*shared)));
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
/* An argument that is a pointer to this object, which is in the child as it is here. */
#define assert_object(seen, n, object)                                                    \
	do {                                                                              \
		assert_pointer(seen, n, object);                                          \
		assert_memory_equal((seen).pointees[n], object,                           \
			sizeof(*(object)) < BYTES_SEEN ? sizeof(*(object)) : BYTES_SEEN); \
	} while (0)

#endif
