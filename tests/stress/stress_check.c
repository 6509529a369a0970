/* SPDX-License-Identifier: BSD-3-Clause */
/* stress-check: may epoll give these histories? Reads them as text. */
#include "minimise.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage_text[] =
	"Usage: stress-check [--minimise] FILE...\n"
	"       stress-check --rules\n"
	"\n"
	"Reads histories in the scenario language with its thread column "
	"(fuzz/program/LANGUAGE.md)\n"
	"and says for each whether epoll may give it, and if not, by which rule.\n"
	"  --minimise  of a history that is rejected, writes the smallest that still is\n"
	"  --rules     writes the names of the rules, one a line\n"
	"\n"
	"Exit status: 0 all accepted, 1 one was rejected, 2 unusable\n"
	"input, or one that cannot be decided.\n";

enum { ACCEPTED, REJECTED, UNUSABLE };

static char *read_all(const char *path, size_t *ret_size)
{
	FILE *file = fopen(path, "rbe");
	char *content = NULL;

	if (file == NULL)
		return NULL;
	*ret_size = 0;
	for (size_t room = 65536, got = 1; got > 0; room *= 2) {
		char *larger = realloc(content, room);

		if (larger == NULL)
			break;
		content = larger;
		got = fread(content + *ret_size, 1, room - *ret_size, file);
		*ret_size += got;
	}
	fclose(file);
	return content;
}

static bool load(struct program *p, const char *path)
{
	struct program_error error;
	size_t size;
	char *content = read_all(path, &size);
	bool good;

	if (content == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return false;
	}
	good = program_read_text(p, content, size, &error) == 0;
	if (!good)
		fprintf(stderr, "%s:%u: %s\n", path, error.line, error.reason);
	else if (p->count == 0)
		fprintf(stderr, "%s: a history of no operation\n", path);
	good = good && p->count > 0;
	free(content);
	return good;
}

static int judge(struct checker *c, const char *path, bool smallest)
{
	struct check_verdict verdict;
	struct program p;
	int status = UNUSABLE;

	program_init(&p);
	if (load(&p, path)) {
		status = check(c, &p, &verdict) ? ACCEPTED : REJECTED;
		if (status == ACCEPTED) {
			printf("%s: accepted\n", path);
		} else if (smallest) {
			minimise(c, &p, &verdict);
			write_rejected(&p, &verdict, stdout);
		} else {
			unsigned line =
				verdict.index < p.count ? p.operations[verdict.index].line : 0;

			printf("%s:%u: %s: %s\n", path, line,
				verdict.rule == CHECK_limit ? "undecided" : "rejected",
				verdict.text);
		}
		if (status == REJECTED &&
			(verdict.rule == CHECK_history || verdict.rule == CHECK_limit))
			status = UNUSABLE;
	}
	program_free(&p);
	return status;
}

int main(int argc, char *argv[])
{
	bool smallest = argc > 1 && strcmp(argv[1], "--minimise") == 0;
	int first = smallest ? 2 : 1;
	int status = ACCEPTED;
	struct checker *c;

	if (argc > 1 && strcmp(argv[1], "--help") == 0) {
		fputs(usage_text, stdout);
		return ACCEPTED;
	}
	if (argc == 2 && strcmp(argv[1], "--rules") == 0) {
		for (int rule = 0; rule < CHECK_RULE_COUNT; rule++)
			puts(check_rule_name((enum check_rule)rule));
		return ACCEPTED;
	}
	if (first >= argc || argv[first][0] == '-') {
		fputs(usage_text, stderr);
		return UNUSABLE;
	}
	c = checker_create();
	if (c == NULL) {
		fprintf(stderr, "stress-check: %s\n", strerror(ENOMEM));
		return UNUSABLE;
	}
	for (int i = first; i < argc; i++) {
		int one = judge(c, argv[i], smallest);

		status = one > status ? one : status;
	}
	checker_destroy(c);
	return status;
}
