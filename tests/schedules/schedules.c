/* SPDX-License-Identifier: BSD-3-Clause */
/* epollctx-schedules: short concurrent programs, every interleaving of their system calls. */
#include "../stress/minimise.h"
#include "options.h"
#include "scheduler.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* X(name, what the operation is, its argument) */
#define ALPHABET(X)                                         \
	X(add_edge, PROGRAM_add, EPOLLIN | EPOLLET)         \
	X(add_oneshot, PROGRAM_add, EPOLLIN | EPOLLONESHOT) \
	X(mod_level, PROGRAM_mod, EPOLLIN)                  \
	X(mod_oneshot, PROGRAM_mod, EPOLLIN | EPOLLONESHOT) \
	X(del, PROGRAM_del, 0)                              \
	X(write, PROGRAM_write, 1)                          \
	X(read, PROGRAM_read, 1)                            \
	X(close, PROGRAM_close, 0)                          \
	X(dup2, PROGRAM_dup2, 0)                            \
	X(wait, PROGRAM_wait, WAIT_ZERO)                    \
	X(block, PROGRAM_wait, WAIT_FOREVER)

static const struct letter {
	const char *name;
	enum program_code code;
	uint32_t argument;
} alphabet[] = {
#define X(name, code, argument) {#name, code, argument},
	ALPHABET(X)
#undef X
};

enum { LETTERS = sizeof alphabet / sizeof alphabet[0] };
enum { LETTER_WRITE = 5, LETTER_WAIT = 9 };

/* How the number is registered at first, and what its counter is. */
static const uint32_t initials[] = {UINT32_MAX, EPOLLIN, EPOLLIN | EPOLLET, EPOLLIN | EPOLLONESHOT};
enum { INITIALS = sizeof initials / sizeof initials[0] };

struct script {
	uint8_t letters[LENGTH_MAX];
	size_t length;
	uint32_t instance, home, number;
};

struct scene {
	struct script scripts[THREADS_MAX];
	size_t threads;
	uint32_t initial;
	uint32_t count;
};

/* The choices of one schedule, and how to come to the next. */
struct path {
	uint8_t taken[SCHEDULE_STEPS_MAX];
	uint8_t options[SCHEDULE_STEPS_MAX];
	bool preempts[SCHEDULE_STEPS_MAX]; /* would another choice than 0 preempt? */
	size_t steps;
	size_t prefix;
	uint64_t bound;
};

struct pct {
	struct prng random;
	uint64_t priorities[THREADS_MAX];
	size_t changes[16];
	size_t depth;
	size_t step;
};

struct explorer {
	struct stage stage;
	struct actor actors[CREW_MAX + 1];
	struct checker *checker;
	const char *output;
	uint64_t schedules;
	uint64_t programs;
	uint64_t longest;
};

/* ---- Performing ---- */

static void perform_script(struct actor *a, void *argument)
{
	const struct script *script = argument;

	for (size_t i = 0; i < script->length; i++) {
		const struct letter *l = &alphabet[script->letters[i]];
		bool brings = l->code == PROGRAM_add || l->code == PROGRAM_mod;

		if (brings || l->code == PROGRAM_del)
			perform(a, l->code, script->instance, script->number, l->argument,
				brings ? world_token(a->world) : 0, WAIT_ZERO);
		else if (l->code == PROGRAM_wait)
			perform(a, l->code, script->instance, 4, 0, 0, (enum wait_how)l->argument);
		else if (l->code == PROGRAM_dup2)
			perform(a, l->code, script->home, script->number, 0, 0, WAIT_ZERO);
		else
			perform(a, l->code, script->number, l->argument, 0, 0, WAIT_ZERO);
	}
}

static void set_up(struct explorer *x, struct scene *scene)
{
	struct world *w = &x->stage.world;
	struct actor *m = x->stage.commander;
	uint32_t instance = world_name(w, "ep", 0);
	uint32_t home = world_name(w, "h", 0);
	uint32_t number = world_name(w, "n", 0);

	m->alone = true;
	w->is_fixed[number] = true;
	perform(m, PROGRAM_epoll, instance, 0, 0, 0, WAIT_ZERO);
	perform(m, PROGRAM_eventfd, home, scene->count, 0, 0, WAIT_ZERO);
	perform(m, PROGRAM_dup, home, number, 0, 0, WAIT_ZERO);
	if (scene->initial != UINT32_MAX)
		perform(m, PROGRAM_add, instance, number, scene->initial, world_token(w),
			WAIT_ZERO);
	stage_bell(&x->stage, instance);
	for (size_t i = 0; i < scene->threads; i++) {
		scene->scripts[i].instance = instance;
		scene->scripts[i].home = home;
		scene->scripts[i].number = number;
	}
}

