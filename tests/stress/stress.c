/* SPDX-License-Identifier: BSD-3-Clause */
/* epollctx-stress: many threads on one struct epollctx, and a checked history of what they did. */
#include "minimise.h"
#include "worlds.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage_text[] =
	"Usage: epollctx-stress [OPTION]...\n"
	"\n"
	"Threads add, modify, delete, wait, write, read, dup and close at random through the "
	"library,\n"
	"or block in waits that one operation must wake; every history is checked.\n"
	"\n"
	"  --seed N        what is done at random (one is chosen and printed)\n"
	"  --world N       begin with this world of the seed, as a failure names it\n"
	"  --threads N     2 to 16 (4)\n"
	"  --duration S    seconds (20); 0: until --operations alone say stop\n"
	"  --operations N  stop after so many (0: --duration alone says stop)\n"
	"  --output DIR    where a history that is rejected goes (build/stress)\n"
	"  --help          this text\n"
	"\n"
	"Exit status: 0 all accepted, 1 a history was rejected, 2 the stress could not run,\n"
	"or not decide.\n";

struct options {
	uint64_t seed;
	uint64_t first_world;
	uint64_t threads;
	uint64_t duration;
	uint64_t operations;
	const char *output;
};

struct stress {
	struct options options;
	struct stage stage;
	struct actor actors[CREW_MAX + 1];
	struct checker *checker;
	uint64_t phases[PHASES];
	uint64_t crowds;
	uint64_t longs;	  /* of them */
	uint64_t started; /* seconds */
	uint64_t told;
};

enum { PASSED, REJECTED, UNABLE };

/* Which of the worlds at random are long ones. */
enum { LONG_EVERY = 200, LONG_FIRST = 51 };

static uint64_t seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec;
}

static uint64_t random_seed(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return ((uint64_t)now.tv_sec * 1000000007 + (uint64_t)now.tv_nsec) & UINT32_MAX;
}

/* ---- A rejected history ---- */

static FILE *create(const struct stress *t, uint64_t world, const char *suffix, char path[512])
{
	FILE *file;

	mkdir("build", 0777);
	mkdir(t->options.output, 0777);
	snprintf(path, 512, "%s/seed-%" PRIu64 "-world-%" PRIu64 "%s.scn", t->options.output,
		t->options.seed, world, suffix);
	file = fopen(path, "we");
	if (file == NULL)
		fprintf(stderr, "stress: %s: %s\n", path, strerror(errno));
	return file;
}

/* The history, with its verdict above it. */
static void keep(const struct stress *t, uint64_t world, const char *suffix, const char *what,
	const struct program *history, const struct check_verdict *verdict)
{
	char path[512];
	FILE *file = create(t, world, suffix, path);

	if (file == NULL)
		return;
	write_rejected(history, verdict, file);
	fclose(file);
	fprintf(stderr, "stress: %s, of %zu operations: %s\n", what, history->count, path);
}

static void tell_how(const struct stress *t, uint64_t world)
{
	fprintf(stderr,
		"stress: again: --seed %" PRIu64 " --world %" PRIu64 " --threads %" PRIu64 "\n",
		t->options.seed, world, t->options.threads);
}

static void report(
	struct stress *t, uint64_t world, struct program *history, struct check_verdict *verdict)
{
	fprintf(stderr, "stress: rejected: %s\n", verdict->text);
	keep(t, world, "-whole", "the whole history", history, verdict);
	minimise(t->checker, history, verdict);
	write_rejected(history, verdict, stderr);
	keep(t, world, "", "the smallest that is rejected by this rule", history, verdict);
	tell_how(t, world);
}

/* Was everything that belongs to a token there when its event came? No history can show that. */
static bool came_with_contents(struct stress *t, uint64_t world, const struct program *history)
{
	struct check_verdict verdict = {.index = history->count};
	uint64_t token = 0;

	for (size_t i = 0; token == 0 && i <= t->stage.crew.count; i++)
		token = t->actors[i].mixed_up;
	if (token == 0)
		return true;
	snprintf(verdict.text, sizeof verdict.text,
		"contents: an event came without what belongs to its token (%" PRIu64 ")", token);
	fprintf(stderr, "stress: rejected by what was seen: %s\n", verdict.text);
	keep(t, world, "-contents-whole", "the whole history", history, &verdict);
	tell_how(t, world);
	return false;
}

