/* SPDX-License-Identifier: BSD-3-Clause */
/* Runs a program in a child, so that a crash or a hang is an outcome like any other. */
#include "replay.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	PATIENCE_S = 10,
	/* and, where a hang is what is looked for: */ SHORT_PATIENCE_S = 2,
	EXIT_BASE = 64
};

const char *outcome_name(enum outcome outcome)
{
	static const char *const names[] = {"same", "deviation", "violation", "deviation",
		"violation", "sanitizer", "hang", "unknown"};

	return names[outcome];
}

static enum outcome outcome_in_report(const struct lockstep_report *report)
{
	if (report->verdict == LOCKSTEP_SAME)
		return OUTCOME_SAME;
	if (report->verdict == LOCKSTEP_DEVIATION)
		return report->index < 0 ? OUTCOME_DEVIATION_AT_END : OUTCOME_DEVIATION;
	return report->index < 0 ? OUTCOME_VIOLATION_AT_END : OUTCOME_VIOLATION;
}

static void run_child(
	const struct lockstep_options *options, const struct program *program, unsigned patience)
{
	struct lockstep_report report;
	struct lockstep *ls;
	struct lockstep_options quiet = *options;

	/* The default action of SIGALRM ends the process; what a sanitizer says is not wanted here.
	 */
	signal(SIGALRM, SIG_DFL);
	alarm(patience);
	if (freopen("/dev/null", "w", stderr) == NULL)
		_exit(EXIT_BASE + OUTCOME_UNKNOWN);
	quiet.trace = NULL;
	ls = lockstep_create(&quiet);
	if (ls == NULL)
		_exit(EXIT_BASE + OUTCOME_UNKNOWN);
	lockstep_run(ls, program, &report);
	_exit(EXIT_BASE + (int)outcome_in_report(&report));
}

enum outcome outcome_of(const struct lockstep_options *options, const struct program *program,
	enum outcome expected)
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	if (child == 0)
		run_child(
			options, program, expected == OUTCOME_HANG ? SHORT_PATIENCE_S : PATIENCE_S);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return OUTCOME_UNKNOWN;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGALRM ? OUTCOME_HANG : OUTCOME_CRASH;
	if (WEXITSTATUS(status) < EXIT_BASE || WEXITSTATUS(status) > EXIT_BASE + OUTCOME_UNKNOWN)
		return OUTCOME_CRASH;
	return (enum outcome)(WEXITSTATUS(status) - EXIT_BASE);
}
