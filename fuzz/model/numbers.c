/* SPDX-License-Identifier: BSD-3-Clause */
/* The descriptor table: which number means which open file description; openers, dup, close. */
#include "state.h"

#include <errno.h>
#include <string.h>

/* Costs what was used: only words up to that of the highest number hold anything. */
void model_numbers_reset(struct model *m)
{
	uint32_t used = (uint32_t)(m->highest + 1);
	uint32_t limit = m->limits.descriptors;
	memset(m->number_of, 0xff, used * sizeof(*m->number_of));
	memset(m->bindings, 0, used * sizeof(*m->bindings));
	for (uint32_t word = 0; word * 64 < used; word++) {
		uint32_t here = limit - word * 64;
		/* Numbers beyond the limit are taken for good. */
		m->numbers.taken[word] = here >= 64 ? 0 : ~UINT64_C(0) << here;
	}
	uint32_t words = (limit + 63) / 64;
	m->numbers.full_words = words >= 64 ? 0 : ~UINT64_C(0) << words;
	m->highest = -1;
}

static uint32_t lowest_bit(uint64_t word)
{
	return (uint32_t)__builtin_ctzll(word);
}

static uint32_t lowest_free(const struct model *m)
{
	if (m->numbers.full_words == UINT64_MAX)
		return NONE;
	uint32_t word = lowest_bit(~m->numbers.full_words);
	return word * 64 + lowest_bit(~m->numbers.taken[word]);
}

static void take(struct model *m, uint32_t number)
{
	uint64_t *taken = &m->numbers.taken[number / 64];
	*taken |= UINT64_C(1) << number % 64;
	if (*taken == UINT64_MAX)
		m->numbers.full_words |= UINT64_C(1) << number / 64;
}

static void give_back(struct model *m, uint32_t number)
{
	m->numbers.taken[number / 64] &= ~(UINT64_C(1) << number % 64);
	m->numbers.full_words &= ~(UINT64_C(1) << number / 64);
}

static void bind(struct model *m, uint32_t number, uint32_t file)
{
	take(m, number);
	if ((int)number > m->highest)
		m->highest = (int)number;
	m->number_of[number] = file;
	m->bindings[number]++;
	m->files[file].numbers++;
}

/* A number less means the description, which ends with its last one. */
static void let_go(struct model *m, uint32_t file)
{
	if (--m->files[file].numbers > 0) {
		rule(m, MODEL_RULE_close_of_one_number);
		return;
	}
	model_file_release(m, file);
	m->files[file].kind = MODEL_CLOSED;
	model_pool_give(&m->free_files, file);
}

/* There is a description for every number, since each that is open has a number at least. */
static uint32_t open_file(struct model *m, enum model_kind kind)
{
	uint32_t file = model_pool_take(&m->free_files);
	memset(&m->files[file], 0, sizeof(m->files[file]));
	m->files[file].kind = kind;
	model_list_clear(&m->files[file].waiters);
	return file;
}

static uint32_t open_one(struct model *m, enum model_kind kind, uint32_t number)
{
	rule(m, m->bindings[number] > 0 ? MODEL_RULE_number_used_again
					: MODEL_RULE_number_lowest_free);
	uint32_t file = open_file(m, kind);
	bind(m, number, file);
	return file;
}

static int none_free(struct model *m)
{
	rule(m, MODEL_RULE_number_none_free);
	return -EMFILE;
}

static int open_number(struct model *m, enum model_kind kind, int *ret_number, struct file **ret)
{
	uint32_t number = lowest_free(m);
	if (number == NONE)
		return none_free(m);
	*ret = &m->files[open_one(m, kind, number)];
	*ret_number = (int)number;
	return 0;
}

/* The two lowest free numbers; when there is but one, it stays free. */
static int find_two(struct model *m, uint32_t numbers[2])
{
	numbers[0] = lowest_free(m);
	if (numbers[0] == NONE)
		return none_free(m);
	take(m, numbers[0]);
	numbers[1] = lowest_free(m);
	give_back(m, numbers[0]);
	if (numbers[1] == NONE) {
		rule(m, MODEL_RULE_number_one_free_of_two);
		return -EMFILE;
	}
	return 0;
}