static int judge(struct stress *t, uint64_t world)
{
	struct program history;
	struct check_verdict verdict;
	int status = PASSED;

	program_init(&history);
	if (history_of(&t->stage.world, t->actors, t->stage.crew.count + 1, &history) < 0)
		return fprintf(stderr, "stress: world %" PRIu64 " has no history\n", world), UNABLE;
	if (!came_with_contents(t, world, &history))
		status = REJECTED;
	if (!check(t->checker, &history, &verdict) && verdict.rule == CHECK_limit) {
		fprintf(stderr, "stress: cannot decide: %s\n", verdict.text);
		keep(t, world, "-whole", "the whole history", &history, &verdict);
		tell_how(t, world);
		status = status == PASSED ? UNABLE : status;
	} else if (!verdict.accepted) {
		report(t, world, &history, &verdict);
		status = REJECTED;
	}
	program_free(&history);
	return status;
}

/* ---- Worlds ---- */

/* Whoever still waits must wake now; a wait that sleeps on makes a history that is rejected. */
static int ring(struct stress *t, uint64_t world)
{
	struct stage *s = &t->stage;
	int asleep = stage_ring(s);
	int status = asleep == 0 ? PASSED : UNABLE;

	if (asleep > 0) {
		status = judge(t, world);
		if (status == PASSED) {
			fprintf(stderr,
				"stress: world %" PRIu64
				": %d waits sleep on after the bell, "
				"and the checker accepts it\n",
				world, asleep);
			status = UNABLE;
		}
	}
	world_clear(&s->world, s->actors, s->crew.count + 1);
	return status;
}

static int play(struct stress *t, uint64_t world)
{
	struct stage *s = &t->stage;
	unsigned phase = (unsigned)(world / 2 % PHASES);
	bool good;
	int status;

	s->random.state = t->options.seed * UINT64_C(0x9e3779b97f4a7c15) + world;
	for (size_t i = 0; i <= s->crew.count; i++)
		t->actors[i].random.state = prng_next(&s->random);
	if (world % 2 == 0) {
		good = play_phase(s, phase);
		t->phases[phase]++;
	} else {
		good = play_crowd(s, world % LONG_EVERY == LONG_FIRST);
		t->crowds++;
		t->longs += world % LONG_EVERY == LONG_FIRST;
	}
	if (!good)
		return UNABLE;
	status = judge(t, world);
	return status == PASSED ? ring(t, world) : status;
}

static bool is_time_to_stop(const struct stress *t, uint64_t worlds)
{
	const struct options *o = &t->options;

	/* Each directed world at least once. */
	if (worlds < (size_t)2 * PHASES)
		return false;
	if (o->operations > 0 && checker_counts(t->checker)->operations >= o->operations)
		return true;
	return o->duration > 0 && seconds() - t->started >= o->duration;
}

static void tell_progress(struct stress *t)
{
	uint64_t now = seconds() - t->started;
	uint64_t every = isatty(STDERR_FILENO) ? 1 : 10;

	if (now < t->told + every)
		return;
	t->told = now;
	fprintf(stderr, "stress: %" PRIu64 " operations checked after %" PRIu64 " s",
		checker_counts(t->checker)->operations, now);
	if (t->options.duration > now)
		fprintf(stderr, ", %" PRIu64 " s left", t->options.duration - now);
	fputs("\n", stderr);
}

static void summarise(const struct stress *t)
{
	const struct check_counts *c = checker_counts(t->checker);
	uint64_t time = seconds() - t->started;

	printf("stress: %" PRIu64 " operations in %" PRIu64 " s, all histories accepted\n",
		c->operations, time);
	printf("stress: %" PRIu64 " worlds at random, %" PRIu64 " of them long, %" PRIu64
	       " waits seen to block; directed worlds:",
		t->crowds, t->longs, t->stage.blocked);
	for (unsigned i = 0; i < PHASES; i++)
		printf(" %s %" PRIu64, phase_name(i), t->phases[i]);
	printf("\nstress: %" PRIu64 " events delivered, %" PRIu64 " of them stragglers; %" PRIu64
	       " searches, %" PRIu64 " configurations, at most %" PRIu64 " at once\n",
		c->deliveries, c->stragglers, c->objects, c->configurations, c->widest);
}

