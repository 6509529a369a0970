/* SPDX-License-Identifier: BSD-3-Clause */
/* What goes together is chosen together. */
#include "mutator/relate.h"

#include <sys/epoll.h>

/* Often just what is registered already, or all but one bit of it. */
static void relate_modification(
	struct generator *g, const struct scene_registration *known, struct program_operation *op)
{
	static const uint32_t bits[] = {
		EPOLLIN, EPOLLOUT, EPOLLRDHUP, (uint32_t)EPOLLET, (uint32_t)EPOLLONESHOT};
	size_t dice = prng_below(&g->random, 8);

	op->arguments[0] = known->instance;
	op->arguments[1] = known->file;
	if (op->code != PROGRAM_mod || dice < 4)
		return;
	op->arguments[2] = known->interest;
	if (dice < 6)
		op->arguments[2] ^= bits[prng_below(&g->random, sizeof(bits) / sizeof(bits[0]))];
	if (dice != 6)
		op->arguments[3] = known->token;
}

/* The file once more: under another number, or in another instance. */
static bool relate_addition(
	struct generator *g, const struct scene_registration *known, struct program_operation *op)
{
	uint32_t other;

	if (op->arguments[0] != known->instance && prng_one_in(&g->random, 2)) {
		op->arguments[1] = known->file;
		return true;
	}
	if (!scene_pick_dup(&g->scene, &g->random, known->file, &other))
		return false;
	op->arguments[0] = known->instance;
	op->arguments[1] = other;
	return true;
}

/* The registered file or its other end, whichever the operation is made for. */
static bool relate_transfer(
	struct generator *g, const struct scene_registration *known, struct program_operation *op)
{
	unsigned kinds = generate_fitting(op->code, 0);
	uint32_t file = known->file, peer = g->scene.peers[known->file];
	bool own = (g->scene.kinds[file] & kinds) != 0;
	bool other = (g->scene.kinds[peer] & kinds) != 0;

	if (!own && !other)
		return false;
	op->arguments[0] = !own || (other && prng_one_in(&g->random, 2)) ? peer : file;
	op->arguments[1] = generate_argument(g, op, 1, 0);
	return true;
}

bool relate_surely(
	struct generator *g, const struct scene_registration *known, struct program_operation *op)
{
	switch (op->code) {
	case PROGRAM_mod:
	case PROGRAM_del:
		relate_modification(g, known, op);
		return true;
	case PROGRAM_add:
		return relate_addition(g, known, op);
	case PROGRAM_write:
	case PROGRAM_read:
	case PROGRAM_shutdown:
	case PROGRAM_arm:
	case PROGRAM_disarm:
		return relate_transfer(g, known, op);
	case PROGRAM_close:
	case PROGRAM_dup:
		op->arguments[0] =
			prng_one_in(&g->random, 4) ? g->scene.peers[known->file] : known->file;
		return true;
	case PROGRAM_wait:
		op->arguments[0] = known->instance;
		return true;
	case PROGRAM_epoll:
	case PROGRAM_eventfd:
	case PROGRAM_pipe:
	case PROGRAM_socketpair:
	case PROGRAM_timerfd:
	case PROGRAM_file:
	case PROGRAM_bad:
	case PROGRAM_dup2:
	case PROGRAM_fail:
	case PROGRAM_CODE_COUNT:
		break;
	}
	return false;
}

/* Of four of them, how many are about a registration. */
static size_t quarters(enum program_code code)
{
	switch (code) {
	case PROGRAM_mod:
	case PROGRAM_del:
	case PROGRAM_write:
	case PROGRAM_read:
	case PROGRAM_wait:
		return 3;
	case PROGRAM_shutdown:
	case PROGRAM_arm:
	case PROGRAM_disarm:
		return 2;
	default:
		return 1;
	}
}

void relate_operation(
	struct generator *g, const struct scene_registration *known, struct program_operation *op)
{
	uint32_t other;

	if (op->code == PROGRAM_dup2 && prng_one_in(&g->random, 2) &&
		scene_pick_dup(&g->scene, &g->random, op->arguments[0], &other))
		op->arguments[1] = other;
	if (known != NULL && prng_below(&g->random, 4) < quarters(op->code))
		(void)relate_surely(g, known, op);
}
