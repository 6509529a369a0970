/* SPDX-License-Identifier: BSD-3-Clause */
/* What goes together is chosen together: a registration, its file's other numbers, its other end.
 */
#ifndef EPOLLCTX_FUZZ_RELATE_H
#define EPOLLCTX_FUZZ_RELATE_H

#include "mutator/generate.h"

/* Mostly lets a fresh operation be about a registration (NULL: there is none) of g->scene. */
void relate_operation(
	struct generator *g, const struct scene_registration *known, struct program_operation *op);

/* Lets it. False, and *op as it was, when an operation of this kind cannot. */
bool relate_surely(
	struct generator *g, const struct scene_registration *known, struct program_operation *op);

#endif
