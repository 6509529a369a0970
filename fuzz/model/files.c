/* SPDX-License-Identifier: BSD-3-Clause */
/* What all kinds of file have in common: read, write, what poll(2) says, the last close. */
#include "state.h"

#include <errno.h>

static int write_open(struct model *m, int number, uint64_t n, uint32_t *ret_written)
{
	uint32_t file = model_lookup(m, number);
	uint32_t bytes = n < TRANSFER_MAX ? (uint32_t)n : TRANSFER_MAX;
	/* unreachable (default): a kind is one of its enumerators */
	switch (model_kind(m, number)) {
	case MODEL_EVENTFD:
		*ret_written = 0;
		return model_eventfd_write(m, file, n);
	case MODEL_PIPE_WRITER:
		return model_pipe_write(m, file, bytes, ret_written);
	case MODEL_SOCKET:
		return model_socket_write(m, file, bytes, ret_written);
	case MODEL_FILE:
		return model_regular_write(m, file, bytes, ret_written);
	case MODEL_PIPE_READER:
		rule(m, MODEL_RULE_pipe_write_to_the_reader);
		return -EBADF;
	case MODEL_EPOLL:
		rule(m, MODEL_RULE_instance_write);
		return -EINVAL;
	case MODEL_TIMERFD:
		rule(m, MODEL_RULE_timerfd_write);
		return -EINVAL;
	case MODEL_CLOSED:
		break;
	}
	rule(m, MODEL_RULE_write_not_open);
	return -EBADF;
}

int model_write(struct model *m, int number, uint64_t n, uint32_t *ret_written)
{
	uint32_t written;
	int r = write_open(m, number, n, &written);
	if (r == 0)
		*ret_written = written;
	return r;
}

int model_read(struct model *m, int number, uint32_t n, uint64_t *ret_value)
{
	uint32_t file = model_lookup(m, number);
	/* unreachable (default): a kind is one of its enumerators */
	switch (model_kind(m, number)) {
	case MODEL_EVENTFD:
		return model_eventfd_read(m, file, ret_value);
	case MODEL_TIMERFD:
		return model_timerfd_read(m, file, ret_value);
	case MODEL_PIPE_READER:
		return model_pipe_read(m, file, n, ret_value);
	case MODEL_SOCKET:
		return model_socket_read(m, file, n, ret_value);
	case MODEL_FILE:
		return model_regular_read(m, ret_value);
	case MODEL_PIPE_WRITER:
		rule(m, MODEL_RULE_pipe_read_from_the_writer);
		return -EBADF;
	case MODEL_EPOLL:
		rule(m, MODEL_RULE_instance_read);
		return -EINVAL;
	case MODEL_CLOSED:
		break;
	}
	rule(m, MODEL_RULE_read_not_open);
	return -EBADF;
}

uint32_t model_says(const struct model *m, uint32_t file)
{
	const struct file *f = &m->files[file];
	switch (f->kind) {
	case MODEL_EPOLL:
		return model_instance_says(m, file);
	case MODEL_EVENTFD:
		return model_eventfd_says(&f->eventfd);
	case MODEL_TIMERFD:
		return f->expired ? MODEL_IN : 0;
	case MODEL_PIPE_READER:
	case MODEL_PIPE_WRITER:
		return model_pipe_says(m, file);
	case MODEL_SOCKET:
		return model_socket_says(&f->socket);
	default: /* a regular file; nobody asks for one that is closed */
		return MODEL_IN | MODEL_OUT | MODEL_RDNORM | MODEL_WRNORM;
	}
}

static void count_socket_says(struct model *m, const struct socket *socket, uint32_t says)
{
	if (says & MODEL_ERR)
		rule(m, MODEL_RULE_socket_says_err_while_reset);
	if (says & MODEL_HUP)
		rule(m, MODEL_RULE_socket_says_hup_when_both_are_shut);
	else if (says & MODEL_RDHUP)
		rule(m, MODEL_RULE_socket_says_rdhup_when_reading_is_shut);
	if (!(says & MODEL_OUT))
		rule(m, MODEL_RULE_socket_says_no_out_above_a_quarter);
	else if (socket->shut & SHUT_SEND)
		rule(m, MODEL_RULE_socket_says_out_though_shut);
	if (socket->messages > 0)
		rule(m, MODEL_RULE_socket_says_in_with_data);
}

void model_count_says(struct model *m, uint32_t file, uint32_t says)
{
	const struct file *f = &m->files[file];
	switch (f->kind) {
	case MODEL_EVENTFD:
		if (!(says & MODEL_OUT))
			rule(m, MODEL_RULE_eventfd_says_no_out_when_full);
		else if (says & MODEL_IN)
			rule(m, MODEL_RULE_eventfd_says_in_above_0);
		break;
	case MODEL_PIPE_READER:
		if (says & MODEL_HUP)
			rule(m, says & MODEL_IN ? MODEL_RULE_pipe_reader_says_in_beside_hup
						: MODEL_RULE_pipe_reader_says_hup_alone);
		else if (says & MODEL_IN)
			rule(m, MODEL_RULE_pipe_reader_says_in_with_data);
		break;
	case MODEL_PIPE_WRITER:
		if (says & MODEL_ERR)
			rule(m, says & MODEL_OUT ? MODEL_RULE_pipe_writer_says_err_beside_out
						 : MODEL_RULE_pipe_writer_says_err_alone);
		else if (!(says & MODEL_OUT))
			rule(m, MODEL_RULE_pipe_writer_says_nothing_when_full);
		break;
	case MODEL_SOCKET:
		count_socket_says(m, &f->socket, says);
		break;
	default: /* a timer; nobody asks for what else there is */
		if (says != 0)
			rule(m, MODEL_RULE_timerfd_says_in_when_expired);
		break;
	}
}

/* The items that watch it vanish first, and wake nobody; then the file itself ends. */
void model_file_release(struct model *m, uint32_t file)
{
	struct file *f = &m->files[file];
	if (f->waiters.head != NONE)
		rule(m, f->kind == MODEL_EPOLL ? MODEL_RULE_last_close_of_a_watched_instance
					       : MODEL_RULE_last_close_of_a_watched_file);
	while (f->waiters.head != NONE)
		model_item_remove(m, f->waiters.head);
	switch (f->kind) {
	case MODEL_PIPE_READER:
	case MODEL_PIPE_WRITER:
		model_pipe_release(m, file);
		break;
	case MODEL_SOCKET:
		model_socket_release(m, file);
		break;
	case MODEL_EPOLL:
		if (f->instance.items > 0)
			rule(m, MODEL_RULE_last_close_of_an_instance_with_items);
		while (f->instance.interest.head != NONE)
			model_item_remove(m, f->instance.interest.head);
		break;
	default:
		break;
	}
}

enum model_kind model_kind(const struct model *m, int number)
{
	uint32_t file = model_lookup(m, number);
	return file == NONE ? MODEL_CLOSED : m->files[file].kind;
}

uint32_t model_readiness(const struct model *m, int number)
{
	uint32_t file = model_lookup(m, number);
	return file == NONE ? 0 : model_says(m, file);
}

uint32_t model_bytes_waiting(const struct model *m, int number)
{
	switch (model_kind(m, number)) {
	case MODEL_PIPE_READER:
		return model_pipe_bytes(&m->pipes[m->files[m->number_of[number]].pipe]);
	case MODEL_SOCKET:
		return m->files[m->number_of[number]].socket.bytes;
	default:
		return 0;
	}
}
