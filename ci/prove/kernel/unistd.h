/* SPDX-License-Identifier: BSD-3-Clause */
/* read, write and close as the proof trusts them to be; the core moves nothing but counters. */
#ifndef PROVE_UNISTD_H
#define PROVE_UNISTD_H

#include "trace.h"

typedef long ssize_t;

/*@ requires \valid(value) && size == sizeof(*value);
    assigns kernel, *value, \result \from kernel, fd, size;
    ensures read_call: libc_call{Pre, Here}(read_call(fd, size), \result);
    ensures read_size: \result <= size;
    ensures read_value: \result == size ==> *value == value_at(calls{Pre});
 */
ssize_t read(int fd, uint64_t *value, size_t size);

/*@ requires \valid_read(value) && size == sizeof(*value);
    assigns kernel, \result \from kernel, fd, *value, size;
    ensures write_call: libc_call{Pre, Here}(write_call(fd, *value, size), \result);
    ensures write_size: \result <= size;
 */
ssize_t write(int fd, const uint64_t *value, size_t size);

/*@ assigns kernel, \result \from kernel, fd;
    ensures close_call: libc_call{Pre, Here}(close_call(fd), \result);
    ensures close_result: \result <= 0;
 */
int close(int fd);

#endif
