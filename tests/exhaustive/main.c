/* SPDX-License-Identifier: BSD-3-Clause */
/* Explores worlds and performs them: README.md. */
#include "folding.h"
#include "perform.h"
#include "progress.h"
#include "report.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_SAME = 0, EXIT_DIFFERENT = 1, EXIT_UNUSABLE = 2 };

static const char usage[] =
	"Usage: exhaustive [OPTION]... WORLD...\n"
	"\n"
	"Tries every operation of a world from every state that the model can reach in it, "
	"performs\n"
	"each on this kernel along a shortest path from the empty state, and compares.\n"
	"\n"
	"  --shard I/N       only the states of part I of N; all parts together are every state\n"
	"  --jobs N          processes that perform (default: one for each core)\n"
	"  --patience N      seconds that an operation and its path may take (default: 60)\n"
	"  --model-only      explores, and performs nothing\n"
	"  --check-folding   checks instead that states which are taken for one are one\n"
	"  --output DIR      where the scenario of a finding is written (default: .)\n"
	"  --help            this text\n"
	"\n"
	"Exit status: 0 all as the model says, 1 a difference, or a world that is not as "
	"declared,\n"
	"2 unusable input.\n";

struct choices {
	struct shard shard;
	struct workers workers;
	bool model_only, check_folding;
	const char *output;
	uint64_t performed; /* in all worlds */
};

static int unusable(const char *what, const char *about)
{
	fprintf(stderr, "exhaustive: %s%s (--help shows how it is used)\n", what, about);
	return EXIT_UNUSABLE;
}

/* What follows the digits that `text` begins with, or NULL: there are none, or too many. */
static const char *read_number(const char *text, unsigned *number)
{
	unsigned long value;
	char *end;

	if (*text < '0' || *text > '9')
		return NULL;
	errno = 0;
	value = strtoul(text, &end, 10);
	if (errno != 0 || value > UINT_MAX)
		return NULL;
	*number = (unsigned)value;
	return end;
}

static bool read_count(const char *text, unsigned most, unsigned *count)
{
	const char *rest = read_number(text, count);

	return rest != NULL && *rest == '\0' && *count >= 1 && *count <= most;
}

static bool read_shard(const char *text, struct shard *shard)
{
	const char *rest = read_number(text, &shard->index);

	return rest != NULL && *rest == '/' && read_count(rest + 1, UINT_MAX, &shard->count) &&
	       shard->index >= 1 && shard->index <= shard->count;
}

/* Asked before hours of work, not after them. */
static bool can_write_below(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
	       access(path, W_OK | X_OK) == 0;
}

enum choice { SHARD = 1, JOBS, PATIENCE, MODEL_ONLY, CHECK_FOLDING, OUTPUT, HELP };

static const struct option options[] = {
	{"shard", required_argument, NULL, SHARD},
	{"jobs", required_argument, NULL, JOBS},
	{"patience", required_argument, NULL, PATIENCE},
	{"model-only", no_argument, NULL, MODEL_ONLY},
	{"check-folding", no_argument, NULL, CHECK_FOLDING},
	{"output", required_argument, NULL, OUTPUT},
	{"help", no_argument, NULL, HELP},
	{NULL, 0, NULL, 0},
};

/* EXIT_SAME to go on, or -1 to end without a complaint. */
static int read_options(int argc, char **argv, struct choices *choices)
{
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case SHARD:
			if (!read_shard(optarg, &choices->shard))
				return unusable("not I/N with I from 1 to N: ", optarg);
			break;
		case JOBS:
			if (!read_count(optarg, JOBS_MAX, &choices->workers.jobs))
				return unusable("not a number of processes: ", optarg);
			break;
		case PATIENCE:
			if (!read_count(optarg, UINT_MAX, &choices->workers.patience))
				return unusable("not a number of seconds: ", optarg);
			break;
		case MODEL_ONLY:
			choices->model_only = true;
			break;
		case CHECK_FOLDING:
			choices->check_folding = true;
			break;
		case OUTPUT:
			if (!can_write_below(optarg))
				return unusable("cannot write to: ", optarg);
			choices->output = optarg;
			break;
		case HELP:
			fputs(usage, stdout);
			return -1;
		default:
			return EXIT_UNUSABLE;
		}
	}
	return optind < argc ? EXIT_SAME : unusable("no world is given", "");
}

