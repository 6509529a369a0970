/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of the kernel that the proof trusts are about: three files, and no file. */
#ifndef EPOLLCTX_TEST_KERNEL_FIXTURE_H
#define EPOLLCTX_TEST_KERNEL_FIXTURE_H

#include "support.h"

#include <sys/eventfd.h>

enum { CAPACITY = 4, ABSENT = NO_SUCH_NUMBER, FIRST_COUNT = 5 };

static struct epoll_event slots[CAPACITY];
static int ep, bell, file;

static int open_them(void **state)
{
	(void)state;
	ep = epoll_create1(EPOLL_CLOEXEC);
	bell = eventfd(FIRST_COUNT, EFD_CLOEXEC | EFD_NONBLOCK);
	file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	return ep < 0 || bell < 0 || file < 0;
}

static int close_them(void **state)
{
	(void)state;
	return close(ep) + close(bell) + close(file);
}

#define clause(name) cmocka_unit_test_setup_teardown(name, open_them, close_them)

#endif
