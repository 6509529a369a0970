/* SPDX-License-Identifier: BSD-3-Clause */
/* The functions of the C output around those of the operations. */
#include "c_runtime.h"

#define FAULTS C_USES(fail)
#define OPENERS                                                                                  \
	(C_USES(epoll) | C_USES(eventfd) | C_USES(pipe) | C_USES(socketpair) | C_USES(timerfd) | \
		C_USES(file) | C_USES(dup) | C_USES(dup2))

const char c_includes[] =
	"#define _GNU_SOURCE\n"
	"#include <errno.h>\n"
	"#include <fcntl.h>\n"
	"#include <inttypes.h>\n"
	"#include <limits.h>\n"
	"#include <poll.h>\n"
	"#include <signal.h>\n"
	"#include <stdbool.h>\n"
	"#include <stdint.h>\n"
	"#include <stdio.h>\n"
	"#include <stdlib.h>\n"
	"#include <string.h>\n"
	"#include <sys/epoll.h>\n"
	"#include <sys/eventfd.h>\n"
	"#include <sys/mman.h>\n"
	"#include <sys/resource.h>\n"
	"#include <sys/socket.h>\n"
	"#include <sys/syscall.h>\n"
	"#include <sys/timerfd.h>\n"
	"#include <time.h>\n"
	"#include <unistd.h>\n";

static const char status_text[] =
	"/* What a system call answered. */\n"
	"static const char *status(long returned)\n"
	"{\n"
	"\tstatic char unnamed[32];\n"
	"\n"
	"\tif (returned != -1)\n"
	"\t\treturn \"ok\";\n"
	"\tif ((size_t)errno < sizeof errno_names / sizeof errno_names[0] && errno_names[errno])\n"
	"\t\treturn errno_names[errno];\n"
	"\tsnprintf(unnamed, sizeof unnamed, \"errno %d\", errno);\n"
	"\treturn unnamed;\n"
	"}\n"
	"\n";

static const char faults_text[] =
	"/* The failures that are asked for and have not happened yet, in order. */\n"
	"static struct {\n"
	"\tconst char *call;\n"
	"\tint error;\n"
	"\tunsigned times;\n"
	"} faults[FAULTS];\n"
	"static int fault_count;\n"
	"\n"
	"static const char *do_fail(const char *call, int error, unsigned times)\n"
	"{\n"
	"\tfaults[fault_count].call = call;\n"
	"\tfaults[fault_count].error = error;\n"
	"\tfaults[fault_count].times = times;\n"
	"\tfault_count++;\n"
	"\treturn NULL;\n"
	"}\n"
	"\n";

static const char injected_text[] =
	"/* Takes the next failure of a call: true with errno when the call is not to be made. */\n"
	"static bool injected(const char *call)\n"
	"{\n"
	"\tfor (int i = 0; i < fault_count; i++) {\n"
	"\t\tif (faults[i].times > 0 && strcmp(faults[i].call, call) == 0) {\n"
	"\t\t\tfaults[i].times--;\n"
	"\t\t\terrno = faults[i].error;\n"
	"\t\t\treturn true;\n"
	"\t\t}\n"
	"\t}\n"
	"\treturn false;\n"
	"}\n"
	"\n";

static const char numbers_text[] =
	"/* Is the number an eventfd or a timerfd? They transfer 8 bytes of counter. */\n"
	"static bool is_counter[NUMBERS];\n"
	"\n"
	"static bool holds_counter(int number)\n"
	"{\n"
	"\treturn number >= 0 && is_counter[number];\n"
	"}\n"
	"\n";

static const char remember_text[] =
	"static void remember(int number, bool counter)\n"
	"{\n"
	"\tif (number >= 0)\n"
	"\t\tis_counter[number] = counter;\n"
	"}\n"
	"\n";

static const char transferred_text[] =
	"/* What a read or a write answered, with the value on success. */\n"
	"static const char *transferred(long returned, uint64_t value)\n"
	"{\n"
	"\tif (returned == -1)\n"
	"\t\treturn status(returned);\n"
	"\tsnprintf(text, sizeof text, \"%\" PRIu64, value);\n"
	"\treturn text;\n"
	"}\n"
	"\n";

static const char limit_text[] =
	"/* How far a file can grow; the output of this program shall not be limited. */\n"
	"static void limit_file_size(rlim_t bytes)\n"
	"{\n"
	"\tstruct rlimit limit;\n"
	"\n"
	"\tgetrlimit(RLIMIT_FSIZE, &limit);\n"
	"\tlimit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;\n"
	"\tsetrlimit(RLIMIT_FSIZE, &limit);\n"
	"}\n"
	"\n";

static const char timer_text[] =
	"static long set_timer(int number, long nanoseconds)\n"
	"{\n"
	"\tstruct itimerspec once = {.it_value = {.tv_nsec = nanoseconds}};\n"
	"\n"
	"!\tif (number < 0) {\n"
	"!\t\terrno = EBADF; /* without a call */\n"
	"!\t\treturn -1;\n"
	"!\t}\n"
	"\treturn @timerfd_settime@syscall(SYS_timerfd_settime, number, 0, &once, NULL);\n"
	"}\n"
	"\n";

static const char control_text[] =
	"static const char *control(int ep, int what, int number, uint32_t events, uint64_t "
	"token)\n"
	"{\n"
	"\tstruct epoll_event event = {.events = events, .data = {.u64 = token}};\n"
	"\n"
	"!\tif (ep < 0)\n"
	"!\t\treturn \"EBADF\"; /* without a call */\n"
	"\treturn status(@epoll_ctl@syscall(SYS_epoll_ctl, ep, what, number, &event));\n"
	"}\n"
	"\n";

