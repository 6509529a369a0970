/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The one source of randomness of the mutator: splitmix64. The same seed gives the same numbers on
 * every machine.
 */
#ifndef EPOLLCTX_FUZZ_PRNG_H
#define EPOLLCTX_FUZZ_PRNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct prng {
	uint64_t state; /* any value is a seed */
};

static inline uint64_t prng_next(struct prng *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* 0 to n - 1; n is not 0. Uneven by less than n / 2^64, which no mutation cares about. */
static inline size_t prng_below(struct prng *r, size_t n)
{
	return (size_t)(prng_next(r) % n);
}

/* True once in n times. */
static inline bool prng_one_in(struct prng *r, size_t n)
{
	return prng_below(r, n) == 0;
}

#endif
