/* SPDX-License-Identifier: BSD-3-Clause */
/* The core hands a signal mask on and never looks into it. */
#ifndef PROVE_SIGNAL_H
#define PROVE_SIGNAL_H

typedef struct {
	unsigned long bits[16];
} sigset_t;

#endif
