/* SPDX-License-Identifier: BSD-3-Clause */
/* What happens to an inner instance that is readable already is no edge outside. */
/* verdict: violation */
/* bound: 240 s */
#include "quiet.h"

/* Asked without a look at the instance, which would change its order. */
static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	if (is_eventfd(fd) && (says(fd) & EPOLLIN))
		quiet_call();
	return real_write(fd, bytes, size);
}

WRONG_KERNEL(inner_edge_only_from_empty, .write = wrong_write, .epoll_wait = quiet_wait_outside,
	.forget = quiet_forget);
