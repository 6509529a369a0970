/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The process, made ready for programs: numbers from `base` up belong to the program alone, so that
 * the kernel's lowest free number is the model's; signals and limits do not interfere.
 */
#ifndef EPOLLCTX_FUZZ_WORLD_H
#define EPOLLCTX_FUZZ_WORLD_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/resource.h>

/* AFL++ keeps 198 and 199 for itself; the base is above both. */
enum { WORLD_BASE_MIN = 256, WORLD_BASE_MAX = 4096, WORLD_READ_SIZE = 1 << 20 };

struct world {
	bool changed; /* there is something to restore */
	int base;     /* the lowest number of a program */
	int limit;    /* how many numbers a program has */
	int filler;   /* /dev/null; every free number below the base is made its duplicate */
	unsigned char filled[WORLD_BASE_MAX / 8]; /* a bit for each of those */
	struct rlimit descriptors;		  /* as it was found, and so the next three */
	struct rlimit file_size;
	struct sigaction broken_pipe;
	struct sigaction file_too_large;
	const void *zeros; /* WORLD_ZEROS bytes that nobody has touched */
	void *bytes;	   /* WORLD_READ_SIZE bytes to read into */
	/* Slots for any capacity that the kernel takes; pages that are never used cost nothing. */
	struct epoll_event *slots;
};
/* As much as a call can write at once; with 32-bit addresses, more than any file may hold. */
#define WORLD_ZEROS ((size_t)1 << (SIZE_MAX > UINT32_MAX ? 31 : 28))
#define WORLD_SLOTS ((size_t)1 << 31)

/* 0 or -errno. `numbers` is how many numbers a program may have at most. */
int world_open(struct world *w, int numbers);
void world_close(struct world *w);

/*
 * Before a program: fills whatever the process has freed below the base, and goes above what it has
 * opened (a sanitizer's symbolizer keeps pipes, for example). 0 or -errno.
 */
int world_settle(struct world *w);

/* The real descriptor of a number, and back; one that is no program's becomes WORLD_FOREIGN. */
enum { WORLD_FOREIGN = -3 };
int world_real(const struct world *w, int number);
int world_number(const struct world *w, int fd);

bool world_is_open(const struct world *w, int number);
/* Opens a file to read, also while the program has opened every number that it may. */
FILE *world_fopen(struct world *w, const char *path);
/* Closes everything from the base up, whoever opened it. */
void world_sweep(struct world *w);

/* Within these two, a file that is written to grows to `bytes` at most: EFBIG, without a signal. */
void world_limit_files(struct world *w, uint64_t bytes);
void world_unlimit_files(struct world *w);

#endif
