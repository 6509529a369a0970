/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The words of the scenario language: which word stands for which value. Reader, writer and C
 * output share it.
 */
#ifndef EPOLLCTX_FUZZ_WORDS_H
#define EPOLLCTX_FUZZ_WORDS_H

#include "program.h"

/* A part of a text; not terminated. */
struct word {
	const char *text;
	size_t size;
};

/* A name of EVENTS and its bit. */
struct event_name {
	const char *name;
	uint32_t bit;
};

/* In the order of the bits; closed by a row without a name. */
extern const struct event_name event_names[];
/* rd, wr, rdwr: by the value of HOW. */
extern const char *const how_names[3];

bool word_is(struct word word, const char *text);

/* Each says whether the word is one of its kind, and then sets the value. */
bool word_operation(struct word word, enum program_code *ret_code);
bool word_event(struct word word, uint32_t *ret_bit);
bool word_how(struct word word, uint64_t *ret_how);
bool word_call(struct word word, uint64_t *ret_call);
bool word_errno(struct word word, enum program_errno *ret_index);

enum word_number { WORD_NUMBER, WORD_NO_NUMBER, WORD_ABOVE_64_BITS };
enum word_number word_number(struct word word, uint64_t *ret_value);

/* Room for EVENTS as text: all the names, the bits without a name and the zero byte. */
enum { EVENTS_TEXT_SIZE = 128 };
/*
 * Writes the names of the bits, each after `prefix`, and then the rest as a hexadecimal number;
 * `between` stands between the parts.
 */
size_t format_events(
	uint32_t events, const char *prefix, const char *between, char *text, size_t size);

/* What a line of the operation holds after its name: "NAME [COUNT] [semaphore]". */
void format_usage(enum program_code code, char *text, size_t size);
/* "capacity" for CAPACITY. */
const char *argument_noun(enum program_argument kind);
/* May the argument be left out? */
bool argument_is_optional(enum program_argument kind);
/* Is it a number in the text? */
bool argument_is_number(enum program_argument kind);

#endif
