/* SPDX-License-Identifier: BSD-3-Clause */
/* Filters of seccomp(2), as programs of the classic BPF that it takes. */
#include "child.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef SYS_epoll_wait
#define SYS_WAIT SYS_epoll_wait
#else
#define SYS_WAIT SYS_epoll_pwait
#endif

/* The system call behind each function of the C library that the core uses. */
static const struct {
	enum program_call call;
	unsigned number;
} numbers[] = {
	{PROGRAM_CALL_epoll_create1, SYS_epoll_create1},
	{PROGRAM_CALL_epoll_ctl, SYS_epoll_ctl},
	{PROGRAM_CALL_epoll_wait, SYS_WAIT},
	{PROGRAM_CALL_epoll_pwait, SYS_epoll_pwait},
	{PROGRAM_CALL_epoll_pwait2, SYS_epoll_pwait2},
	{PROGRAM_CALL_eventfd, SYS_eventfd2},
	{PROGRAM_CALL_read, SYS_read},
	{PROGRAM_CALL_write, SYS_write},
	{PROGRAM_CALL_close, SYS_close},
	{PROGRAM_CALL_clock_gettime, SYS_clock_gettime},
};

int child_status(pid_t child)
{
	int status;

	assert_true(child > 0);
	while (waitpid(child, &status, 0) < 0)
		assert_int_equal(errno, EINTR);
	return status;
}

#define STATEMENT(code, value) ((struct sock_filter)BPF_STMT((code), (value)))
#define JUMP_UNLESS(value, forward) \
	((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (forward)))
#define RETURN(value) STATEMENT(BPF_RET | BPF_K, (value))
#define LOAD(member) \
	STATEMENT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, member))

static void install(struct sock_filter *steps, size_t count)
{
	struct sock_fprog program = {(unsigned short)count, steps};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		_exit(CHILD_HAS_NO_FILTERS);
}

void child_allow_only(uint32_t calls)
{
	struct sock_filter steps[2 * COUNT(numbers) + 16];
	size_t n = 0;

	steps[n++] = LOAD(nr);
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (calls & UINT32_C(1) << numbers[i].call) {
			steps[n++] = JUMP_UNLESS(numbers[i].number, 1);
			steps[n++] = RETURN(SECCOMP_RET_ALLOW);
		}
	steps[n++] = JUMP_UNLESS(SYS_exit_group, 1);
	steps[n++] = RETURN(SECCOMP_RET_ALLOW);
	if (calls & UINT32_C(1) << PROGRAM_CALL_fcntl) {
		steps[n++] = JUMP_UNLESS(SYS_fcntl, 3);
		/* The low half of the second argument, in this machine's order of bytes. */
		steps[n++] = STATEMENT(BPF_LD | BPF_W | BPF_ABS,
			(unsigned)offsetof(struct seccomp_data, args[1]) +
				(__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0));
		steps[n++] = JUMP_UNLESS(F_DUPFD_CLOEXEC, 1);
		steps[n++] = RETURN(SECCOMP_RET_ALLOW);
	}
	steps[n++] = RETURN(SECCOMP_RET_KILL_PROCESS);
	install(steps, n);
}

void child_refuse_pwait2(int error)
{
	struct sock_filter steps[] = {
		LOAD(nr),
		JUMP_UNLESS(SYS_epoll_pwait2, 1),
		RETURN(SECCOMP_RET_ERRNO | ((unsigned)error & SECCOMP_RET_DATA)),
		RETURN(SECCOMP_RET_ALLOW),
	};

	install(steps, COUNT(steps));
}
