/* SPDX-License-Identifier: BSD-3-Clause */
/* One of a connected pair of AF_UNIX stream sockets: a queue of messages, charged to the sender. */
#include "state.h"

#include <errno.h>

enum {
	/* How Linux 6.18 splits a write into messages, and one into a linear part and pages. */
	MESSAGE_BYTES = 36544,
	LINEAR_BYTES = 3776,
};

static uint32_t round_to_pages(uint32_t bytes)
{
	return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
}

/* The slab that the linear part comes from, and the message's own structure. */
static uint32_t linear_charge(uint32_t bytes)
{
	if (bytes <= 192)
		return 768;
	if (bytes <= 704)
		return 1280;
	if (bytes <= 1728)
		return 2304;
	return 4352;
}

uint32_t model_socket_charge(uint32_t bytes)
{
	if (bytes <= LINEAR_BYTES)
		return linear_charge(bytes);
	uint32_t paged = round_to_pages(bytes - LINEAR_BYTES);
	if (paged > bytes)
		paged = bytes;
	return linear_charge(bytes - paged) + round_to_pages(paged);
}

static void enqueue(struct model *m, uint32_t receiver, uint32_t bytes)
{
	struct socket *to = &m->files[receiver].socket;
	m->messages[receiver][(to->first + to->messages) % SOCKET_MESSAGES] = (uint16_t)bytes;
	to->messages++;
	to->bytes += bytes;
	m->files[to->peer].socket.charge += model_socket_charge(bytes);
}

/* Far from full, so that whoever polls for room does not wake for every message. */
static bool is_writable(const struct socket *socket)
{
	return socket->charge < SOCKET_ROOM / 4;
}

/* The socket that is sending is open, and its peer too, else it could not send any more. */
static uint32_t send_messages(struct model *m, uint32_t file, uint32_t n)
{
	struct socket *from = &m->files[file].socket;
	uint32_t done = 0;
	while (done < n && from->charge < SOCKET_ROOM) {
		uint32_t bytes = n - done < MESSAGE_BYTES ? n - done : MESSAGE_BYTES;
		if (done > 0)
			rule(m, MODEL_RULE_socket_write_of_several_messages);
		enqueue(m, from->peer, bytes);
		done += bytes;
		model_wake(m, from->peer, MODEL_IN | MODEL_PRI | MODEL_RDNORM | MODEL_RDBAND);
	}
	return done;
}

int model_socket_write(struct model *m, uint32_t file, uint32_t n, uint32_t *ret_written)
{
	const struct socket *from = &m->files[file].socket;
	if (from->shut & SHUT_SEND) {
		rule(m, n == 0 ? MODEL_RULE_socket_write_of_0_shut : MODEL_RULE_socket_write_shut);
		return -EPIPE;
	}
	if (n == 0) {
		rule(m, MODEL_RULE_socket_write_of_0);
		*ret_written = 0;
		return 0;
	}
	uint32_t done = send_messages(m, file, n);
	if (done == 0) {
		rule(m, MODEL_RULE_socket_write_no_room);
		return -EAGAIN;
	}
	rule(m, done < n ? MODEL_RULE_socket_write_part : MODEL_RULE_socket_write);
	*ret_written = done;
	return 0;
}

/* The first message of the queue is at its end: its charge goes back to the sender. */
static void consume(struct model *m, uint32_t file)
{
	struct socket *to = &m->files[file].socket;
	uint32_t bytes = m->messages[file][to->first];
	to->first = (to->first + 1) % SOCKET_MESSAGES;
	to->messages--;
	to->taken = 0;
	if (to->peer == NONE) {
		rule(m, MODEL_RULE_socket_message_of_a_closed_sender);
		return;
	}
	struct socket *sender = &m->files[to->peer].socket;
	sender->charge -= model_socket_charge(bytes);
	if (!is_writable(sender)) {
		rule(m, MODEL_RULE_socket_read_leaves_no_room);
		return;
	}
	rule(m, MODEL_RULE_socket_read_wakes_the_sender);
	model_wake(m, to->peer, MODEL_OUT | MODEL_WRNORM | MODEL_WRBAND);
}