static int check_fold(struct exploration *e)
{
	int64_t compared = check_folding(e);

	if (compared == 0)
		fprintf(stderr, "%s: no state has a second way to it\n", e->world->name);
	if (compared <= 0)
		return EXIT_DIFFERENT;
	printf("  fold: %lld other ways to a state have the same future as the first one\n",
		(long long)compared);
	fflush(stdout);
	return EXIT_SAME;
}

static int perform_world(struct exploration *e, struct choices *choices)
{
	struct performance performance;

	if (perform_shard(e, choices->shard, &choices->workers, &performance) < 0)
		return EXIT_DIFFERENT;
	choices->performed += performance.performed;
	report_performance(choices->shard, &performance);
	if (performance.finding != FINDING_NONE) {
		report_finding(e, &performance, choices->output);
		return EXIT_DIFFERENT;
	}
	if (performance.performed == performance.transitions)
		return EXIT_SAME;
	fprintf(stderr, "%s: not every transition was performed\n", e->world->name);
	return EXIT_DIFFERENT;
}

static int run_world(struct world *world, struct lockstep *ls, struct choices *choices)
{
	struct progress progress;
	struct exploration e;
	int status = EXIT_DIFFERENT;

	progress_begin(&progress, world->name);
	if (explore(&e, world, ls) == 0) {
		report_exploration(&e, progress_seconds(&progress));
		status = world_is_met(&e) ? EXIT_SAME : EXIT_DIFFERENT;
		if (status == EXIT_SAME && choices->check_folding)
			status = check_fold(&e);
		else if (status == EXIT_SAME && !choices->model_only)
			status = perform_world(&e, choices);
	}
	exploration_free(&e);
	return status;
}

/* All declarations are read before the first is explored. */
static int run_worlds(struct choices *choices, char **paths, int count)
{
	struct lockstep_options how = {.flavour = LOCKSTEP_context};
	struct lockstep *ls = lockstep_create(&how);
	struct world *worlds = calloc((size_t)count, sizeof *worlds);
	int status = EXIT_SAME, read = 0;

	if (ls == NULL || worlds == NULL)
		status = unusable("cannot prepare this process: ", strerror(errno));
	for (; status == EXIT_SAME && read < count; read++)
		if (!world_read(&worlds[read], paths[read]))
			status = EXIT_UNUSABLE;
	for (int i = 0; status != EXIT_UNUSABLE && i < count; i++)
		if (run_world(&worlds[i], ls, choices) != EXIT_SAME)
			status = EXIT_DIFFERENT;
	for (int i = 0; i < read; i++)
		world_free(&worlds[i]);
	free(worlds);
	lockstep_destroy(ls);
	return status;
}

int main(int argc, char **argv)
{
	struct choices choices = {.shard = {1, 1}, .workers = {1, 60}, .output = "."};
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int status;

	choices.workers.jobs = cores < 1 ? 1 : cores > JOBS_MAX ? JOBS_MAX : (unsigned)cores;
	status = read_options(argc, argv, &choices);
	if (status != EXIT_SAME)
		return status < 0 ? EXIT_SAME : status;
	status = run_worlds(&choices, argv + optind, argc - optind);
	if (status == EXIT_SAME && choices.performed == 0 && !choices.model_only &&
		!choices.check_folding) {
		fprintf(stderr, "exhaustive: nothing was performed: the shard has no state\n");
		return EXIT_DIFFERENT;
	}
	return status;
}
