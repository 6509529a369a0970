/* SPDX-License-Identifier: BSD-3-Clause */
/* A socket has a fraction of the room that it should have. */
/* verdict: violation */
#include "seam.h"

#include <sys/socket.h>

static int wrong_socketpair(int domain, int type, int protocol, int fds[2])
{
	static const int size = 8192;
	int result = real_socketpair(domain, type, protocol, fds);

	for (int i = 0; result == 0 && i < 2; i++)
		setsockopt(fds[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	return result;
}

WRONG_KERNEL(socket_buffer_small, .socketpair = wrong_socketpair);
