/* SPDX-License-Identifier: BSD-3-Clause */
/* Arguments and answers at the borders where something changes, and a few anywhere else. */
#include "mutator/call_errnos.h"
#include "mutator/generate.h"

#include <string.h>
#include <sys/epoll.h>

#define PICK(g, table) (table)[prng_below(&(g)->random, sizeof(table) / sizeof((table)[0]))]

/* glibc 2.36 names the flags of an interest with their signed enum values. */
#define BITS(x) ((uint32_t)(x))

/* Half of all interests are the common ones; the errors want odd ones, and the bits any. */
static uint32_t interest(struct generator *g)
{
	static const uint32_t common[] = {EPOLLIN, EPOLLOUT, EPOLLIN | EPOLLOUT,
		EPOLLIN | BITS(EPOLLET), EPOLLIN | BITS(EPOLLET),
		EPOLLIN | EPOLLOUT | BITS(EPOLLET), EPOLLIN | BITS(EPOLLONESHOT),
		EPOLLOUT | BITS(EPOLLONESHOT)};
	static const uint32_t rare[] = {0, EPOLLRDHUP, EPOLLIN | EPOLLRDHUP, EPOLLRDNORM,
		EPOLLWRNORM, EPOLLRDNORM | BITS(EPOLLET), EPOLLPRI, EPOLLERR, EPOLLHUP, EPOLLMSG,
		EPOLLRDBAND | EPOLLWRBAND, EPOLLOUT | BITS(EPOLLET), EPOLLIN | BITS(EPOLLEXCLUSIVE),
		EPOLLIN | EPOLLOUT | BITS(EPOLLEXCLUSIVE),
		EPOLLIN | BITS(EPOLLEXCLUSIVE) | BITS(EPOLLET), BITS(EPOLLEXCLUSIVE),
		EPOLLIN | BITS(EPOLLEXCLUSIVE) | BITS(EPOLLONESHOT),
		EPOLLRDHUP | BITS(EPOLLEXCLUSIVE), EPOLLIN | BITS(EPOLLWAKEUP),
		EPOLLIN | BITS(EPOLLONESHOT) | BITS(EPOLLET), BITS(EPOLLONESHOT), BITS(EPOLLET),
		UINT32_MAX, UINT32_MAX & ~BITS(EPOLLEXCLUSIVE)};
	size_t dice = prng_below(&g->random, 32);

	if (dice == 0)
		return (uint32_t)prng_next(&g->random);
	if (dice == 1)
		return BITS(1) << prng_below(&g->random, 32);
	return dice < 18 ? PICK(g, common) : PICK(g, rare);
}

static uint64_t token(struct generator *g)
{
	static const uint64_t borders[] = {
		0, UINT32_MAX, UINT64_C(1) << 32, INT64_MAX, UINT64_MAX, UINT64_C(1) << 63};
	size_t dice = prng_below(&g->random, 16);

	if (dice == 0)
		return prng_next(&g->random);
	if (dice == 1)
		return PICK(g, borders);
	return dice < 4 ? prng_below(&g->random, 4) : g->scene.adds + 1;
}

/*
 * Pipes change at pages and at 16 of them; socket buffers at their messages' sizes and charges, and
 * at the default SO_SNDBUF (epoll-relevant sizes of Linux 6.18, x86-64).
 */
static uint64_t bytes(struct generator *g)
{
	static const uint64_t borders[] = {0, 1, 2, 3, 192, 193, 704, 705, 1728, 1729, 3776, 3777,
		4095, 4096, 4097, 8191, 8192, 16384, 36544, 36545, 53248, 61439, 61440, 61441,
		65535, 65536, 65537, 73088, 131072, 212991, 212992, 212993, 1000000};
	size_t dice = prng_below(&g->random, 64);

	if (dice == 0)
		return INT32_MAX - prng_below(&g->random, 2);
	if (dice < 8)
		return prng_below(&g->random, 70000);
	return dice < 28 ? 1 + prng_below(&g->random, 4) : PICK(g, borders);
}

static uint64_t counter(struct generator *g)
{
	static const uint64_t borders[] = {0, 1, 1, 1, 2, UINT32_MAX, UINT64_C(1) << 32,
		UINT64_MAX - 3, UINT64_MAX - 2, UINT64_MAX - 1, UINT64_MAX};

	return prng_one_in(&g->random, 16) ? prng_next(&g->random) : PICK(g, borders);
}

static uint64_t capacity(struct generator *g)
{
	static const uint64_t usual[] = {1, 2, 3, 8, 16};
	/* epoll_wait(2) on x86-64 takes INT_MAX / 12 slots and not one more. */
	static const uint64_t borders[] = {0, 4, 15, 17, 64, 178956970, 178956971, INT32_MAX};

	return prng_one_in(&g->random, 12) ? PICK(g, borders) : PICK(g, usual);
}

static uint64_t initial_count(struct generator *g)
{
	static const uint64_t borders[] = {0, 0, 0, 1, 1, 2, UINT32_MAX - 1, UINT32_MAX};

	return PICK(g, borders);
}

