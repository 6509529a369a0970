/* SPDX-License-Identifier: BSD-3-Clause */
/* The command line of epollctx-schedules. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char usage_text[] =
	"Usage: epollctx-schedules [OPTION]...\n"
	"\n"
	"Performs short programs of several threads in every order of their system calls, and "
	"checks\n"
	"each history. Programs: every pair of operations, from every state of a registration.\n"
	"\n"
	"  --shape T,N    T threads (2 to 4) of N operations (2 to 6) each (2,3)\n"
	"  --bound N      at most N preemptions in a schedule (none: all schedules)\n"
	"  --pct N        instead: N schedules by random priorities, of random programs\n"
	"  --depth N      priority changes in each of those (3)\n"
	"  --seed N       for --pct (one is chosen and printed)\n"
	"  --output DIR   where a history that is rejected goes (build/stress)\n"
	"  --help         this text\n"
	"\n"
	"Exit status: 0 all accepted, 1 a history was rejected, 2 it could not run.\n";

static bool read_number(const char *text, uint64_t low, uint64_t high, uint64_t *to)
{
	char *end;

	errno = 0;
	*to = strtoull(text, &end, 10);
	return errno == 0 && text[0] >= '0' && text[0] <= '9' && *end == '\0' && *to >= low &&
	       *to <= high;
}

static bool read_shape(const char *text, struct options *o)
{
	const char *comma = strchr(text, ',');
	char threads[4] = "";

	if (comma == NULL || (size_t)(comma - text) >= sizeof threads)
		return false;
	memcpy(threads, text, (size_t)(comma - text));
	return read_number(threads, 2, THREADS_MAX, &o->threads) &&
	       read_number(comma + 1, 2, LENGTH_MAX, &o->length);
}

/* Says what is wanted when the value is not that. */
static bool read_option(int c, const char *name, struct options *o)
{
	const char *wanted = "";
	bool good = false;

	switch (c) {
	case 's':
		good = read_shape(optarg, o);
		wanted = "T,N with T from 2 to 4 and N from 2 to 6";
		break;
	case 'b':
		good = read_number(optarg, 0, 1000, &o->bound);
		wanted = "a number from 0 to 1000";
		break;
	case 'p':
		good = read_number(optarg, 1, UINT64_MAX - 1, &o->pct);
		wanted = "a number from 1 on";
		break;
	case 'd':
		good = read_number(optarg, 0, 16, &o->depth);
		wanted = "a number from 0 to 16";
		break;
	case 'e':
		good = read_number(optarg, 0, UINT64_MAX, &o->seed);
		wanted = "a number";
		break;
	case 'o':
		o->output = optarg;
		return true;
	default: /* getopt_long has said why */
		return false;
	}
	if (!good)
		fprintf(stderr, "schedules: --%s '%s': %s is wanted\n", name, optarg, wanted);
	return good;
}

int options_read(int argc, char *argv[], struct options *o)
{
	static const struct option table[] = {{"shape", required_argument, NULL, 's'},
		{"bound", required_argument, NULL, 'b'}, {"pct", required_argument, NULL, 'p'},
		{"depth", required_argument, NULL, 'd'}, {"seed", required_argument, NULL, 'e'},
		{"output", required_argument, NULL, 'o'}, {"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0}};
	int c, which = 0;

	*o = (struct options){2, 3, UINT64_MAX, 0, 3, (uint64_t)time(NULL), "build/stress"};
	while ((c = getopt_long(argc, argv, "", table, &which)) != -1) {
		if (c == 'h')
			return fputs(usage_text, stdout), PASSED;
		if (!read_option(c, table[which].name, o))
			return UNABLE;
	}
	if (optind < argc) {
		fprintf(stderr, "schedules: unexpected '%s'\n", argv[optind]);
		return UNABLE;
	}
	return -1;
}
