/* SPDX-License-Identifier: BSD-3-Clause */
/* Rows about epoll_ctl: what it refuses, brought about on the kernel and in the model. */
#include "rows.h"

static bool close_the_target(struct scene *s)
{
	both_close(s, s->target);
	scene_remember(s);
	return true;
}

void the_target_is_closed(void **state)
{
	show(state, close_the_target, NULL);
}

static bool take_a_file(struct scene *s)
{
	s->target = both_file(s);
	scene_remember(s);
	return true;
}

void the_target_is_a_file(void **state)
{
	show(state, take_a_file, NULL);
}

static bool take_itself(struct scene *s)
{
	s->target = instance_of(s->op);
	return true;
}

void the_target_is_itself(void **state)
{
	show(state, take_itself, NULL);
}

/* Eleven ways up over four instances, where ten may be (epoll's limit of wakeup paths). */
static bool watch_it_in_many_ways(struct scene *s)
{
	enum { ONE_TOO_MANY = 11, ABOVE = 4 };
	int below = instance_of(s->op);

	/* Ways are counted from files: as long as there is none below, any number is allowed. */
	both_delete(s, below, BELL);
	for (int i = 0; i < ABOVE; i++) {
		int above = both_epoll(s);

		both_add(s, above, below, EPOLLIN);
		for (int j = 1; i == 0 && j < ONE_TOO_MANY; j++)
			both_add(s, above, both_dup(s, below), EPOLLIN);
		below = above;
	}
	scene_remember(s);
	return true;
}

void there_are_too_many_ways(void **state)
{
	show(state, watch_it_in_many_ways, NULL);
}

static bool close_a_ring(struct scene *s)
{
	s->target = both_epoll(s);
	both_add(s, s->target, instance_of(s->op), EPOLLIN);
	scene_remember(s);
	return true;
}

void there_would_be_a_ring(void **state)
{
	show(state, close_a_ring, NULL);
}

/* Four steps from instance to instance; that of the call would be the fifth. */
static bool take_a_long_chain(struct scene *s)
{
	enum { LONGEST = 4 };

	s->target = both_epoll(s);
	for (int i = 0; i < LONGEST; i++) {
		int above = both_epoll(s);

		both_add(s, above, s->target, EPOLLIN);
		s->target = above;
	}
	scene_remember(s);
	return true;
}

void a_chain_would_be_too_long(void **state)
{
	show(state, take_a_long_chain, NULL);
}

static bool take_what_is_registered(struct scene *s)
{
	s->target = BELL;
	return true;
}

void it_is_registered(void **state)
{
	show(state, take_what_is_registered, NULL);
}

static bool take_what_is_not_registered(struct scene *s)
{
	s->target = QUIET;
	return true;
}

void it_is_not_registered(void **state)
{
	show(state, take_what_is_not_registered, NULL);
}

static bool take_an_instance_exclusively(struct scene *s)
{
	s->target = both_epoll(s);
	s->watch = EPOLLIN | EPOLLEXCLUSIVE;
	scene_remember(s);
	return true;
}

void exclusive_meets_an_instance(void **state)
{
	show(state, take_an_instance_exclusively, NULL);
}

static bool ask_for_more_than_exclusive(struct scene *s)
{
	s->watch = EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT;
	return true;
}

void exclusive_meets_other_bits(void **state)
{
	show(state, ask_for_more_than_exclusive, NULL);
}

static bool ask_for_exclusive(struct scene *s)
{
	s->watch = EPOLLIN | EPOLLEXCLUSIVE;
	return true;
}

void exclusive_is_asked_for(void **state)
{
	show(state, ask_for_exclusive, NULL);
}

static bool take_an_exclusive_one(struct scene *s)
{
	both_add(s, instance_of(s->op), QUIET, EPOLLIN | EPOLLEXCLUSIVE);
	s->target = QUIET;
	s->watch = EPOLLIN;
	return true;
}

void exclusive_was_registered(void **state)
{
	show(state, take_an_exclusive_one, NULL);
}
