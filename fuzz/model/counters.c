/* SPDX-License-Identifier: BSD-3-Clause */
/* The files that hold a number: eventfd(2), timerfd_create(2), and a regular file's offset. */
#include "state.h"

#include <errno.h>

/* The value that an eventfd's counter never reaches by write(2). */
#define EVENTFD_FULL UINT64_MAX

int model_eventfd_write(struct model *m, uint32_t file, uint64_t n)
{
	struct eventfd *eventfd = &m->files[file].eventfd;
	if (n == EVENTFD_FULL) {
		rule(m, MODEL_RULE_eventfd_write_of_the_maximum);
		return -EINVAL;
	}
	if (n >= EVENTFD_FULL - eventfd->count) {
		rule(m, MODEL_RULE_eventfd_write_overflow);
		return -EAGAIN;
	}
	rule(m, n == 0 ? MODEL_RULE_eventfd_write_of_0 : MODEL_RULE_eventfd_write);
	eventfd->count += n;
	model_wake(m, file, MODEL_IN);
	return 0;
}

int model_eventfd_read(struct model *m, uint32_t file, uint64_t *ret_value)
{
	struct eventfd *eventfd = &m->files[file].eventfd;
	if (eventfd->count == 0) {
		rule(m, MODEL_RULE_eventfd_read_of_0);
		return -EAGAIN;
	}
	if (eventfd->semaphore) {
		rule(m, MODEL_RULE_eventfd_read_semaphore);
		*ret_value = 1;
	} else {
		rule(m, MODEL_RULE_eventfd_read);
		*ret_value = eventfd->count;
	}
	eventfd->count -= *ret_value;
	model_wake(m, file, MODEL_OUT);
	return 0;
}

uint32_t model_eventfd_says(const struct eventfd *eventfd)
{
	uint32_t says = 0;
	if (eventfd->count > 0)
		says |= MODEL_IN;
	if (eventfd->count < EVENTFD_FULL - 1)
		says |= MODEL_OUT;
	return says;
}

int model_timerfd_read(struct model *m, uint32_t file, uint64_t *ret_value)
{
	if (!m->files[file].expired) {
		rule(m, MODEL_RULE_timerfd_read_unexpired);
		return -EAGAIN;
	}
	rule(m, MODEL_RULE_timerfd_read);
	m->files[file].expired = false;
	*ret_value = 1;
	return 0;
}

static int find_timerfd(struct model *m, int number, uint32_t *ret_file)
{
	uint32_t file = model_lookup(m, number);
	if (file == NONE) {
		rule(m, MODEL_RULE_timerfd_set_not_open);
		return -EBADF;
	}
	if (m->files[file].kind != MODEL_TIMERFD) {
		rule(m, MODEL_RULE_timerfd_set_no_timerfd);
		return -EINVAL;
	}
	*ret_file = file;
	return 0;
}

int model_arm(struct model *m, int number)
{
	uint32_t file;
	int r = find_timerfd(m, number, &file);
	if (r != 0)
		return r;
	rule(m, m->files[file].expired ? MODEL_RULE_timerfd_expires_again
				       : MODEL_RULE_timerfd_expires);
	m->files[file].expired = true;
	model_wake(m, file, MODEL_IN);
	return 0;
}

int model_disarm(struct model *m, int number)
{
	uint32_t file;
	int r = find_timerfd(m, number, &file);
	if (r != 0)
		return r;
	rule(m, MODEL_RULE_timerfd_disarm);
	m->files[file].expired = false;
	return 0;
}

int model_regular_write(struct model *m, uint32_t file, uint32_t n, uint32_t *ret_written)
{
	uint32_t *offset = &m->files[file].offset;
	if (n == 0) {
		rule(m, MODEL_RULE_file_write_of_0);
		*ret_written = 0;
		return 0;
	}
	uint32_t room = MODEL_FILE_BYTES_MAX - *offset;
	if (room == 0) {
		rule(m, MODEL_RULE_file_write_at_the_limit);
		return -EFBIG;
	}
	rule(m, n > room ? MODEL_RULE_file_write_cut : MODEL_RULE_file_write);
	*ret_written = n < room ? n : room;
	*offset += *ret_written;
	return 0;
}

/* No operation moves an offset back, so that it is always at the end of the file. */
int model_regular_read(struct model *m, uint64_t *ret_value)
{
	rule(m, MODEL_RULE_file_read_at_the_end);
	*ret_value = 0;
	return 0;
}