static void report(struct explorer *x, struct program *history, struct check_verdict *verdict)
{
	char path[512];
	FILE *file;

	minimise(x->checker, history, verdict);
	write_rejected(history, verdict, stderr);
	mkdir("build", 0777);
	mkdir(x->output, 0777);
	snprintf(path, sizeof path, "%s/schedule-%" PRIu64 ".scn", x->output, x->schedules);
	file = fopen(path, "we");
	if (file == NULL) {
		fprintf(stderr, "schedules: %s: %s\n", path, strerror(errno));
		return;
	}
	write_rejected(history, verdict, file);
	fclose(file);
	fprintf(stderr, "schedules: schedule %" PRIu64 ": %s\n", x->schedules, path);
}

static int judge(struct explorer *x)
{
	struct program history;
	struct check_verdict verdict;
	int status = PASSED;

	program_init(&history);
	if (history_of(&x->stage.world, x->actors, x->stage.crew.count + 1, &history) < 0)
		return fprintf(stderr, "schedules: schedule %" PRIu64 " has no history\n",
			       x->schedules),
		       UNABLE;
	if (!check(x->checker, &history, &verdict)) {
		report(x, &history, &verdict);
		status = verdict.rule == CHECK_limit ? UNABLE : REJECTED;
	}
	program_free(&history);
	return status;
}

/* Whoever still waits must wake now; a wait that sleeps on makes a history that is rejected. */
static int ring(struct explorer *x)
{
	struct stage *s = &x->stage;
	int asleep, status;

	schedule_let_go();
	asleep = stage_ring(s);
	status = asleep == 0 ? PASSED : UNABLE;
	if (asleep > 0) {
		status = judge(x);
		if (status == PASSED) {
			fprintf(stderr,
				"schedules: %d waits sleep on after the bell, and the checker "
				"accepts it\n",
				asleep);
			status = UNABLE;
		}
	}
	world_clear(&s->world, s->actors, s->crew.count + 1);
	return status;
}

static int play(struct explorer *x, struct scene *scene, schedule_choice *choose, void *argument)
{
	void *arguments[THREADS_MAX];
	int status;

	set_up(x, scene);
	for (size_t i = 0; i < scene->threads; i++)
		arguments[i] = &scene->scripts[i];
	if (!schedule_run(&x->stage, scene->threads, perform_script, arguments, choose, argument))
		return UNABLE;
	x->schedules++;
	/* Once everything has returned, what is due must show. */
	x->stage.commander->alone = true;
	if (crew_settle(&x->stage.crew, true) == 0)
		perform(x->stage.commander, PROGRAM_wait, scene->scripts[0].instance, 16, 0, 0,
			WAIT_ZERO);
	status = judge(x);
	return status == PASSED ? ring(x) : status;
}

/* ---- Every schedule ---- */

/* 0 is to go on with who ran last, or the first; the others follow in their order. */
static size_t choose_on_path(void *argument, const size_t *enabled, size_t count, size_t running)
{
	struct path *p = argument;
	size_t step = p->steps++;
	size_t first = 0;
	size_t pick;

	if (step >= SCHEDULE_STEPS_MAX)
		abort();
	while (first < count && enabled[first] != running)
		first++;
	p->preempts[step] = first < count;
	if (first == count)
		first = 0;
	if (step >= p->prefix)
		p->taken[step] = 0;
	p->options[step] = (uint8_t)count;
	pick = p->taken[step];
	return pick == 0 ? first : pick <= first ? pick - 1 : pick;
}

/* To the next schedule within the bound; false after the last. */
static bool next_path(struct path *p)
{
	for (size_t i = p->steps; i-- > 0;) {
		uint64_t preemptions = 1;

		for (size_t j = 0; j < i; j++)
			preemptions += p->preempts[j] && p->taken[j] > 0;
		if (p->taken[i] + 1 >= p->options[i] || (p->preempts[i] && preemptions > p->bound))
			continue;
		p->taken[i]++;
		p->prefix = i + 1;
		return true;
	}
	return false;
}

static int explore(struct explorer *x, struct scene *scene, uint64_t bound)
{
	struct path path = {.bound = bound};
	int status;

	x->programs++;
	do {
		path.steps = 0;
		status = play(x, scene, choose_on_path, &path);
		if (path.steps > x->longest)
			x->longest = path.steps;
	} while (status == PASSED && next_path(&path));
	return status;
}

/*
 * Every ordered pair (p, q) from every state. Threads begin with p or q in turn and go on with the
 * other; whoever has room left then waits, or writes.
 */
static void write_scripts(struct scene *scene, size_t threads, size_t length, uint8_t p, uint8_t q)
{
	scene->threads = threads;
	for (size_t t = 0; t < threads; t++) {
		struct script *script = &scene->scripts[t];

		script->length = length;
		for (size_t i = 0; i < length; i++)
			script->letters[i] = (t + i) % 2 == 0 ? p : q;
		if (length > 2 || t == 2)
			script->letters[length - 1] = t % 2 == 0 ? LETTER_WAIT : LETTER_WRITE;
	}
}