int model_epoll(struct model *m, int *ret_number)
{
	struct file *file;
	int r = open_number(m, MODEL_EPOLL, ret_number, &file);
	if (r == 0) {
		model_list_clear(&file->instance.interest);
		model_list_clear(&file->instance.ready);
	}
	return r;
}

int model_eventfd(struct model *m, uint32_t count, bool semaphore, int *ret_number)
{
	struct file *file;
	int r = open_number(m, MODEL_EVENTFD, ret_number, &file);
	if (r == 0)
		file->eventfd = (struct eventfd){count, semaphore};
	return r;
}

int model_timerfd(struct model *m, int *ret_number)
{
	struct file *file;
	return open_number(m, MODEL_TIMERFD, ret_number, &file);
}

int model_file(struct model *m, int *ret_number)
{
	struct file *file;
	return open_number(m, MODEL_FILE, ret_number, &file);
}

int model_pipe(struct model *m, int *ret_reader, int *ret_writer)
{
	uint32_t numbers[2];
	int r = find_two(m, numbers);
	if (r != 0)
		return r;
	uint32_t reader = open_one(m, MODEL_PIPE_READER, numbers[0]);
	uint32_t writer = open_one(m, MODEL_PIPE_WRITER, numbers[1]);
	uint32_t pipe = model_pool_take(&m->free_pipes);
	m->pipes[pipe] = (struct pipe){.reader = reader, .writer = writer};
	m->files[reader].pipe = pipe;
	m->files[writer].pipe = pipe;
	*ret_reader = (int)numbers[0];
	*ret_writer = (int)numbers[1];
	return 0;
}

int model_socketpair(struct model *m, int *ret_a, int *ret_b)
{
	uint32_t numbers[2];
	int r = find_two(m, numbers);
	if (r != 0)
		return r;
	uint32_t a = open_one(m, MODEL_SOCKET, numbers[0]);
	uint32_t b = open_one(m, MODEL_SOCKET, numbers[1]);
	m->files[a].socket.peer = b;
	m->files[b].socket.peer = a;
	*ret_a = (int)numbers[0];
	*ret_b = (int)numbers[1];
	return 0;
}

static int not_open(struct model *m, enum model_rule which)
{
	rule(m, which);
	return -EBADF;
}

int model_dup(struct model *m, int old_number, int *ret_number)
{
	uint32_t file = model_lookup(m, old_number);
	if (file == NONE)
		return not_open(m, MODEL_RULE_dup_not_open);
	uint32_t number = lowest_free(m);
	if (number == NONE) {
		rule(m, MODEL_RULE_dup_none_free);
		return -EMFILE;
	}
	rule(m, MODEL_RULE_dup_shares_description);
	bind(m, number, file);
	*ret_number = (int)number;
	return 0;
}

int model_dup2(struct model *m, int old_number, int new_number)
{
	uint32_t file = model_lookup(m, old_number);
	if (file == NONE)
		return not_open(m, MODEL_RULE_dup2_not_open);
	/* A negative one is, unsigned, larger than all. */
	if ((uint32_t)new_number >= m->limits.descriptors)
		return not_open(m, MODEL_RULE_dup2_out_of_range);
	if (new_number == old_number) {
		rule(m, MODEL_RULE_dup2_onto_itself);
		return 0;
	}
	/* What the number meant before ends when it already means the other description. */
	uint32_t before = m->number_of[new_number];
	bind(m, (uint32_t)new_number, file);
	if (before == NONE) {
		rule(m, MODEL_RULE_dup2_opens_the_number);
		return 0;
	}
	rule(m, before == file ? MODEL_RULE_dup2_onto_a_dup : MODEL_RULE_dup2_closes_the_number);
	let_go(m, before);
	return 0;
}

int model_close(struct model *m, int number)
{
	uint32_t file = model_lookup(m, number);
	if (file == NONE)
		return not_open(m, MODEL_RULE_close_not_open);
	m->number_of[number] = NONE;
	give_back(m, (uint32_t)number);
	let_go(m, file);
	return 0;
}

int model_highest(const struct model *m)
{
	return m->highest;
}
