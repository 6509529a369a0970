/* SPDX-License-Identifier: BSD-3-Clause */
/* errno is what the latest call that failed has left: read by a function, it is nobody's memory. */
#ifndef PROVE_ERRNO_H
#define PROVE_ERRNO_H

#include "trace.h"

#define EPERM	   1
#define EINTR	   4
#define EBADF	   9
#define EINVAL	   22
#define ENOSPC	   28
#define ENOSYS	   38
#define EOVERFLOW  75
#define EOPNOTSUPP 95

/*@ requires after_a_failure: answer_at(calls - 1) < 0;
    assigns \result \from kernel;
    ensures errno_is_of_the_latest_call: \result == -answer_at(calls - 1);
    ensures errno_is_in_range: 1 <= \result <= 4095;
 */
int kernel_errno(void);
#define errno kernel_errno()

#endif
