/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs a fuzz target on files, without an engine: for coverage builds, for valgrind, for the seeds
 * and for what a campaign has found.
 *
 *	TARGET FILE-OR-FOLDER...   runs each file, and each file below a folder; a line for each
 *	TARGET --form              prints what inputs the target takes: bytes, faults or text
 *
 * Exits 0 when every file was run and every property held; 2 when there was no file or one could
 * not be read. A property that does not hold ends it with abort(), after the name of the file.
 */
#include "targets/target.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Not every target needs to prepare anything. */
#pragma weak LLVMFuzzerInitialize

enum { EXIT_UNUSABLE = 2, FOLDERS_OPEN = 16 };

struct paths {
	char **names;
	size_t count;
	size_t room;
};

/* nftw(3) has no place for an argument of its callback. */
static struct paths found;

static _Noreturn void give_up(const char *path, int error)
{
	(void)fprintf(stderr, "%s: %s\n", path, strerror(error));
	exit(EXIT_UNUSABLE);
}

static int remember(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)place;
	if (type == FTW_D)
		return 0;
	if (type != FTW_F)
		give_up(path, type == FTW_DNR || type == FTW_NS ? EACCES : ENOENT);
	if (found.count == found.room) {
		size_t room = found.room == 0 ? 64 : 2 * found.room;
		char **names = realloc(found.names, room * sizeof(*names));

		if (names == NULL)
			give_up(path, errno);
		found.names = names;
		found.room = room;
	}
	found.names[found.count] = strdup(path);
	if (found.names[found.count] == NULL)
		give_up(path, errno);
	found.count++;
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The folder's order is nobody's; the arguments' is the caller's. */
static void find(const char *path)
{
	size_t before = found.count;

	if (nftw(path, remember, FOLDERS_OPEN, 0) != 0)
		give_up(path, errno);
	if (found.count != before)
		qsort(found.names + before, found.count - before, sizeof(*found.names), by_name);
}

/* The whole file, in memory of exactly its size, so that a sanitizer sees what reads past it. */
static uint8_t *read_file(const char *path, size_t *ret_size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes;
	long size;

	if (file == NULL)
		give_up(path, errno);
	if (fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0 ||
		fseek(file, 0, SEEK_SET) != 0)
		give_up(path, errno);
	*ret_size = (size_t)size;
	bytes = malloc(*ret_size == 0 ? 1 : *ret_size);
	if (bytes == NULL)
		give_up(path, ENOMEM);
	if (fread(bytes, 1, *ret_size, file) != *ret_size)
		give_up(path, ferror(file) ? errno : EIO);
	(void)fclose(file);
	return bytes;
}

static void run(const char *path)
{
	size_t size;
	uint8_t *bytes = read_file(path, &size);

	(void)printf("%s: %zu bytes", path, size);
	(void)fflush(stdout);
	(void)LLVMFuzzerTestOneInput(bytes, size);
	(void)printf(", ok\n");
	free(bytes);
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--form") == 0) {
		(void)puts(mutator_form_name(mutator_form));
		return EXIT_SUCCESS;
	}
	for (int i = 1; i < argc; i++)
		find(argv[i]);
	if (found.count == 0) {
		(void)fprintf(
			stderr, "usage: %s FILE-OR-FOLDER... (no file given or found)\n", argv[0]);
		return EXIT_UNUSABLE;
	}
	if (LLVMFuzzerInitialize != NULL)
		(void)LLVMFuzzerInitialize(&argc, &argv);
	for (size_t i = 0; i < found.count; i++) {
		run(found.names[i]);
		free(found.names[i]);
	}
	free(found.names);
	return EXIT_SUCCESS;
}