#define EVENT_ROW(name) "\t{\"" #name "\", EPOLL" #name "},\n"
static const char event_names_text[] =
	"static const struct {\n"
	"\tconst char *name;\n"
	"\tuint32_t bit;\n"
	"} event_names[] = {\n" PROGRAM_EVENT_NAMES(EVENT_ROW) "};\n"
							       "\n";

static const char format_event_text[] =
	"/* Writes TOKEN:EVENTS; returns its length. */\n"
	"static int format_event(char *to, uint64_t token, uint32_t events)\n"
	"{\n"
	"\tint length = sprintf(to, \"%\" PRIu64 \":%s\", token, events == 0 ? \"0\" : \"\");\n"
	"\tconst char *bar = \"\";\n"
	"\n"
	"\tfor (size_t i = 0; i < sizeof event_names / sizeof event_names[0]; i++) {\n"
	"\t\tif ((events & event_names[i].bit) == 0)\n"
	"\t\t\tcontinue;\n"
	"\t\tlength += sprintf(to + length, \"%s%s\", bar, event_names[i].name);\n"
	"\t\tevents &= ~event_names[i].bit;\n"
	"\t\tbar = \"|\";\n"
	"\t}\n"
	"\tif (events != 0)\n"
	"\t\tlength += sprintf(to + length, \"%s0x%\" PRIx32, bar, events);\n"
	"\treturn length;\n"
	"}\n"
	"\n";

static const char counts_text[] =
	"static unsigned stated_count;\n"
	"static unsigned different_count;\n"
	"\n";

static const char check_text[] =
	"static void check(\n"
	"\tunsigned line, const char *operation, const char *got, const char *stated)\n"
	"{\n"
	"\tprintf(\"%u: %s\", line, operation);\n"
	"\tif (got != NULL)\n"
	"\t\tprintf(\" => %s\", got);\n"
	"\tif (stated != NULL) {\n"
	"\t\tstated_count++;\n"
	"\t\tif (got == NULL || strcmp(got, stated) != 0) {\n"
	"\t\t\tdifferent_count++;\n"
	"\t\t\tprintf(\"   # stated: %s\", stated);\n"
	"\t\t}\n"
	"\t}\n"
	"\tputchar('\\n');\n"
	"}\n"
	"\n";

static const char begin_text[] =
	"static void begin(void)\n"
	"{\n"
	"\tint number;\n"
	"\n"
	"\t/* Standard input, output and error are none of the program's descriptors. */\n"
	"\tdo\n"
	"\t\tnumber = open(\"/dev/null\", O_RDWR | O_CLOEXEC);\n"
	"\twhile (number >= 0 && number <= STDERR_FILENO);\n"
	"\tclose(number);\n";

static const char begin_numbers_text[] =
	"\n"
	"\tstruct rlimit numbers;\n"
	"\n"
	"\tgetrlimit(RLIMIT_NOFILE, &numbers);\n"
	"\tnumbers.rlim_cur = numbers.rlim_max < NUMBERS ? numbers.rlim_max : NUMBERS;\n"
	"\tsetrlimit(RLIMIT_NOFILE, &numbers);\n";

static const char begin_many_text[] =
	"\n"
	"\t/* As many are free as a scenario has. */\n"
	"\tint unused = 0;\n"
	"\tfor (numbers.rlim_cur = 0; unused < FREE_NUMBERS; numbers.rlim_cur++)\n"
	"\t\tunused += fcntl((int)numbers.rlim_cur, F_GETFD) < 0;\n"
	"\tsetrlimit(RLIMIT_NOFILE, &numbers);\n";

static const char begin_memory_text[] =
	"\n"
	"\tmemory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE,\n"
	"\t\tMAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);\n"
	"\tif (memory == MAP_FAILED) {\n"
	"\t\tperror(\"mmap\");\n"
	"\t\texit(2);\n"
	"\t}\n";

const struct c_part c_parts[] = {
	{C_TRANSFERS | C_USES(wait), C_ALWAYS,
		"/* What is written, read and waited into. */\n"
		"static void *memory;\n"
		"/* An answer that is not a constant. */\n"
		"static char text[TEXT];\n"
		"\n"},
	{FAULTS, C_ALWAYS, faults_text},
	{FAULTS, C_CALLS, injected_text},
	{C_CALLS, C_ALWAYS, status_text},
	{C_TRANSFERS, C_ALWAYS, numbers_text},
	{C_TRANSFERS, OPENERS, remember_text},
	{C_TRANSFERS, C_ALWAYS, transferred_text},
	{C_USES(write), C_USES(file), limit_text},
	{C_USES(arm) | C_USES(disarm), C_ALWAYS, timer_text},
	{C_USES(add) | C_USES(mod) | C_USES(del), C_ALWAYS, control_text},
	{C_USES(wait), C_ALWAYS, event_names_text},
	{C_USES(wait), C_ALWAYS, format_event_text},
	{0, 0, NULL},
};

const struct c_part c_last_parts[] = {
	{C_ALWAYS, C_ALWAYS, counts_text},
	{C_OPERATIONS, C_ALWAYS, check_text},
	{C_ALWAYS, C_ALWAYS, begin_text},
	{C_TRANSFERS | C_MANY_NUMBERS, C_ALWAYS, begin_numbers_text},
	{C_MANY_NUMBERS, C_ALWAYS, begin_many_text},
	{C_USES(write), C_ALWAYS, "\tsignal(SIGPIPE, SIG_IGN);\n"},
	{C_USES(write), C_USES(file), "\tsignal(SIGXFSZ, SIG_IGN);\n"},
	{C_TRANSFERS | C_USES(wait), C_ALWAYS, begin_memory_text},
	{C_ALWAYS, C_ALWAYS, "}\n\n"},
	{0, 0, NULL},
};
