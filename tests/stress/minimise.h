/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef EPOLLCTX_STRESS_MINIMISE_H
#define EPOLLCTX_STRESS_MINIMISE_H

#include "check.h"

/*
 * Deletes operations, and single events of waits, while the checker still rejects the history by
 * the same rule. *verdict becomes that of the result. 0 or -ENOMEM.
 */
int minimise(struct checker *c, struct program *history, struct check_verdict *verdict);

/* The history as text, with the verdict in comments above it and beside the operation. */
void write_rejected(const struct program *history, const struct check_verdict *verdict, FILE *file);

#endif
