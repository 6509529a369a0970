/* SPDX-License-Identifier: BSD-3-Clause */
/* Two numbers in one token. A shift by 64 is undefined, so that 0 kind bits are a case apart. */
#include "epollctx.h"

#include <errno.h>
#include <stddef.h>

#define KIND_BITS_MAX 63u

int epollctx_token_pack(unsigned kind_bits, uint64_t kind, uint64_t data, uint64_t *ret_token)
{
	if (kind_bits > KIND_BITS_MAX || ret_token == NULL)
		return -EINVAL;
	if (kind >> kind_bits != 0)
		return -EOVERFLOW;
	if (kind_bits != 0 && data >> (64 - kind_bits) != 0)
		return -EOVERFLOW;
	*ret_token = data << kind_bits | kind;
	return 0;
}

uint64_t epollctx_token_kind(unsigned kind_bits, uint64_t token)
{
	if (kind_bits > KIND_BITS_MAX)
		return 0;
	return token & (((uint64_t)1 << kind_bits) - 1);
}

uint64_t epollctx_token_data(unsigned kind_bits, uint64_t token)
{
	if (kind_bits > KIND_BITS_MAX)
		return 0;
	return token >> kind_bits;
}
