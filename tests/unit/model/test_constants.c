/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * model.h, state.h: the constants, against what the C library's headers call them, or as what the
 * kernel computes them from.
 */
#include "state.h"

#include "world.h"

#include <limits.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static void bits_have_linuxs_values(void **state)
{
	(void)state;
	is(EPOLLIN, MODEL_IN);
	is(EPOLLPRI, MODEL_PRI);
	is(EPOLLOUT, MODEL_OUT);
	is(EPOLLERR, MODEL_ERR);
	is(EPOLLHUP, MODEL_HUP);
	is(EPOLLRDNORM, MODEL_RDNORM);
	is(EPOLLRDBAND, MODEL_RDBAND);
	is(EPOLLWRNORM, MODEL_WRNORM);
	is(EPOLLWRBAND, MODEL_WRBAND);
	is(EPOLLMSG, MODEL_MSG);
	is(EPOLLRDHUP, MODEL_RDHUP);
	is(EPOLLEXCLUSIVE, MODEL_EXCLUSIVE);
	is(EPOLLWAKEUP, MODEL_WAKEUP);
	is(EPOLLONESHOT, MODEL_ONESHOT);
	is(EPOLLET, MODEL_ET);
	is(EPOLLEXCLUSIVE | EPOLLWAKEUP | EPOLLONESHOT | EPOLLET, FLAGS);
}

/* EP_MAX_EVENTS, MAX_RW_COUNT, SHUTDOWN_MASK; a skb of one byte is charged 768 bytes. */
static void limits_are_the_kernels(void **state)
{
	(void)state;
	is(sizeof(struct epoll_event), MODEL_EVENT_SIZE);
	is(INT_MAX / sizeof(struct epoll_event), MODEL_CAPACITY_MAX);
	is(INT_MAX & ~(PAGE_BYTES - 1), TRANSFER_MAX);
	is(65536, PIPE_PAGES * PAGE_BYTES);
	is(16, PIPE_PAGES);
	is(1 + SHUT_RD, SHUT_RECEIVE);
	is(1 + SHUT_WR, SHUT_SEND);
	is(1 + SHUT_RDWR, SHUT_BOTH);
	is(208 * 1024, SOCKET_ROOM);
	is((SOCKET_ROOM + 767) / 768, SOCKET_MESSAGES);
	is(4, NESTS_MAX);
}

/* Who bounds a world, or asks for a canonical state, was promised these. */
static void limits_are_the_models(void **state)
{
	(void)state;
	is(1 << 12, MODEL_DESCRIPTORS_MAX);
	is(1 << 24, ITEMS_MAX);
	is(1024 * 1024, MODEL_FILE_BYTES_MAX);
	is(8, MODEL_CANONICAL_NUMBERS);
	is(2048, MODEL_CANONICAL_SIZE);
	is(7, MODEL_FOLD_TOKENS + MODEL_FOLD_NUMBERS + MODEL_FOLD_WAKE_ORDER);
	is(7, MODEL_FOLD_TOKENS | MODEL_FOLD_NUMBERS | MODEL_FOLD_WAKE_ORDER);
}

/* Also one that is negative, or beyond the limit, is looked for inside of the table only. */
static void a_number_out_of_range_means_nothing(void **state)
{
	(void)state;
	static const int numbers[] = {WORLD_NUMBERS, WORLD_NUMBERS + 1, INT_MAX, -1, -2, INT_MIN};
	is(0, epoll());
	m->number_of[WORLD_NUMBERS - 1] = 0;
	is(0, model_lookup(m, 0));
	is(0, model_lookup(m, WORLD_NUMBERS - 1));
	assert_true(model_lookup(m, 1) == NONE);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		assert_true(model_lookup(m, numbers[i]) == NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(bits_have_linuxs_values),
		world_test(limits_are_the_kernels),
		world_test(limits_are_the_models),
		world_test(a_number_out_of_range_means_nothing),
	};
	return world_run(tests);
}
