/* SPDX-License-Identifier: BSD-3-Clause */
/* Writing one operation when all the stems are known already. */
#ifndef EPOLLCTX_FUZZ_WRITER_H
#define EPOLLCTX_FUZZ_WRITER_H

#include "names.h"

/* program_write_operation; `stems` saves the search for names, or is NULL. */
void write_operation(
	const struct program *p, const struct name_stems *stems, size_t index, FILE *file);

#endif
