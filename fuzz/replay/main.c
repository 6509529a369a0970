/* SPDX-License-Identifier: BSD-3-Clause */
/* epollctx-replay: performs, converts and shrinks scenarios. */
#include "epollctx.h"
#include "replay.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage_text[] =
	"Usage: epollctx-replay [OPTION]... run FILE...\n"
	"       epollctx-replay [OPTION]... rules FILE...\n"
	"       epollctx-replay [OPTION]... --CONVERSION FILE\n"
	"\n"
	"Performs scenarios through the epollctx library on this kernel and on the shadow model, "
	"and\n"
	"compares every answer. FILE is a scenario or an encoded program; - is standard input.\n"
	"\n"
	"  run            performs each file and writes TAP, one test per file\n"
	"  rules          performs the files; writes how often each rule of the model was used\n"
	"\n"
	"Conversions write to standard output:\n"
	"  --to-bytes     the encoded program, as the fuzz targets take it\n"
	"  --from-bytes   the scenario of an encoded program (of any bytes)\n"
	"  --state        the scenario, each operation with the answer that the model predicts\n"
	"  --emit-c       a C program that performs the scenario with raw system calls\n"
	"  --shrink       the smallest scenario that still differs (or crashes, or hangs)\n"
	"\n"
	"Options:\n"
	"  --as FLAVOUR   what performs the operations; one of:\n";

static const char options_text[] =
	"  --twice        performs each program again: the answers must be the same\n"
	"  --check-model  checks the tables of the model after every operation\n"
	"  --trace        writes each operation and its answer to standard error\n"
	"  --help         this text\n"
	"  --version      the version\n"
	"\n"
	"Exit status: 0 all as expected, 1 a difference, 2 unusable input.\n";

static void usage(FILE *file)
{
	fputs(usage_text, file);
	for (int i = 0; i < LOCKSTEP_FLAVOUR_COUNT; i++)
		fprintf(file, "                 %-8s %s%s\n",
			lockstep_flavour_name((enum lockstep_flavour)i),
			lockstep_flavour_text((enum lockstep_flavour)i),
			i == 0 ? " (default)" : "");
	fputs(options_text, file);
}

enum choice {
	CHOICE_TO_BYTES = 1,
	CHOICE_FROM_BYTES,
	CHOICE_STATE,
	CHOICE_EMIT_C,
	CHOICE_SHRINK,
	CHOICE_AS,
	CHOICE_TWICE,
	CHOICE_CHECK_MODEL,
	CHOICE_TRACE,
	CHOICE_HELP,
	CHOICE_VERSION,
};

static const struct option options_table[] = {
	{"to-bytes", no_argument, NULL, CHOICE_TO_BYTES},
	{"from-bytes", no_argument, NULL, CHOICE_FROM_BYTES},
	{"state", no_argument, NULL, CHOICE_STATE},
	{"emit-c", no_argument, NULL, CHOICE_EMIT_C},
	{"shrink", no_argument, NULL, CHOICE_SHRINK},
	{"as", required_argument, NULL, CHOICE_AS},
	{"twice", no_argument, NULL, CHOICE_TWICE},
	{"check-model", no_argument, NULL, CHOICE_CHECK_MODEL},
	{"trace", no_argument, NULL, CHOICE_TRACE},
	{"help", no_argument, NULL, CHOICE_HELP},
	{"version", no_argument, NULL, CHOICE_VERSION},
	{NULL, 0, NULL, 0},
};

static int complain(const char *what, const char *about)
{
	fprintf(stderr, "epollctx-replay: %s%s (--help shows how it is used)\n", what, about);
	return REPLAY_UNUSABLE;
}

static bool choose_flavour(const char *name, struct lockstep_options *options)
{
	for (int i = 0; i < LOCKSTEP_FLAVOUR_COUNT; i++)
		if (strcmp(name, lockstep_flavour_name((enum lockstep_flavour)i)) == 0) {
			options->flavour = (enum lockstep_flavour)i;
			return true;
		}
	return false;
}

static int write_bytes(const struct program *program)
{
	size_t size = program_encoded_size(program);
	uint8_t *bytes = malloc(size);

	if (bytes == NULL)
		return complain(strerror(ENOMEM), "");
	size = program_encode(program, bytes, size);
	fwrite(bytes, 1, size, stdout);
	free(bytes);
	return REPLAY_SAME;
}

static int write_stated(const struct lockstep_options *options, struct program *program)
{
	struct lockstep *ls = lockstep_create(options);
	int r = ls == NULL ? -errno : lockstep_state(ls, program);

	lockstep_destroy(ls);
	if (r < 0)
		return complain("cannot predict the program: ", strerror(-r));
	program_write_text(program, stdout);
	return REPLAY_SAME;
}

