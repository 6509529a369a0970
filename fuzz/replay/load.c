/* SPDX-License-Identifier: BSD-3-Clause */
/* Files into programs. */
#include "replay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is left of a stream, to be freed; NULL with errno. */
static char *read_stream(FILE *file, size_t *ret_size)
{
	char *content = NULL;
	size_t size = 0, room = 0, got;

	do {
		char *larger = realloc(content, room = room * 2 + 65536);

		if (larger == NULL)
			break;
		content = larger;
		got = fread(content + size, 1, room - size, file);
		size += got;
	} while (got > 0);
	if (ferror(file) || !feof(file)) {
		free(content);
		content = NULL;
	}
	*ret_size = size;
	return content;
}

/* The whole file, to be freed; NULL with errno. */
static char *read_all(const char *path, size_t *ret_size)
{
	FILE *file;
	char *content;

	if (strcmp(path, "-") == 0)
		return read_stream(stdin, ret_size);
	file = fopen(path, "rbe");
	if (file == NULL)
		return NULL;
	content = read_stream(file, ret_size);
	fclose(file);
	return content;
}

static bool is_encoded(const char *content, size_t size)
{
	uint8_t header[PROGRAM_HEADER_SIZE];
	struct program none;

	program_init(&none);
	program_encode(&none, header, sizeof header);
	/* The last byte is the version: whichever it is, it is an encoding. */
	return size >= sizeof header && memcmp(content, header, sizeof header - 1) == 0;
}

static bool load_bytes(struct program *program, const char *path, const char *content, size_t size)
{
	int r = program_decode(program, (const uint8_t *)content, size);

	if (r == -EPROTONOSUPPORT)
		fprintf(stderr, "%s: format version %d, but this tool reads version %d\n", path,
			(uint8_t)content[PROGRAM_HEADER_SIZE - 1], PROGRAM_FORMAT_VERSION);
	else if (r < 0)
		fprintf(stderr, "%s: %s\n", path, strerror(-r));
	return r == 0;
}

/* Nothing here knows more than one thread. */
static bool is_one_threaded(struct program *program, const char *path)
{
	size_t index = program_first_threaded(program);

	if (index == program->count)
		return true;
	fprintf(stderr,
		"%s:%u: a thread column: this is a history, to be checked by stress-check, "
		"not to be performed\n",
		path, program->operations[index].line);
	program_clear(program);
	return false;
}

static bool load_text(struct program *program, const char *path, const char *content, size_t size)
{
	struct program_error error;

	if (program_read_text(program, content, size, &error) == 0)
		return is_one_threaded(program, path);
	if (error.line != 0)
		fprintf(stderr, "%s:%u: %s\n", path, error.line, error.reason);
	else
		fprintf(stderr, "%s: %s\n", path, error.reason);
	return false;
}

bool replay_load(struct program *program, const char *path, enum replay_form form)
{
	size_t size;
	char *content = read_all(path, &size);
	bool good;

	if (content == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return false;
	}
	if (form == REPLAY_ANY_FORM)
		form = is_encoded(content, size) ? REPLAY_BYTES : REPLAY_TEXT;
	if (form == REPLAY_BYTES)
		good = load_bytes(program, path, content, size);
	else
		good = load_text(program, path, content, size);
	free(content);
	return good;
}
