/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The function that performs each operation in the C output. A new operation needs a text here:
 * without text_NAME the table at the end does not compile.
 */
#include "c_runtime.h"

/* Without a call: the library that a program is meant for answers a closed object by itself. */
#define REFUSE(number)   \
	"!\tif (" number \
	" < 0)\n"        \
	"!\t\treturn \"EBADF\"; /* without a call */\n"

static const char text_epoll[] =
	"static const char *do_epoll(int *number)\n"
	"{\n"
	"\t*number = @epoll_create1@(int)syscall(SYS_epoll_create1, EPOLL_CLOEXEC);\n"
	"%\tremember(*number, false);\n"
	"\treturn status(*number);\n"
	"}\n"
	"\n";

static const char text_eventfd[] =
	"static const char *do_eventfd(int *number, unsigned count, int flags)\n"
	"{\n"
	"\tflags |= EFD_NONBLOCK | EFD_CLOEXEC;\n"
	"\t*number = @eventfd@(int)syscall(SYS_eventfd2, count, flags);\n"
	"%\tremember(*number, true);\n"
	"\treturn status(*number);\n"
	"}\n"
	"\n";

static const char text_pipe[] =
	"static const char *do_pipe(int *reader, int *writer)\n"
	"{\n"
	"\tint pair[2] = {-1, -1};\n"
	"\tlong returned = @pipe2@syscall(SYS_pipe2, pair, O_NONBLOCK | O_CLOEXEC);\n"
	"\n"
	"\t*reader = pair[0];\n"
	"\t*writer = pair[1];\n"
	"%\tremember(pair[0], false);\n"
	"%\tremember(pair[1], false);\n"
	"\treturn status(returned);\n"
	"}\n"
	"\n";

static const char text_socketpair[] =
	"static const char *do_socketpair(int *one, int *other)\n"
	"{\n"
	"\tint pair[2] = {-1, -1};\n"
	"\tint type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;\n"
	"\tlong returned = @socketpair@syscall(SYS_socketpair, AF_UNIX, type, 0, pair);\n"
	"\n"
	"\t*one = pair[0];\n"
	"\t*other = pair[1];\n"
	"%\tremember(pair[0], false);\n"
	"%\tremember(pair[1], false);\n"
	"\treturn status(returned);\n"
	"}\n"
	"\n";

static const char text_timerfd[] =
	"static const char *do_timerfd(int *number)\n"
	"{\n"
	"\tint flags = TFD_NONBLOCK | TFD_CLOEXEC;\n"
	"\n"
	"\t*number = @timerfd_create@(int)syscall(SYS_timerfd_create, CLOCK_MONOTONIC, flags);\n"
	"%\tremember(*number, true);\n"
	"\treturn status(*number);\n"
	"}\n"
	"\n";

static const char text_file[] =
	"/* An empty regular file. */\n"
	"static const char *do_file(int *number)\n"
	"{\n"
	"\t*number = @memfd_create@(int)syscall(SYS_memfd_create, \"scenario\", MFD_CLOEXEC);\n"
	"%\tremember(*number, false);\n"
	"\treturn status(*number);\n"
	"}\n"
	"\n";

static const char text_bad[] =
	"/* A number that is never open. */\n"
	"static const char *do_bad(int *number)\n"
	"{\n"
	"\t*number = -1;\n"
	"\treturn \"ok\";\n"
	"}\n"
	"\n";

static const char text_dup[] =
	"static const char *do_dup(int old, int *copy)\n"
	"{\n"
	"!\tif (old < 0) {\n"
	"!\t\t*copy = -1;\n"
	"!\t\treturn \"EBADF\"; /* without a call */\n"
	"!\t}\n"
	"\t*copy = @fcntl@(int)syscall(SYS_fcntl, old, F_DUPFD_CLOEXEC, 0);\n"
	"%\tremember(*copy, holds_counter(old));\n"
	"\treturn status(*copy);\n"
	"}\n"
	"\n";

static const char text_dup2[] =
	"static const char *do_dup2(int old, int copy)\n"
	"{\n"
	"\tlong returned;\n"
	"\n" REFUSE("old") REFUSE(
		"copy") "\t/* dup3 refuses equal numbers; dup2 only asks whether they are open. */\n"
			"\tif (old == copy)\n"
			"\t\treturned = @dup2@syscall(SYS_fcntl, old, F_GETFD);\n"
			"\telse\n"
			"\t\treturned = @dup2@syscall(SYS_dup3, old, copy, O_CLOEXEC);\n"
			"%\tif (returned != -1)\n"
			"%\t\tremember(copy, holds_counter(old));\n"
			"\treturn status(returned);\n"
			"}\n"
			"\n";

static const char text_close[] =
	"static const char *do_close(int number)\n"
	"{\n" REFUSE("number") "\treturn status(@close@syscall(SYS_close, number));\n"
			       "}\n"
			       "\n";

