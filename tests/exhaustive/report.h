/* SPDX-License-Identifier: BSD-3-Clause */
/* What is said of a world that was explored and performed. */
#ifndef EPOLLCTX_TESTS_EXHAUSTIVE_REPORT_H
#define EPOLLCTX_TESTS_EXHAUSTIVE_REPORT_H

#include "perform.h"

/* States, transitions, depth, frontier, bounds, answers: on standard output. */
void report_exploration(const struct exploration *e, double seconds);
void report_performance(struct shard shard, const struct performance *performance);

/* Is everything in it that its declaration says, and nothing else? Says what is not. */
bool world_is_met(const struct exploration *e);

/*
 * Writes the shortest scenario of a finding to `directory`/NAME.scn, states what the model predicts
 * in it, and says what differs. A file that cannot be written is said; the scenario is printed too.
 */
void report_finding(
	struct exploration *e, const struct performance *performance, const char *directory);

#endif