static uint32_t receive(struct model *m, uint32_t file, uint32_t n)
{
	struct socket *to = &m->files[file].socket;
	uint32_t done = 0;
	while (done < n && to->messages > 0) {
		uint32_t left = m->messages[file][to->first] - to->taken;
		uint32_t bytes = n - done < left ? n - done : left;
		done += bytes;
		to->bytes -= bytes;
		to->taken += bytes;
		if (bytes < left)
			rule(m, MODEL_RULE_socket_read_part_of_a_message);
		else
			consume(m, file);
	}
	return done;
}

int model_socket_read(struct model *m, uint32_t file, uint32_t n, uint64_t *ret_value)
{
	struct socket *to = &m->files[file].socket;
	if (n == 0) {
		rule(m, MODEL_RULE_socket_read_of_0);
		*ret_value = 0;
		return 0;
	}
	if (to->messages > 0) {
		rule(m, MODEL_RULE_socket_read);
		*ret_value = receive(m, file, n);
		return 0;
	}
	if (to->reset) {
		rule(m, MODEL_RULE_socket_read_reset);
		to->reset = false;
		return -ECONNRESET;
	}
	if (to->shut & SHUT_RECEIVE) {
		rule(m, MODEL_RULE_socket_read_shut);
		*ret_value = 0;
		return 0;
	}
	rule(m, MODEL_RULE_socket_read_empty);
	return -EAGAIN;
}

int model_shutdown(struct model *m, int number, enum model_how how)
{
	uint32_t file = model_lookup(m, number);
	if (file == NONE) {
		rule(m, MODEL_RULE_shutdown_not_open);
		return -EBADF;
	}
	if (m->files[file].kind != MODEL_SOCKET) {
		rule(m, MODEL_RULE_shutdown_no_socket);
		return -ENOTSOCK;
	}
	struct socket *socket = &m->files[file].socket;
	uint32_t mask = 1 + (uint32_t)how;
	/* What the one no longer receives the other no longer sends. */
	uint32_t peer_mask =
		(mask & SHUT_RECEIVE ? SHUT_SEND : 0) | (mask & SHUT_SEND ? SHUT_RECEIVE : 0);
	rule(m, (socket->shut & mask) == mask ? MODEL_RULE_shutdown_again : MODEL_RULE_shutdown);
	socket->shut |= mask;
	model_wake(m, file, 0);
	if (socket->peer == NONE) {
		rule(m, MODEL_RULE_shutdown_peer_closed);
		return 0;
	}
	m->files[socket->peer].socket.shut |= peer_mask;
	model_wake(m, socket->peer, 0);
	return 0;
}

uint32_t model_socket_says(const struct socket *socket)
{
	uint32_t says = 0;
	if (socket->reset)
		says |= MODEL_ERR;
	if (socket->shut == SHUT_BOTH)
		says |= MODEL_HUP;
	if (socket->shut & SHUT_RECEIVE)
		says |= MODEL_RDHUP | MODEL_IN | MODEL_RDNORM;
	if (socket->messages > 0)
		says |= MODEL_IN | MODEL_RDNORM;
	if (is_writable(socket))
		says |= MODEL_OUT | MODEL_WRNORM | MODEL_WRBAND;
	return says;
}

void model_socket_release(struct model *m, uint32_t file)
{
	struct socket *socket = &m->files[file].socket;
	if (socket->peer == NONE)
		return;
	struct socket *peer = &m->files[socket->peer].socket;
	peer->shut = SHUT_BOTH;
	if (socket->messages > 0) {
		rule(m, MODEL_RULE_socket_closed_with_unread_data);
		peer->reset = true;
	} else {
		rule(m, MODEL_RULE_socket_closed);
	}
	model_wake(m, socket->peer, 0);
	while (socket->messages > 0)
		consume(m, file);
	peer->peer = NONE;
}
