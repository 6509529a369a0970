/* SPDX-License-Identifier: BSD-3-Clause */
/* What the search of one object shares with what is asked of all of them. Internal to the checker.
 */
#ifndef EPOLLCTX_STRESS_SEARCH_H
#define EPOLLCTX_STRESS_SEARCH_H

#include "configs.h"
#include "object.h"

/* Must a wait deliver the file's registration now? */
bool is_due(const struct object *o, const struct config *c, const struct config_file *f);
/* Nothing runs: files without a number are gone. */
bool reap(struct config *c);

/* Notes, for check_nested, what holds at the question in every one of the configurations. */
void nested_note(
	struct check_state *s, struct object *o, size_t question, const struct config_set *now);

#endif
