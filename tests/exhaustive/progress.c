/* SPDX-License-Identifier: BSD-3-Clause */
/* On standard error; results go to standard output. */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 32 };

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_begin(struct progress *p, const char *name)
{
	double time = now();

	*p = (struct progress){
		.name = name, .terminal = isatty(STDERR_FILENO) != 0, .began = time, .shown = time};
}

double progress_seconds(const struct progress *p)
{
	return now() - p->began;
}

/* A log does not want what a terminal does. */
static bool is_due(struct progress *p)
{
	double time = now();

	if (time - p->shown < (p->terminal ? 0.2 : 30))
		return false;
	p->shown = time;
	p->any = true;
	return true;
}

void progress_explored(struct progress *p, uint32_t expanded, uint32_t known, uint64_t transitions)
{
	if (expanded % 64 != 0 || !is_due(p))
		return;
	fprintf(stderr, "%s%s: exploring: %u states, %u of them expanded, %llu transitions%s",
		p->terminal ? "\r" : "", p->name, known, expanded, (unsigned long long)transitions,
		p->terminal ? "\033[K" : "\n");
}

void progress_performed(struct progress *p, uint64_t done, uint64_t total)
{
	char bar[BAR_WIDTH + 1] = "";
	double part = total > 0 ? (double)done / (double)total : 1;
	double left = part > 0 ? progress_seconds(p) * (1 - part) / part : 0;

	if (!is_due(p))
		return;
	for (int i = 0; i < BAR_WIDTH; i++)
		bar[i] = i < part * BAR_WIDTH ? '#' : '.';
	fprintf(stderr, "%s%s: [%s] %3.0f %%, %llu of %llu transitions, %.0f s left%s",
		p->terminal ? "\r" : "", p->name, bar, part * 100, (unsigned long long)done,
		(unsigned long long)total, left, p->terminal ? "\033[K" : "\n");
}

void progress_end(struct progress *p)
{
	if (p->terminal && p->any)
		fputs("\r\033[K", stderr);
}
