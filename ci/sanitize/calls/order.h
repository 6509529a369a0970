/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How TSan and helgrind are told that a wait which reports an event comes after what the other
 * thread did before it asked for that event. Elsewhere these say nothing.
 */
#ifndef EPOLLCTX_SANITIZE_ORDER_H
#define EPOLLCTX_SANITIZE_ORDER_H

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ORDER_TSAN 1
#endif
#if __has_feature(address_sanitizer)
#define CHECKS_ADDRESSES 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define ORDER_TSAN 1
#endif
#if defined(__SANITIZE_ADDRESS__)
#define CHECKS_ADDRESSES 1
#endif

#if defined(ORDER_TSAN)
void __tsan_acquire(void *address);
void __tsan_release(void *address);
#elif defined(ORDER_HELGRIND)
#include <valgrind/helgrind.h>
#define __tsan_acquire(address) ANNOTATE_HAPPENS_AFTER(address)
#define __tsan_release(address) ANNOTATE_HAPPENS_BEFORE(address)
#else
#define __tsan_acquire(address) ((void)(address))
#define __tsan_release(address) ((void)(address))
#endif

/* What stands for an instance. Two instances that share a place only hide a race between them. */
extern char order_places[4096];

static inline void order_asked(int ep)
{
	__tsan_release(&order_places[(unsigned)ep % sizeof order_places]);
}

/* Takes the result of a wait, and returns it. */
static inline int order_woken(int ep, int result)
{
	if (result > 0)
		__tsan_acquire(&order_places[(unsigned)ep % sizeof order_places]);
	return result;
}

#endif
