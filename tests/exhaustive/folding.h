/* SPDX-License-Identifier: BSD-3-Clause */
/* That states which are taken for one are one: checked on the model, for a world that is small. */
#ifndef EPOLLCTX_TESTS_EXHAUSTIVE_FOLDING_H
#define EPOLLCTX_TESTS_EXHAUSTIVE_FOLDING_H

#include "explore.h"

/*
 * For every transition into a state that was met before on another path: after that path, the same
 * operations give the same answers and lead to the same states as after the state's own, up to the
 * names of numbers and tokens. So the fold is a bisimulation of the model, and what is explored
 * from one way to a state holds for all. Costs a second exploration for each operation of the
 * world. How many ways were compared; -EBADE when one differs, or -errno; either after saying what.
 */
int64_t check_folding(struct exploration *e);

#endif
