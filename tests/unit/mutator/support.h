/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the tests of the mutator share. Everything random comes from one seed, which is printed;
 * SEED=NUMBER in the environment runs with that one again.
 */
#ifndef EPOLLCTX_TESTS_MUTATOR_SUPPORT_H
#define EPOLLCTX_TESTS_MUTATOR_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "mutator/mutator.h"

static uint64_t test_seed;

static inline int choose_seed(void **state)
{
	const char *given = getenv("SEED");
	struct timespec now;

	(void)state;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	test_seed = (uint64_t)now.tv_sec * 1000000007 + (uint64_t)now.tv_nsec;
	if (given != NULL)
		test_seed = strtoull(given, NULL, 0);
	print_message("SEED=%llu\n", (unsigned long long)test_seed);
	return 0;
}

/* *p must be initialised. */
static inline void read_scenario(struct program *p, const char *text)
{
	struct program_error error;

	if (program_read_text(p, text, strlen(text), &error) != 0)
		fail_msg("line %u: %s", error.line, error.reason);
}

/* A bit of everything. */
static const char sample[] =
	"epoll ep\n"
	"eventfd ev\n"
	"pipe r w\n"
	"socketpair a b\n"
	"add ep ev IN 1\n"
	"add ep r IN|ET 2\n"
	"add ep a OUT|ONESHOT 3\n"
	"write ev 1\n"
	"wait ep 8\n"
	"mod ep ev OUT 4\n"
	"write w 4096\n"
	"read r 4095\n"
	"wait ep 1\n"
	"dup r s\n"
	"close r\n"
	"shutdown a wr\n"
	"wait ep 3\n"
	"del ep ev\n"
	"timerfd t\n"
	"arm t\n"
	"epoll outer\n"
	"add outer ep IN 5\n"
	"wait outer 2\n";

static const char other_sample[] =
	"epoll ep\n"
	"timerfd t\n"
	"add ep t IN|ET 11\n"
	"arm t\n"
	"wait ep 16\n"
	"disarm t\n"
	"file f\n"
	"add ep f IN 12\n"
	"bad n\n"
	"dup2 t n\n"
	"fail epoll_wait EINTR 3\n"
	"wait ep 16\n";

/* The sample, for the tests of what may come behind it. */
static struct program base;

static inline int read_base(void **state)
{
	program_init(&base);
	read_scenario(&base, sample);
	return choose_seed(state);
}

static inline int free_base(void **state)
{
	(void)state;
	program_free(&base);
	return 0;
}

#endif
