/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A wrong kernel for other machines: DEL of what is not registered succeeds. Linked into a replay
 * of its own, which shows that one there notices: ci/cross/run performs it first.
 */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int result = (int)syscall(SYS_epoll_ctl, ep, operation, fd, event);

	return result < 0 && operation == EPOLL_CTL_DEL && errno == ENOENT ? 0 : result;
}
