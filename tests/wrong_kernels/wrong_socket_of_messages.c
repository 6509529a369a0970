/* SPDX-License-Identifier: BSD-3-Clause */
/* A socket pair keeps the borders of messages: a read drops the rest of one. */
/* verdict: violation */
#include "seam.h"

#include <sys/socket.h>

static int wrong_socketpair(int domain, int type, int protocol, int fds[2])
{
	return real_socketpair(domain, (type & ~SOCK_STREAM) | SOCK_SEQPACKET, protocol, fds);
}

WRONG_KERNEL(socket_of_messages, .socketpair = wrong_socketpair);
