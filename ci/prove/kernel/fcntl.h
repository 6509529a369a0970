/* SPDX-License-Identifier: BSD-3-Clause */
/* fcntl as the proof trusts it to be, for the one operation that the core asks for. */
#ifndef PROVE_FCNTL_H
#define PROVE_FCNTL_H

#include "trace.h"

#define F_DUPFD_CLOEXEC 1030

/*@ requires operation == F_DUPFD_CLOEXEC;
    assigns kernel, \result \from kernel, fd, lowest;
    ensures fcntl_call: libc_call{Pre, Here}(fcntl_call(fd, operation, lowest), \result);
 */
int fcntl(int fd, int operation, int lowest);

#endif
