/* SPDX-License-Identifier: BSD-3-Clause */
/* A line of a scenario while it is read: its words, and the complaint about it. */
#ifndef EPOLLCTX_FUZZ_LINE_H
#define EPOLLCTX_FUZZ_LINE_H

#include "names.h"
#include "words.h"

enum { LINE_EVENTS_MAX = PROGRAM_LINE_MAX / sizeof("0:0") };

struct reader {
	struct program *program;
	struct program_error *error;
	struct name_table names;
	unsigned line;
	const char *at; /* what is left of the line, without its comment */
	const char *end;
	struct word word; /* the next word; of size 0 at the end of the line */
	struct program_event events[LINE_EVENTS_MAX];
};

/* Sets the reason, with the place; returns -EINVAL. */
__attribute__((format(printf, 2, 3))) int malformed(struct reader *r, const char *format, ...);

/* Room for a word as a complaint shows it. */
enum { QUOTED_SIZE = 48 };
/* 'word', shortened, with what does not print as \xNN. Returns `text`. */
const char *quoted(struct word word, char text[QUOTED_SIZE]);

/* Starts a line, at its first word. */
int line_start(struct reader *r, const char *text, size_t size);
/* Goes on to the next word. */
int line_next(struct reader *r);
bool line_ended(const struct reader *r);

/* The thread column, if the line starts with one; goes on to the operation. */
int read_span(struct reader *r, struct program_span *ret_span);
/* The argument at the current word; goes on to the next one. */
int read_argument(struct reader *r, enum program_argument kind, uint64_t *ret_value);
/* "IN|ET" */
int read_events(struct reader *r, struct word word, uint32_t *ret_events);
/* What follows `=>`, to the end of the line. The events are the reader's. */
int read_answer(struct reader *r, enum program_code code, struct program_answer *ret_answer);

#endif