/* Without what is stated if it differs without, so that the result shows the kernel's own answer.
 */
static int write_shrunk(const struct lockstep_options *options, struct program *program)
{
	enum outcome stated = outcome_of(options, program, OUTCOME_UNKNOWN);
	struct program plain;
	int r;

	program_init(&plain);
	if (program_copy(&plain, program) < 0)
		return complain(strerror(ENOMEM), "");
	program_forget_stated(&plain);
	if (stated == OUTCOME_SAME || stated == OUTCOME_UNKNOWN) {
		program_free(&plain);
		return complain("nothing to shrink: the outcome is ", outcome_name(stated));
	}
	if (outcome_of(options, &plain, stated) == stated) {
		r = shrink(options, &plain, stated);
		printf("# %s, performed as %s\n", outcome_name(stated),
			lockstep_flavour_name(options->flavour));
		r = r < 0 ? complain(strerror(-r), "") : write_stated(options, &plain);
	} else {
		r = shrink(options, program, stated);
		printf("# %s of what is stated, performed as %s\n", outcome_name(stated),
			lockstep_flavour_name(options->flavour));
		program_write_text(program, stdout);
		r = r < 0 ? complain(strerror(-r), "") : REPLAY_SAME;
	}
	program_free(&plain);
	return r;
}

static int convert(
	enum choice conversion, const struct lockstep_options *options, struct program *program)
{
	switch (conversion) {
	case CHOICE_TO_BYTES:
		return write_bytes(program);
	case CHOICE_FROM_BYTES:
		program_write_text(program, stdout);
		return REPLAY_SAME;
	case CHOICE_EMIT_C:
		program_write_c(program, stdout);
		return REPLAY_SAME;
	case CHOICE_SHRINK:
		return write_shrunk(options, program);
	default:
		return write_stated(options, program);
	}
}

static int convert_file(
	enum choice conversion, const struct lockstep_options *options, const char *path)
{
	struct program program;
	int status = REPLAY_UNUSABLE;

	program_init(&program);
	if (replay_load(&program, path,
		    conversion == CHOICE_FROM_BYTES ? REPLAY_BYTES : REPLAY_ANY_FORM))
		status = convert(conversion, options, &program);
	program_free(&program);
	return status;
}

/* Reads the options; returns the conversion that was asked for, 0 for none, -1 for an error. */
static int read_options(int argc, char *argv[], struct lockstep_options *options)
{
	int conversion = 0;
	int option;

	while ((option = getopt_long(argc, argv, "", options_table, NULL)) != -1) {
		switch (option) {
		case CHOICE_AS:
			if (!choose_flavour(optarg, options)) {
				complain("unknown flavour: ", optarg);
				return -1;
			}
			break;
		case CHOICE_TWICE:
			options->twice = true;
			break;
		case CHOICE_CHECK_MODEL:
			options->check_model = true;
			break;
		case CHOICE_TRACE:
			options->trace = stderr;
			break;
		case '?':
			complain("cannot read the options", "");
			return -1;
		default:
			if (conversion != 0) {
				complain("one conversion at a time", "");
				return -1;
			}
			conversion = option;
		}
	}
	return conversion;
}

static int perform_command(const struct lockstep_options *options, char *const words[], int count)
{
	if (count < 1)
		return complain("nothing to do", "");
	if (count < 2)
		return complain("no files for ", words[0]);
	if (strcmp(words[0], "run") == 0)
		return replay_run(options, words + 1, count - 1);
	if (strcmp(words[0], "rules") == 0)
		return replay_rules(options, words + 1, count - 1);
	return complain("unknown command: ", words[0]);
}

/* An answer that could not be written whole is none. */
static int finish(int status)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		return complain("cannot write: ", strerror(errno));
	return status;
}

int main(int argc, char *argv[])
{
	struct lockstep_options options = {.flavour = LOCKSTEP_context};
	int conversion = read_options(argc, argv, &options);
	int left = argc - optind;

	if (conversion < 0)
		return REPLAY_UNUSABLE;
	if (conversion == CHOICE_HELP) {
		usage(stdout);
		return finish(0);
	}
	if (conversion == CHOICE_VERSION) {
		printf("epollctx-replay %s\n", EPOLLCTX_VERSION);
		return finish(0);
	}
	if (conversion == 0)
		return finish(perform_command(&options, argv + optind, left));
	if (left != 1)
		return complain("a conversion takes one file", "");
	return finish(convert_file((enum choice)conversion, &options, argv[optind]));
}
