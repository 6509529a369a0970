/* SPDX-License-Identifier: BSD-3-Clause */
/* A message to a socket that has unread ones is no edge. */
/* verdict: violation */
#include "quiet.h"

/* Who has unread bytes is the peer, whichever socket that is. */
static bool somebody_has_unread(int but)
{
	for (int fd = FIRST_NUMBER; fd < FIRST_NUMBER + WATCHERS; fd++)
		if (fd != but && is_socket(fd) && bytes_waiting(fd) > 0)
			return true;
	return false;
}

static ssize_t wrong_write(int fd, const void *bytes, size_t size)
{
	if (is_socket(fd) && somebody_has_unread(fd))
		quiet_call();
	return real_write(fd, bytes, size);
}

WRONG_KERNEL(socket_write_no_edge_above_zero, .write = wrong_write, .epoll_wait = quiet_wait,
	.forget = quiet_forget);