static int explore_all(struct explorer *x, size_t threads, size_t length, uint64_t bound)
{
	struct scene scene = {.threads = threads};
	int status = PASSED;

	for (uint8_t p = 0; status == PASSED && p < LETTERS; p++) {
		for (uint8_t q = 0; status == PASSED && q < LETTERS; q++)
			for (unsigned i = 0; status == PASSED && i < 2 * INITIALS; i++) {
				write_scripts(&scene, threads, length, p, q);
				scene.initial = initials[i / 2];
				scene.count = i % 2;
				status = explore(x, &scene, bound);
			}
		fprintf(stderr, "schedules: %d of %d operations, %" PRIu64 " schedules so far\n",
			p + 1, LETTERS, x->schedules);
	}
	return status;
}

/* ---- Random priorities: Burckhardt et al., "A randomized scheduler with probabilistic guarantees
 * of finding bugs", ASPLOS 2010 ---- */

static size_t choose_by_priority(
	void *argument, const size_t *enabled, size_t count, size_t running)
{
	struct pct *pct = argument;
	size_t best = 0;

	for (size_t d = 0; d < pct->depth; d++)
		if (pct->changes[d] == pct->step && running < THREADS_MAX)
			pct->priorities[running] = pct->depth - d; /* below all that are drawn */
	pct->step++;
	for (size_t i = 1; i < count; i++)
		if (pct->priorities[enabled[i]] > pct->priorities[enabled[best]])
			best = i;
	return best;
}

static int explore_pct(struct explorer *x, size_t threads, size_t length, uint64_t runs,
	size_t depth, uint64_t seed)
{
	struct pct pct = {.random = {seed}, .depth = depth};
	struct scene scene = {.threads = threads};
	int status = PASSED;

	for (uint64_t run = 0; status == PASSED && run < runs; run++) {
		for (size_t t = 0; t < threads; t++) {
			scene.scripts[t].length = length;
			for (size_t i = 0; i < length; i++)
				scene.scripts[t].letters[i] =
					(uint8_t)prng_below(&pct.random, LETTERS);
			pct.priorities[t] = 1000 + prng_below(&pct.random, 1000000);
		}
		scene.initial = initials[prng_below(&pct.random, INITIALS)];
		scene.count = (uint32_t)prng_below(&pct.random, 2);
		for (size_t d = 0; d < depth; d++)
			pct.changes[d] = prng_below(&pct.random, (2 * threads * length) | 1);
		pct.step = 0;
		x->programs++;
		status = play(x, &scene, choose_by_priority, &pct);
		if (pct.step > x->longest)
			x->longest = pct.step;
	}
	return status;
}

/* ---- All of it ---- */

static int run(struct explorer *x, const struct options *o)
{
	struct stage *s = &x->stage;
	int status;

	world_init(&s->world);
	for (size_t i = 0; i <= o->threads; i++)
		actor_init(&x->actors[i], (unsigned)i + 1, &s->world);
	s->actors = x->actors;
	s->commander = &x->actors[o->threads];
	x->checker = checker_create();
	if (x->checker == NULL)
		return fprintf(stderr, "schedules: %s\n", strerror(ENOMEM)), UNABLE;
	if (!crew_start(&s->crew, o->threads, x->actors))
		return UNABLE;
	status = o->pct > 0 ? explore_pct(x, o->threads, o->length, o->pct, o->depth, o->seed)
			    : explore_all(x, o->threads, o->length, o->bound);
	if (status != PASSED)
		return status;
	crew_stop(&s->crew);
	for (size_t i = 0; i <= o->threads; i++)
		actor_free(&x->actors[i]);
	free(s->world.contents);
	checker_destroy(x->checker);
	if (s->blocked == 0) {
		fprintf(stderr, "schedules: no wait was seen to block in %" PRIu64 " schedules\n",
			x->schedules);
		return UNABLE;
	}
	printf("schedules: %" PRIu64 "x%" PRIu64 ": %" PRIu64 " programs, %" PRIu64
	       " schedules explored%s, %" PRIu64 " steps at most, %" PRIu64
	       " waits seen to block, all histories accepted\n",
		o->threads, o->length, x->programs, x->schedules,
		o->pct > 0		? " by random priorities"
		: o->bound < UINT64_MAX ? " within the bound of preemptions"
					: ", every one",
		x->longest, s->blocked);
	return PASSED;
}

int main(int argc, char *argv[])
{
	static struct explorer x;
	struct options o;
	int status = options_read(argc, argv, &o);

	if (status >= 0)
		return status;
	x.output = o.output;
	signal(SIGPIPE, SIG_IGN);
	if (o.pct > 0)
		printf("schedules: seed %" PRIu64 "\n", o.seed);
	status = run(&x, &o);
	fflush(stdout);
	if (status != PASSED)
		_exit(status);
	return status;
}
