/* SPDX-License-Identifier: BSD-3-Clause */
/* What is shown while a world is explored and performed: a bar on a terminal, else some lines. */
#ifndef EPOLLCTX_TESTS_EXHAUSTIVE_PROGRESS_H
#define EPOLLCTX_TESTS_EXHAUSTIVE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *name;
	bool terminal;
	double began, shown; /* seconds */
	bool any;
};

void progress_begin(struct progress *p, const char *name);
/* How many states were expanded, and how many are known: nobody knows yet how many there are. */
void progress_explored(struct progress *p, uint32_t expanded, uint32_t known, uint64_t transitions);
void progress_performed(struct progress *p, uint64_t done, uint64_t total);
void progress_end(struct progress *p);
double progress_seconds(const struct progress *p);

#endif