static uint64_t error_of(struct generator *g, uint64_t call)
{
	size_t count;
	const enum program_errno *listed =
		call_errnos((enum program_call)(call % PROGRAM_CALL_COUNT), &count);

	if (prng_one_in(&g->random, 16))
		return prng_below(&g->random, PROGRAM_ERRNO_COUNT);
	return listed[prng_below(&g->random, count)];
}

/* The calls of the core that a scenario meets most come most; each comes sometimes. */
static uint64_t call(struct generator *g)
{
	static const uint64_t frequent[] = {PROGRAM_CALL_epoll_ctl, PROGRAM_CALL_epoll_wait,
		PROGRAM_CALL_epoll_pwait2, PROGRAM_CALL_epoll_create1, PROGRAM_CALL_close};

	return prng_one_in(&g->random, 2) ? PICK(g, frequent)
					  : prng_below(&g->random, PROGRAM_CALL_COUNT);
}

/* More than one: a storm of signals for a wait that goes on after EINTR. */
static uint64_t times(struct generator *g)
{
	static const uint64_t storms[] = {2, 3, 7, 16, 100, 1000};

	if (prng_one_in(&g->random, 64))
		return prng_one_in(&g->random, 2) ? 0 : UINT16_MAX;
	return prng_one_in(&g->random, 2) ? 1 : PICK(g, storms);
}

static uint64_t use(struct generator *g, const struct program_operation *op, size_t position)
{
	unsigned kinds = generate_fitting(op->code, position);
	uint32_t variable = 0;

	/* Instances watch instances now and then; rarely, anything stands anywhere. */
	if (position == 1 && (kinds & SCENE_WATCHABLE) != 0 && prng_one_in(&g->random, 5))
		kinds = SCENE_EPOLL;
	if (prng_one_in(&g->random, 16))
		kinds = SCENE_ANY;
	if (!scene_pick(&g->scene, &g->random, kinds, &variable))
		(void)scene_pick(&g->scene, &g->random, SCENE_ANY, &variable);
	return variable;
}

static uint64_t bound(struct generator *g, uint32_t unused)
{
	bool again = unused >= PROGRAM_VARIABLES_MAX || prng_one_in(&g->random, 12);

	if (again && g->scene.variables != 0)
		return prng_below(&g->random, g->scene.variables);
	return unused % PROGRAM_VARIABLES_MAX;
}

uint64_t generate_argument(
	struct generator *g, const struct program_operation *op, size_t position, uint32_t unused)
{
	switch (program_operations[op->code].arguments[position]) {
	case PROGRAM_ARGUMENT_NONE:
		return 0;
	case PROGRAM_ARGUMENT_BIND:
		return bound(g, unused);
	case PROGRAM_ARGUMENT_USE:
		return use(g, op, position);
	case PROGRAM_ARGUMENT_COUNT:
		return initial_count(g);
	case PROGRAM_ARGUMENT_SEMAPHORE:
		return prng_one_in(&g->random, 4);
	case PROGRAM_ARGUMENT_AMOUNT:
		if (op->arguments[0] < g->scene.variables &&
			g->scene.kinds[op->arguments[0]] == SCENE_EVENTFD)
			return counter(g);
		return bytes(g);
	case PROGRAM_ARGUMENT_BYTES:
		return bytes(g);
	case PROGRAM_ARGUMENT_HOW:
		return prng_below(&g->random, 3);
	case PROGRAM_ARGUMENT_EVENTS:
		return interest(g);
	case PROGRAM_ARGUMENT_TOKEN:
		return token(g);
	case PROGRAM_ARGUMENT_CAPACITY:
		return capacity(g);
	case PROGRAM_ARGUMENT_CALL:
		return call(g);
	case PROGRAM_ARGUMENT_ERRNO:
		return error_of(g, op->arguments[0]);
	case PROGRAM_ARGUMENT_TIMES:
		return times(g);
	}
	return 0;
}

void generate_answer(struct generator *g, const struct program_operation *op,
	struct program_event events[GENERATE_EVENTS_MAX], struct program_answer *ret_answer)
{
	enum program_result result = program_operations[op->code].result;

	memset(ret_answer, 0, sizeof(*ret_answer));
	if (result == PROGRAM_RESULT_NOTHING)
		return;
	if (prng_one_in(&g->random, 4)) {
		ret_answer->kind = PROGRAM_ERROR;
		ret_answer->error = program_errno_number(
			(enum program_errno)prng_below(&g->random, PROGRAM_ERRNO_COUNT));
		return;
	}
	ret_answer->kind = PROGRAM_OK;
	if (result == PROGRAM_RESULT_TRANSFER && prng_one_in(&g->random, 2)) {
		ret_answer->kind = PROGRAM_VALUE;
		ret_answer->value = counter(g);
	} else if (result == PROGRAM_RESULT_EVENTS) {
		ret_answer->kind = PROGRAM_EVENTS;
		ret_answer->count = prng_below(&g->random, GENERATE_EVENTS_MAX + 1);
		for (size_t i = 0; i < ret_answer->count; i++) {
			events[i].token = token(g);
			events[i].events = interest(g);
		}
		ret_answer->events = events;
	}
}
