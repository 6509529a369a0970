/* SPDX-License-Identifier: BSD-3-Clause */
/* Descriptor numbers, limits, signals and buffers: see world.h. */
#include "world.h"

#include "kernel.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* How many numbers from the base up are looked at before each program: a symbolizer's pipes ... */
enum { LOOK_AHEAD = 64 };

/*
 * The highest open descriptor, from /proc where it is there, else by asking for each. Numbers from
 * the hard limit up are in nobody's way; valgrind keeps its own there.
 */
static int highest_open(int limit, rlim_t hard_limit)
{
	DIR *directory = opendir("/proc/self/fd");
	struct dirent *entry;
	int highest = 2;

	if (directory == NULL) {
		for (int fd = limit - 1; fd > highest; fd--)
			if (kernel_real_fcntl(fd, F_GETFD, 0) >= 0)
				return fd;
		return highest;
	}
	while ((entry = readdir(directory)) != NULL) {
		int fd = atoi(entry->d_name);

		if (fd > highest && (rlim_t)fd < hard_limit && fd != dirfd(directory))
			highest = fd;
	}
	closedir(directory);
	return highest;
}

/* Everything that is open now is somebody else's: the base goes above it, the limit with it. */
static int choose_base(struct world *w)
{
	struct rlimit limit = w->descriptors;
	int highest = highest_open(WORLD_BASE_MAX + w->limit, limit.rlim_max);
	int base = highest + 1 > WORLD_BASE_MIN ? highest + 1 : WORLD_BASE_MIN;

	limit.rlim_cur = (rlim_t)base + (rlim_t)w->limit;
	/* One more must be possible: see world_fopen. */
	if (base > WORLD_BASE_MAX || limit.rlim_cur >= limit.rlim_max)
		return -EMFILE;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -errno;
	w->base = base;
	return 0;
}

static void *map(size_t size, int protection)
{
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	void *memory = mmap(NULL, size, protection, flags, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

static const struct sigaction ignore = {.sa_handler = SIG_IGN};

int world_open(struct world *w, int numbers)
{
	int r;

	memset(w, 0, sizeof *w);
	w->filler = -1;
	w->limit = numbers;
	if (getrlimit(RLIMIT_NOFILE, &w->descriptors) < 0 ||
		getrlimit(RLIMIT_FSIZE, &w->file_size) < 0 ||
		sigaction(SIGPIPE, &ignore, &w->broken_pipe) < 0)
		return -errno;
	w->changed = true;
	r = choose_base(w);
	if (r < 0)
		return r;
	w->zeros = map(WORLD_ZEROS, PROT_READ);
	w->bytes = map(WORLD_READ_SIZE, PROT_READ | PROT_WRITE);
	w->slots = map(WORLD_SLOTS, PROT_READ | PROT_WRITE);
	if (w->zeros == NULL || w->bytes == NULL || w->slots == NULL)
		return -ENOMEM;
	w->filler = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (w->filler < 0)
		return -errno;
	return world_settle(w);
}

void world_close(struct world *w)
{
	if (!w->changed)
		return;
	if (w->zeros != NULL)
		munmap((void *)(uintptr_t)w->zeros, WORLD_ZEROS);
	if (w->bytes != NULL)
		munmap(w->bytes, WORLD_READ_SIZE);
	if (w->slots != NULL)
		munmap(w->slots, WORLD_SLOTS);
	for (int fd = 0; fd < w->base; fd++)
		if (w->filled[fd / 8] & (1U << fd % 8))
			kernel_real_close(fd);
	if (w->filler >= 0)
		kernel_real_close(w->filler);
	sigaction(SIGPIPE, &w->broken_pipe, NULL);
	setrlimit(RLIMIT_NOFILE, &w->descriptors);
}

/* Are the first numbers from the base up all closed? One system call for many. */
static bool base_is_free(const struct world *w)
{
	struct pollfd fds[LOOK_AHEAD];

	for (int i = 0; i < LOOK_AHEAD; i++)
		fds[i] = (struct pollfd){.fd = w->base + i};
	poll(fds, LOOK_AHEAD, 0);
	for (int i = 0; i < LOOK_AHEAD; i++)
		if (fds[i].revents != POLLNVAL)
			return false;
	return true;
}

int world_settle(struct world *w)
{
	int r = base_is_free(w) ? 0 : choose_base(w);

	while (r == 0) {
		int fd = kernel_real_fcntl(w->filler, F_DUPFD_CLOEXEC, 0);

		if (fd < 0)
			return -errno;
		if (fd >= w->base) {
			kernel_real_close(fd);
			return fd == w->base ? 0 : -EBUSY;
		}
		w->filled[fd / 8] = (unsigned char)(w->filled[fd / 8] | 1U << fd % 8);
	}
	return r;
}

int world_real(const struct world *w, int number)
{
	return number < 0 ? -1 : w->base + number;
}

int world_number(const struct world *w, int fd)
{
	return fd < w->base ? WORLD_FOREIGN : fd - w->base;
}

bool world_is_open(const struct world *w, int number)
{
	return kernel_real_fcntl(world_real(w, number), F_GETFD, 0) >= 0;
}

FILE *world_fopen(struct world *w, const char *path)
{
	struct rlimit limit = {(rlim_t)w->base + (rlim_t)w->limit, w->descriptors.rlim_max};
	FILE *file = fopen(path, "re");

	if (file != NULL || errno != EMFILE)
		return file;
	limit.rlim_cur++;
	setrlimit(RLIMIT_NOFILE, &limit);
	file = fopen(path, "re");
	limit.rlim_cur--;
	setrlimit(RLIMIT_NOFILE, &limit);
	return file;
}

void world_sweep(struct world *w)
{
	close_range((unsigned)w->base, ~0U, 0);
}

void world_limit_files(struct world *w, uint64_t bytes)
{
	struct rlimit limit = {bytes, w->file_size.rlim_max};

	/* Each time anew: a fuzz engine sets a handler of its own once it has started. */
	sigaction(SIGXFSZ, &ignore, &w->file_too_large);
	setrlimit(RLIMIT_FSIZE, &limit);
}

void world_unlimit_files(struct world *w)
{
	setrlimit(RLIMIT_FSIZE, &w->file_size);
	sigaction(SIGXFSZ, &w->file_too_large, NULL);
}
