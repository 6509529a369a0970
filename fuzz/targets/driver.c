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

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Not every target needs to prepare anything. */
#pragma weak LLVMFuzzerInitialize

enum { EXIT_UNUSABLE = 2 };

struct paths {
	char **names;
	size_t count;
	size_t room;
};

static _Noreturn void give_up(const char *path, int error)
{
	(void)fprintf(stderr, "%s: %s\n", path, strerror(error));
	exit(EXIT_UNUSABLE);
}

/* Takes over `path`. */
static void append(struct paths *paths, char *path)
{
	if (paths->count == paths->room) {
		size_t room = paths->room == 0 ? 64 : 2 * paths->room;
		char **names = realloc(paths->names, room * sizeof(*names));

		if (names == NULL)
			give_up(path, errno);
		paths->names = names;
		paths->room = room;
	}
	paths->names[paths->count++] = path;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *joined(const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = malloc(size);

	if (path == NULL)
		give_up(folder, errno);
	(void)snprintf(path, size, "%s/%s", folder, name);
	return path;
}

/* A file, or the files below a folder, each of a folder's entries in the order of their names. */
static void find(char *path, struct paths *found)
{
	struct paths folder = {NULL, 0, 0};
	struct dirent *entry;
	struct stat status;
	DIR *stream;

	if (stat(path, &status) != 0)
		give_up(path, errno);
	if (!S_ISDIR(status.st_mode)) {
		append(found, path);
		return;
	}
	stream = opendir(path);
	if (stream == NULL)
		give_up(path, errno);
	while ((entry = readdir(stream)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			append(&folder, joined(path, entry->d_name));
	(void)closedir(stream);
	if (folder.count != 0)
		qsort(folder.names, folder.count, sizeof(*folder.names), by_name);
	for (size_t i = 0; i < folder.count; i++)
		find(folder.names[i], found);
	free(folder.names);
	free(path);
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
	struct paths found = {NULL, 0, 0};

	if (argc == 2 && strcmp(argv[1], "--form") == 0) {
		(void)puts(mutator_form_name(mutator_form));
		return EXIT_SUCCESS;
	}
	for (int i = 1; i < argc; i++) {
		char *path = strdup(argv[i]);

		if (path == NULL)
			give_up(argv[i], errno);
		find(path, &found);
	}
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
