/* SPDX-License-Identifier: BSD-3-Clause */
/* wraps: epollctx_open */
/* An object that owns memory that nobody frees. */
#include "epollctx.h"

#include <stdlib.h>

static void *volatile kept;

int __real_epollctx_open(struct epollctx *ctx);
int __wrap_epollctx_open(struct epollctx *ctx);
int __wrap_epollctx_open(struct epollctx *ctx)
{
	/* Several, for a register may remember the last one. */
	for (int i = 0; i < 16; i++)
		kept = malloc(64);
	kept = NULL;
	return __real_epollctx_open(ctx);
}
