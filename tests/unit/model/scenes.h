/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of canonical states share: two scenes lead to one state, or to two. */
#ifndef EPOLLCTX_TESTS_MODEL_SCENES_H
#define EPOLLCTX_TESTS_MODEL_SCENES_H

#include "world.h"

#define ALL_FOLDS (MODEL_FOLD_TOKENS | MODEL_FOLD_NUMBERS | MODEL_FOLD_WAKE_ORDER)

typedef void scene(void);

static inline int after(scene *what, unsigned folds, unsigned char bytes[MODEL_CANONICAL_SIZE])
{
	model_reset(m);
	what();
	return model_canonical(m, folds, bytes);
}

static inline bool equal(scene *one, scene *other, unsigned folds)
{
	unsigned char a[MODEL_CANONICAL_SIZE], b[MODEL_CANONICAL_SIZE];
	int size = after(one, folds, a);
	int same = after(other, folds, b);
	assert_true(size >= 0 && same >= 0);
	return size == same && memcmp(a, b, (size_t)size) == 0;
}

#define folded(one, other, folds)   assert_true(equal(one, other, folds))
#define distinct(one, other, folds) assert_false(equal(one, other, folds))

#endif
