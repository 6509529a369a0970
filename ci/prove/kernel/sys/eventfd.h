/* SPDX-License-Identifier: BSD-3-Clause */
/* eventfd as the proof trusts it to be. */
#ifndef PROVE_SYS_EVENTFD_H
#define PROVE_SYS_EVENTFD_H

#include "../trace.h"

#define EFD_SEMAPHORE 1
#define EFD_NONBLOCK  04000
#define EFD_CLOEXEC   02000000

/*@ assigns kernel, \result \from kernel, count, flags;
    ensures eventfd_call: libc_call{Pre, Here}(eventfd_call(count, flags), \result);
 */
int eventfd(unsigned count, int flags);

#endif