static int run(struct stress *t)
{
	struct stage *s = &t->stage;
	uint64_t worlds = 0;
	int status = PASSED;

	world_init(&s->world);
	for (size_t i = 0; i <= t->options.threads; i++)
		actor_init(&t->actors[i], (unsigned)i + 1, &s->world);
	s->actors = t->actors;
	s->commander = &t->actors[t->options.threads];
	t->checker = checker_create();
	if (t->checker == NULL)
		return fprintf(stderr, "stress: %s\n", strerror(ENOMEM)), UNABLE;
	if (!crew_start(&s->crew, t->options.threads, t->actors))
		return UNABLE;
	t->started = seconds();
	while (status == PASSED && !is_time_to_stop(t, worlds)) {
		status = play(t, t->options.first_world + worlds++);
		if (status == PASSED)
			tell_progress(t);
	}
	if (status != PASSED)
		return status;
	crew_stop(&s->crew);
	for (size_t i = 0; i <= t->options.threads; i++)
		actor_free(&t->actors[i]);
	free(s->world.contents);
	if (s->blocked == 0) {
		fprintf(stderr, "stress: no wait was seen to block\n");
		return UNABLE;
	}
	summarise(t);
	checker_destroy(t->checker);
	return PASSED;
}

/* ---- Options ---- */

static bool read_value(
	const char *name, const char *text, uint64_t low, uint64_t high, uint64_t *to)
{
	char *end;

	errno = 0;
	*to = strtoull(text, &end, 10);
	if (errno == 0 && end != text && *end == '\0' && text[0] != '-' && *to >= low &&
		*to <= high)
		return true;
	fprintf(stderr, "stress: --%s '%s': a number from %" PRIu64 " to %" PRIu64 " is wanted\n",
		name, text, low, high);
	return false;
}

/* -1: go on; else the exit status. */
static int read_options(int argc, char *argv[], struct options *o)
{
	static const struct option table[] = {{"seed", required_argument, NULL, 's'},
		{"world", required_argument, NULL, 'w'}, {"threads", required_argument, NULL, 't'},
		{"duration", required_argument, NULL, 'd'},
		{"operations", required_argument, NULL, 'n'},
		{"output", required_argument, NULL, 'o'}, {"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0}};
	bool good = true;
	int c, which;

	while (good && (c = getopt_long(argc, argv, "", table, &which)) != -1) {
		if (c == 's')
			good = read_value("seed", optarg, 0, UINT64_MAX, &o->seed);
		else if (c == 'w')
			good = read_value("world", optarg, 0, UINT64_MAX / 2, &o->first_world);
		else if (c == 't')
			good = read_value("threads", optarg, 2, 16, &o->threads);
		else if (c == 'd')
			good = read_value("duration", optarg, 0, 10000000, &o->duration);
		else if (c == 'n')
			good = read_value("operations", optarg, 0, UINT64_MAX, &o->operations);
		else if (c == 'o')
			o->output = optarg;
		else if (c == 'h')
			return fputs(usage_text, stdout), PASSED;
		else
			good = false;
	}
	if (good && (optind < argc || (o->duration == 0 && o->operations == 0))) {
		fprintf(stderr, "stress: %s (--help shows how it is used)\n",
			optind < argc ? argv[optind] : "neither --duration nor --operations");
		good = false;
	}
	return good ? -1 : UNABLE;
}

int main(int argc, char *argv[])
{
	static struct stress t = {
		.options = {.threads = 4, .duration = 20, .output = "build/stress"}};
	int status;

	t.options.seed = random_seed();
	status = read_options(argc, argv, &t.options);
	if (status >= 0)
		return status;
	signal(SIGPIPE, SIG_IGN);
	printf("stress: seed %" PRIu64 ", %" PRIu64 " threads\n", t.options.seed,
		t.options.threads);
	fflush(stdout);
	status = run(&t);
	fflush(stdout);
	/* Threads that the kernel forgot must not keep the process. */
	if (status != PASSED)
		_exit(status);
	return status;
}
