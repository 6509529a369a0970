/* SPDX-License-Identifier: BSD-3-Clause */
/* A declaration while it is read: declaration.c reads its lines, expand.c what `do` means. */
#ifndef EPOLLCTX_TESTS_EXHAUSTIVE_DECLARATION_H
#define EPOLLCTX_TESTS_EXHAUSTIVE_DECLARATION_H

#include "world.h"

enum { WORDS_MAX = 40, CHOICES_MAX = 2048, CHOICE_SIZE = 96 };

/* The values that one argument may have. */
struct choices {
	char text[CHOICES_MAX][CHOICE_SIZE];
	int count;
};

struct declaration {
	struct world *world;
	const char *path;
	unsigned line;
	char *words[WORDS_MAX]; /* of the line */
	int word_count;
	FILE *text;	 /* the operations, one a line, behind the lines that bind the numbers */
	unsigned *lines; /* of the declaration, by operation */
	/* Of the line that is expanded: */
	enum program_code code;
	struct choices choices[PROGRAM_ARGUMENTS_MAX];
	const char *chosen[PROGRAM_ARGUMENTS_MAX];
	unsigned kinds[2];
	const char *kind_words[2];
	char tokens[PROGRAM_LINE_MAX]; /* of the first line that takes any */
};

/* Says where and why; returns false. */
__attribute__((format(printf, 2, 3))) bool refuse(
	const struct declaration *d, const char *format, ...);
bool read_code(const struct declaration *d, const char *word, enum program_code *ret_code);
bool read_kind(const struct declaration *d, const char *word, int *ret_kind);

/* "do add epoll eventfd IN,OUT 1,2": every operation that it means. */
bool read_do(struct declaration *d);

#endif
