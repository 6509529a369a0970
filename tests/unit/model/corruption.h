/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of the invariants share: a scene, and assignments that break an invariant of it.
 */
#ifndef EPOLLCTX_TESTS_MODEL_CORRUPTION_H
#define EPOLLCTX_TESTS_MODEL_CORRUPTION_H

#include "state.h"

#include "world.h"

struct scene {
	int ep, outer, a, b, r, w, s, t, f;
};

/* Something of everything: items, queued ones, a closed number, data, a fired one-shot. */
static inline struct scene populate(void)
{
	struct scene at;
	at.ep = epoll();
	at.outer = epoll();
	at.a = eventfd(1);
	at.b = eventfd(0);
	struct two p = pipe_pair();
	struct pair s = socket_pair();
	at.r = p.r;
	at.w = p.w;
	at.s = s.a;
	at.t = s.b;
	at.f = regular_file();
	ok(add(at.ep, at.a, IN, 1));
	ok(add(at.ep, at.b, IN | EXCLUSIVE, 2));
	ok(add(at.ep, duplicate(at.b), IN, 3));
	ok(add(at.ep, at.r, IN, 4));
	ok(add(at.outer, at.ep, IN, 5));
	ok(add(at.outer, at.w, OUT | ONESHOT, 6));
	gives(at.outer, 9, {5, IN}, {6, OUT});
	is(5000, put(at.w, 5000));
	is(100, put(at.s, 100));
	is(200, put(at.s, 200));
	is(7, get(at.t, 7));
	int gone = eventfd(0);
	ok(add(at.ep, gone, IN, 7));
	ok(shut_number(gone));
	struct two q = pipe_pair();
	(void)pipe_pair();
	ok(shut_number(q.r));
	ok(shut_number(q.w));
	return at;
}

static inline struct file *file_of(int number)
{
	return &m->files[m->number_of[number]];
}

static inline struct item *item_of(int ep, int number)
{
	uint32_t index =
		model_item_find(m, m->number_of[ep], m->number_of[number], (uint32_t)number);
	assert_true(index != NONE);
	return &m->items[index];
}

/* An item watches another file than it was registered for. */
static inline void retarget(struct item *item, int number)
{
	uint32_t index = (uint32_t)(item - m->items);
	model_list_remove(m, WAITERS_OF_FILE, &m->files[item->file].waiters, index);
	model_item_unhash(m, index);
	item->file = m->number_of[number];
	model_item_hash(m, index);
	model_list_push_back(m, WAITERS_OF_FILE, &m->files[item->file].waiters, index);
}

/* The assignment breaks the invariant of this name, and its undoing mends it. */
#define breaks(name, place, value)                       \
	do {                                             \
		assert_null(model_check(m));             \
		unsigned char before[sizeof(place)];     \
		memcpy(before, &(place), sizeof(place)); \
		(place) = (value);                       \
		const char *broken = model_check(m);     \
		assert_non_null(broken);                 \
		assert_string_equal(broken, name);       \
		memcpy(&(place), before, sizeof(place)); \
		assert_null(model_check(m));             \
	} while (0)

/* After the assignment every invariant still holds. */
#define keeps(place, value)                              \
	do {                                             \
		assert_null(model_check(m));             \
		unsigned char before[sizeof(place)];     \
		memcpy(before, &(place), sizeof(place)); \
		(place) = (value);                       \
		assert_null(model_check(m));             \
		memcpy(&(place), before, sizeof(place)); \
	} while (0)

#endif
