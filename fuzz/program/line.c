/* SPDX-License-Identifier: BSD-3-Clause */
/* The words of a line, and complaints about them. */
#include "line.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

int malformed(struct reader *r, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	r->error->line = r->line;
	vsnprintf(r->error->reason, sizeof r->error->reason, format, arguments);
	va_end(arguments);
	return -EINVAL;
}

const char *quoted(struct word word, char text[QUOTED_SIZE])
{
	/* Behind the last character there must be room for one escape, "...'" and the zero byte. */
	const size_t full = QUOTED_SIZE - sizeof "\\xNN" - sizeof "...'";
	size_t at = 0;
	size_t i = 0;

	text[at++] = '\'';
	for (; i < word.size && at < full; i++) {
		unsigned char c = (unsigned char)word.text[i];

		if (c > ' ' && c < 0x7f)
			text[at++] = (char)c;
		else
			at += (size_t)snprintf(text + at, sizeof "\\xNN", "\\x%02x", c);
	}
	snprintf(text + at, QUOTED_SIZE - at, "%s'", i < word.size ? "..." : "");
	return text;
}

static int check_word(struct reader *r)
{
	char text[QUOTED_SIZE];

	for (size_t i = 0; i < r->word.size; i++) {
		unsigned char c = (unsigned char)r->word.text[i];

		if (c == '\r')
			return malformed(r, "carriage return in %s: a line ends in a newline alone",
				quoted(r->word, text));
		if (c <= ' ' || c >= 0x7f)
			return malformed(r, "byte 0x%02x in %s: a word is printable ASCII", c,
				quoted(r->word, text));
	}
	return 0;
}

int line_next(struct reader *r)
{
	const char *start;

	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t'))
		r->at++;
	start = r->at;
	while (r->at < r->end && *r->at != ' ' && *r->at != '\t')
		r->at++;
	r->word = (struct word){start, (size_t)(r->at - start)};
	return check_word(r);
}

bool line_ended(const struct reader *r)
{
	return r->word.size == 0;
}

int line_start(struct reader *r, const char *text, size_t size)
{
	const char *comment;

	r->line++;
	if (size > PROGRAM_LINE_MAX)
		return malformed(r, "the line is above %d bytes", PROGRAM_LINE_MAX);
	comment = size > 0 ? memchr(text, '#', size) : NULL;
	r->at = text;
	r->end = comment != NULL ? comment : text + size;
	return line_next(r);
}
