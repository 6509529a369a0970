/* SPDX-License-Identifier: BSD-3-Clause */
/* An eventfd: a counter behind a descriptor. */
#include "checks.h"
#include "epollctx.h"
#include "sys.h"

#include <sys/eventfd.h>

int epollctx_eventfd_open(struct epollctx_eventfd *e, int flags)
{
	int fd;

	if (e == NULL)
		return -EINVAL;
	fd = epollctx_sys_eventfd(0, flags | EFD_CLOEXEC);
	if (fd < 0)
		return fd;
	e->fd = fd;
	return 0;
}

/* An eventfd moves its eight bytes or none (eventfd(2)): with less, the number is another file's.
 */
/*@ assigns \nothing;
    ensures \result == (moved < 0 ? moved : moved == 8 ? 0 : -EINVAL);
 */
static int whole_counter(int moved)
{
	if (moved < 0)
		return moved;
	return moved == (int)sizeof(uint64_t) ? 0 : -EINVAL;
}

int epollctx_eventfd_write(const struct epollctx_eventfd *e, uint64_t value)
{
	int fd = epollctx_eventfd_as_raw_fd(e);

	return fd < 0 ? fd : whole_counter(epollctx_sys_write(fd, &value));
}

int epollctx_eventfd_read(const struct epollctx_eventfd *e, uint64_t *ret_value)
{
	uint64_t value = 0;
	int fd;
	int result;

	if (e == NULL || ret_value == NULL)
		return -EINVAL;
	fd = epollctx_eventfd_as_raw_fd(e);
	if (fd < 0)
		return fd;
	result = whole_counter(epollctx_sys_read(fd, &value));
	if (result == 0)
		*ret_value = value;
	return result;
}

int epollctx_eventfd_clone(const struct epollctx_eventfd *e, struct epollctx_eventfd *ret_e)
{
	int fd;

	if (e == NULL || ret_e == NULL)
		return -EINVAL;
	fd = epollctx_eventfd_as_raw_fd(e);
	if (fd < 0)
		return fd;
	fd = epollctx_sys_fcntl_dupfd_cloexec(fd);
	if (fd < 0)
		return fd;
	ret_e->fd = fd;
	return 0;
}

int epollctx_eventfd_as_raw_fd(const struct epollctx_eventfd *e)
{
	if (e == NULL)
		return -EINVAL;
	return epollctx_open_number(e->fd);
}

int epollctx_eventfd_into_raw_fd(struct epollctx_eventfd *e)
{
	int fd = epollctx_eventfd_as_raw_fd(e);

	if (fd >= 0)
		e->fd = -1;
	return fd;
}

int epollctx_eventfd_close(struct epollctx_eventfd *e)
{
	int fd = epollctx_eventfd_into_raw_fd(e);

	return fd < 0 ? fd : epollctx_sys_close(fd);
}
