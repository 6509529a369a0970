/* SPDX-License-Identifier: BSD-3-Clause */
/* Rows about an object's number, its memory, its limits, and the files behind an eventfd. */
#include "rows.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* The number that the called function's object holds. */
static int number_of(const struct operation *op)
{
	return strstr(op->function, "_eventfd_") != NULL ? BELL : instance_of(op);
}

static bool close_its_number(struct scene *s)
{
	both_close(s, number_of(s->op));
	scene_remember(s);
	return true;
}

void its_number_is_closed(void **state)
{
	show(state, close_its_number, NULL);
}

static bool put_an_eventfd_there(struct scene *s)
{
	both_dup2(s, QUIET, instance_of(s->op));
	scene_remember(s);
	return true;
}

void it_is_no_instance(void **state)
{
	show(state, put_an_eventfd_there, NULL);
}

/* --- Memory --- */

static void *page;

static void map_a_page(void)
{
	page = mmap(
		NULL, (size_t)sysconf(_SC_PAGESIZE), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(page != MAP_FAILED);
}

static void unmap_the_page(struct scene *s)
{
	(void)s;
	assert_int_equal(munmap(page, (size_t)sysconf(_SC_PAGESIZE)), 0);
}

static bool give_slots_that_cannot_be_written(struct scene *s)
{
	uint32_t written;

	map_a_page();
	s->o.events.slots = page;
	/* They are written only when there is something to say. */
	assert_int_equal(epollctx_eventfd_write(&s->o.bell, 1), 0);
	assert_int_equal(model_write(s->ls->model, BELL, 1, &written), 0);
	scene_remember(s);
	return false;
}

void the_slots_are_not_writable(void **state)
{
	show(state, give_slots_that_cannot_be_written, unmap_the_page);
}

static bool give_a_mask_that_cannot_be_read(struct scene *s)
{
	map_a_page();
	s->mask = page;
	return false;
}

void the_mask_is_not_readable(void **state)
{
	show(state, give_a_mask_that_cannot_be_read, unmap_the_page);
}

/* --- RLIMIT_NOFILE --- */

static struct rlimit limit_before;

static bool allow_descriptors(rlim_t count)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit_before), 0);
	limit = limit_before;
	limit.rlim_cur = count;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	return false;
}

static bool allow_those_that_are_open(struct scene *s)
{
	(void)s;
	return allow_descriptors(1);
}

static bool allow_none(struct scene *s)
{
	(void)s;
	return allow_descriptors(0);
}

static void allow_as_before(struct scene *s)
{
	(void)s;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit_before), 0);
}

void descriptors_run_out(void **state)
{
	show(state, allow_those_that_are_open, allow_as_before);
}

void no_descriptor_is_allowed(void **state)
{
	show(state, allow_none, allow_as_before);
}

/* --- An eventfd, and what else may be behind its number --- */

static bool ask_for_unknown_flags(struct scene *s)
{
	s->flags = 1 << 30;
	return false;
}

void the_flags_are_unknown(void **state)
{
	show(state, ask_for_unknown_flags, NULL);
}

static bool fill_it(struct scene *s)
{
	uint32_t written;

	assert_int_equal(epollctx_eventfd_write(&s->o.bell, UINT64_MAX - 2), 0);
	assert_int_equal(model_write(s->ls->model, BELL, UINT64_MAX - 2, &written), 0);
	s->value = 1;
	return true;
}

void there_is_no_room(void **state)
{
	show(state, fill_it, NULL);
}

static bool empty_it(struct scene *s)
{
	uint64_t value;

	assert_int_equal(epollctx_eventfd_read(&s->o.bell, &value), 0);
	assert_int_equal(model_read(s->ls->model, BELL, sizeof value, &value), 0);
	return true;
}

void there_is_nothing(void **state)
{
	show(state, empty_it, NULL);
}

static bool add_too_much(struct scene *s)
{
	s->value = UINT64_MAX;
	return true;
}

void the_value_is_too_large(void **state)
{
	show(state, add_too_much, NULL);
}

/* A socket that was reset: EPIPE for a writer, ECONNRESET for a reader. */
static bool put_a_reset_socket_there(struct scene *s)
{
	uint32_t written;
	int fds[2];
	int a, b;

	assert_int_equal(model_socketpair(s->ls->model, &a, &b), 0);
	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), 0);
	assert_int_equal(fds[0], scene_fd(s, a));
	assert_int_equal(fds[1], scene_fd(s, b));
	assert_int_equal(write(fds[0], "x", 1), 1);
	assert_int_equal(model_write(s->ls->model, a, 1, &written), 0);
	both_close(s, b);
	both_dup2(s, a, BELL);
	both_close(s, a);
	scene_remember(s);
	return true;
}

void another_file_fails(void **state)
{
	show(state, put_a_reset_socket_there, NULL);
}

enum { TOO_LITTLE = 3 };

static void put_a_file_there(struct scene *s)
{
	int file = both_file(s);

	both_dup2(s, file, BELL);
	both_close(s, file);
	scene_remember(s);
}

static bool let_a_file_take_little(struct scene *s)
{
	put_a_file_there(s);
	world_limit_files(&s->ls->world, TOO_LITTLE);
	return false;
}

static void let_files_grow(struct scene *s)
{
	world_unlimit_files(&s->ls->world);
}

void a_file_takes_too_little(void **state)
{
	show(state, let_a_file_take_little, let_files_grow);
}

static bool let_a_file_give_little(struct scene *s)
{
	put_a_file_there(s);
	assert_int_equal(pwrite(scene_fd(s, BELL), "xyz", TOO_LITTLE, 0), TOO_LITTLE);
	return false;
}

void a_file_gives_too_little(void **state)
{
	show(state, let_a_file_give_little, NULL);
}
