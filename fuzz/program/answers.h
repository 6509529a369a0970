/* SPDX-License-Identifier: BSD-3-Clause */
/* Answers: what an operation may state, and who owns the events of it. */
#ifndef EPOLLCTX_FUZZ_ANSWERS_H
#define EPOLLCTX_FUZZ_ANSWERS_H

#include "program.h"

/* Can the operation give this answer? Errors need a name. */
bool answer_fits(enum program_code code, const struct program_answer *answer);
/* Bytes of the answer's text. */
size_t answer_text_size(const struct program_answer *answer);

/* *to becomes a copy with events of its own. -ENOMEM, and *to is unstated. */
int answer_copy(struct program_answer *to, const struct program_answer *from);
/* Frees the events of a copy and leaves it unstated. */
void answer_forget(struct program_answer *answer);

#endif