static const char text_write[] =
	"static const char *do_write(int number, uint64_t amount)\n"
	"{\n"
	"\t/* More than this no single write takes. */\n"
	"\tsize_t size = amount < 0x7ffff000 ? (size_t)amount : 0x7ffff000;\n"
	"\tlong returned;\n"
	"\n" REFUSE("number") "\tif (holds_counter(number))\n"
			      "\t\treturn status(@write@syscall(SYS_write, number, &amount, 8));\n"
			      "^\tlimit_file_size(1 << 20);\n"
			      "\treturned = @write@syscall(SYS_write, number, memory, size);\n"
			      "^\tlimit_file_size(RLIM_INFINITY);\n"
			      "\treturn transferred(returned, (uint64_t)returned);\n"
			      "}\n"
			      "\n";

static const char text_read[] =
	"static const char *do_read(int number, size_t size)\n"
	"{\n"
	"\tuint64_t value = 0;\n"
	"\tlong returned;\n"
	"\n" REFUSE("number") "\tif (holds_counter(number)) {\n"
			      "\t\treturned = @read@syscall(SYS_read, number, &value, 8);\n"
			      "\t\treturn transferred(returned, value);\n"
			      "\t}\n"
			      "\treturned = @read@syscall(SYS_read, number, memory, size);\n"
			      "\treturn transferred(returned, (uint64_t)returned);\n"
			      "}\n"
			      "\n";

static const char text_shutdown[] =
	"static const char *do_shutdown(int number, int how)\n"
	"{\n" REFUSE("number") "\treturn status(@shutdown@syscall(SYS_shutdown, number, how));\n"
			       "}\n"
			       "\n";

static const char text_arm[] =
	"/* Expires once, now: it has when it is readable. */\n"
	"static const char *do_arm(int number)\n"
	"{\n"
	"\tstruct pollfd timer = {.fd = number, .events = POLLIN};\n"
	"\tlong returned = set_timer(number, 1);\n"
	"\n"
	"\tif (returned == -1)\n"
	"\t\treturn status(returned);\n"
	"\twhile (syscall(SYS_ppoll, &timer, 1, NULL, NULL, 8) == -1 && errno == EINTR)\n"
	"\t\tcontinue;\n"
	"\treturn \"ok\";\n"
	"}\n"
	"\n";

static const char text_disarm[] =
	"static const char *do_disarm(int number)\n"
	"{\n"
	"\treturn status(set_timer(number, 0));\n"
	"}\n"
	"\n";

static const char text_add[] =
	"static const char *do_add(int ep, int number, uint32_t events, uint64_t token)\n"
	"{\n"
	"\treturn control(ep, EPOLL_CTL_ADD, number, events, token);\n"
	"}\n"
	"\n";

static const char text_mod[] =
	"static const char *do_mod(int ep, int number, uint32_t events, uint64_t token)\n"
	"{\n"
	"\treturn control(ep, EPOLL_CTL_MOD, number, events, token);\n"
	"}\n"
	"\n";

static const char text_del[] =
	"static const char *do_del(int ep, int number)\n"
	"{\n"
	"\treturn control(ep, EPOLL_CTL_DEL, number, 0, 0);\n"
	"}\n"
	"\n";

static const char text_wait[] =
	"static const char *do_wait(int ep, uint32_t capacity)\n"
	"{\n"
	"\tstruct epoll_event *slots = memory;\n"
	"\tlong count;\n"
	"\tint at = 0;\n"
	"\n"
	"\t/* A buffer that no wait can use: EINVAL, also where the kernel would say EBADF. */\n"
	"\tif (capacity < 1 || capacity > INT_MAX / sizeof *slots)\n"
	"\t\treturn \"EINVAL\";\n" REFUSE(
		"ep") "\tdo\n"
		      "\t\tcount = @epoll_wait@syscall(\n"
		      "\t\t\tSYS_epoll_pwait, ep, slots, (int)capacity, 0, NULL, 8);\n"
		      "\twhile (count == -1 && errno == EINTR);\n"
		      "\tif (count <= 0)\n"
		      "\t\treturn count == 0 ? \"none\" : status(count);\n"
		      "\tfor (long i = 0; i < count; i++) {\n"
		      "\t\tif (i > 0)\n"
		      "\t\t\ttext[at++] = ' ';\n"
		      "\t\tat += format_event(text + at, slots[i].data.u64, slots[i].events);\n"
		      "\t}\n"
		      "\treturn text;\n"
		      "}\n"
		      "\n";

/* Stands before the calls, with the failures that it asks for: in c_runtime.c. */
static const char text_fail[] = "";

const char *const c_functions[PROGRAM_CODE_COUNT] = {
#define X(name, ...) [PROGRAM_##name] = text_##name,
	PROGRAM_OPERATIONS(X)
#undef X
};
