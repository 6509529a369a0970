/* SPDX-License-Identifier: BSD-3-Clause */
/* Libc's system calls, passed on to the wrong kernel that was chosen, or to the real one. */
#include "seam.h"

#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* Made by the linker: the borders of the table that WRONG_KERNEL fills. */
extern const struct wrong_kernel *const __start_wrong_kernels[];
extern const struct wrong_kernel *const __stop_wrong_kernels[];

static const struct wrong_kernel right = {.name = "right"};
static const struct wrong_kernel *chosen = &right;
unsigned long seam_calls;

/* So many numbers are looked at to see whether a program has anything open. */
enum { LOOK_AHEAD = 64 };

static void list_names(void)
{
	(void)fputs("known are: right", stderr);
	for (const struct wrong_kernel *const *k = __start_wrong_kernels; k < __stop_wrong_kernels;
		k++)
		(void)fprintf(stderr, " %s", (*k)->name);
	(void)fputc('\n', stderr);
}

__attribute__((constructor)) static void choose(void)
{
	const char *name = getenv("WRONG_KERNEL");

	if (name != NULL && strcmp(name, right.name) == 0)
		return;
	for (const struct wrong_kernel *const *k = __start_wrong_kernels;
		name != NULL && k < __stop_wrong_kernels; k++)
		if (strcmp(name, (*k)->name) == 0) {
			chosen = *k;
			return;
		}
	(void)fprintf(stderr, "WRONG_KERNEL=%s is no kernel; ", name == NULL ? "" : name);
	list_names();
	_exit(2);
}

/*
 * A program begins with an opener while none of its numbers is open. Where the one before it ended
 * in a difference, nobody has closed its numbers through the seam.
 */
static void begin(void)
{
	struct pollfd numbers[LOOK_AHEAD];

	if (chosen->forget == NULL)
		return;
	for (int i = 0; i < LOOK_AHEAD; i++)
		numbers[i] = (struct pollfd){.fd = FIRST_NUMBER + i};
	poll(numbers, LOOK_AHEAD, 0);
	for (int i = 0; i < LOOK_AHEAD; i++)
		if (numbers[i].revents != POLLNVAL)
			return;
	chosen->forget();
}

#define PASS_ON(name, arguments) \
	(chosen->name != NULL ? chosen->name arguments : real_##name arguments)

#define X(type, name, parameters, arguments)     \
	type name parameters                     \
	{                                        \
		begin();                         \
		seam_calls++;                    \
		return PASS_ON(name, arguments); \
	}
SEAM_OPENERS(X)
#undef X

#define X(type, name, parameters, arguments)     \
	type name parameters                     \
	{                                        \
		seam_calls++;                    \
		return PASS_ON(name, arguments); \
	}
SEAM_OTHERS(X)
#undef X

#define X(type, name, parameters, arguments)     \
	type name parameters                     \
	{                                        \
		return PASS_ON(name, arguments); \
	}
SEAM_WAIT(X)
#undef X

int fcntl(int fd, int command, ...)
{
	va_list more;
	long argument;

	va_start(more, command);
	argument = va_arg(more, long);
	va_end(more);
	seam_calls += command == F_DUPFD_CLOEXEC; /* the others are questions */
	return PASS_ON(fcntl, (fd, command, argument));
}
