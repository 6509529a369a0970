/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Mutations of text that need not be a scenario: each puts a piece (a line, a word, a character,
 * nothing) in the place of another.
 */
#include "mutator/inputs.h"

#include <stdlib.h>
#include <string.h>

struct piece {
	const uint8_t *start;
	size_t size;
};

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '|' || c == ':';
}

/* A random line with its newline; empty when the text is. */
static struct piece any_line(struct prng *r, struct piece text)
{
	struct piece line = {text.start, 0};
	size_t at;

	if (text.size == 0)
		return line;
	at = prng_below(r, text.size);
	while (at != 0 && text.start[at - 1] != '\n')
		at--;
	line.start = text.start + at;
	while (at + line.size < text.size && line.start[line.size++] != '\n')
		;
	return line;
}

/* A random word; empty when what is hit upon is between words. */
static struct piece any_word(struct prng *r, struct piece text)
{
	struct piece word = {text.start, 0};
	size_t at;

	if (text.size == 0)
		return word;
	at = prng_below(r, text.size);
	while (at != 0 && !is_blank(text.start[at - 1]))
		at--;
	word.start = text.start + at;
	while (at + word.size < text.size && !is_blank(word.start[word.size]))
		word.size++;
	return word;
}

/* A random place between two characters, and the character behind it. */
static struct piece any_character(struct prng *r, struct piece text)
{
	size_t at = prng_below(r, text.size + 1);
	struct piece character = {text.start + at, at != text.size};

	return character;
}

/* Writes the text with `piece` where `old` (a part of it) was. */
static size_t replace(
	struct piece text, struct piece old, struct piece piece, uint8_t *out, size_t room)
{
	size_t before = (size_t)(old.start - text.start);
	size_t after = text.size - before - old.size;

	if (before + piece.size + after > room)
		return 0;
	memcpy(out, text.start, before);
	memcpy(out + before, piece.start, piece.size);
	memcpy(out + before + piece.size, old.start + old.size, after);
	return before + piece.size + after;
}

static size_t mutate(
	struct prng *r, struct piece text, struct piece other, uint8_t *out, size_t room)
{
	static const uint8_t characters[] = "\n \t#=>:|_0x19afz-\"\\\r\0\x7f\xff";
	struct piece nothing = {text.start, 0};
	struct piece character = {&characters[prng_below(r, sizeof(characters) - 1)], 1};
	struct piece old = any_line(r, text);
	struct piece between = {old.start, 0};

	switch (prng_below(r, 8)) {
	case 0:
		return replace(text, old, nothing, out, room);
	case 1:
		return replace(text, between, any_line(r, text), out, room);
	case 2:
	case 3:
		return replace(text, between, any_line(r, other), out, room);
	case 4:
		return replace(text, any_word(r, text), any_word(r, text), out, room);
	case 5:
		return replace(text, any_word(r, text), any_word(r, other), out, room);
	case 6:
		return replace(text, any_character(r, text), nothing, out, room);
	default:
		return replace(text, any_character(r, text), character, out, room);
	}
}

size_t inputs_mutate_lines(struct inputs *in, const uint8_t *text, size_t size,
	const uint8_t *partner, size_t partner_size, uint8_t *out, size_t room)
{
	enum { FRESH_OPERATIONS = 12 };
	struct prng *r = &in->mutator.generator.random;
	struct piece whole = {text == NULL ? (const uint8_t *)"" : text, text == NULL ? 0 : size};
	struct piece other = {partner, partner_size};
	char *fresh = NULL;
	size_t fresh_size = 0, written;
	FILE *file;

	if (partner == NULL || partner_size == 0 || prng_one_in(r, 2)) {
		file = open_memstream(&fresh, &fresh_size);
		if (file == NULL)
			return 0;
		program_clear(&in->mixed);
		mutator_mutate(&in->mutator, &in->mixed, NULL, FRESH_OPERATIONS);
		in->mutator.applied = 0;
		program_write_text(&in->mixed, file);
		if (fclose(file) != 0)
			fresh_size = 0;
		other.start = (const uint8_t *)fresh;
		other.size = fresh_size;
	}
	written = mutate(r, whole, other, out, room);
	free(fresh);
	return written;
}
