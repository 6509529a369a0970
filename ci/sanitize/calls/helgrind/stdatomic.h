/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The atomics of the tests as helgrind must be told of them: it knows none (valgrind's manual, 7.5,
 * "Hints and Tips for Effective Use of Helgrind"). A release comes before each acquire that
 * follows; what is relaxed orders nothing; an atomic alone is no race. The core has no atomics.
 */
#ifndef EPOLLCTX_SANITIZE_STDATOMIC_H
#define EPOLLCTX_SANITIZE_STDATOMIC_H

/* include_next is gcc's; this stands in for a header of the system. */
#pragma GCC system_header
#include_next <stdatomic.h>
#include <valgrind/helgrind.h>

#define HG_IS_ATOMIC(place) VALGRIND_HG_DISABLE_CHECKING(place, sizeof *(place))
#define HG_RELEASE(place, order)                                                        \
	do {                                                                            \
		HG_IS_ATOMIC(place);                                                    \
		if ((order) != memory_order_relaxed && (order) != memory_order_acquire) \
			ANNOTATE_HAPPENS_BEFORE(place);                                 \
	} while (0)
#define HG_ACQUIRE(place, order)                                                        \
	do {                                                                            \
		if ((order) != memory_order_relaxed && (order) != memory_order_release) \
			ANNOTATE_HAPPENS_AFTER(place);                                  \
	} while (0)

#undef atomic_store_explicit
#undef atomic_load_explicit
#undef atomic_fetch_add_explicit
#undef atomic_store
#undef atomic_load
#undef atomic_fetch_add

#define atomic_store_explicit(place, value, order)     \
	__extension__({                                \
		HG_RELEASE(place, order);              \
		__atomic_store_n(place, value, order); \
	})
#define atomic_load_explicit(place, order)                            \
	__extension__({                                               \
		HG_IS_ATOMIC(place);                                  \
		__auto_type hg_value = __atomic_load_n(place, order); \
		HG_ACQUIRE(place, order);                             \
		hg_value;                                             \
	})
#define atomic_fetch_add_explicit(place, value, order)                          \
	__extension__({                                                         \
		HG_RELEASE(place, order);                                       \
		__auto_type hg_value = __atomic_fetch_add(place, value, order); \
		HG_ACQUIRE(place, order);                                       \
		hg_value;                                                       \
	})
#define atomic_store(place, value)     atomic_store_explicit(place, value, memory_order_seq_cst)
#define atomic_load(place)	       atomic_load_explicit(place, memory_order_seq_cst)
#define atomic_fetch_add(place, value) atomic_fetch_add_explicit(place, value, memory_order_seq_cst)

#endif
