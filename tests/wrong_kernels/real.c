/* SPDX-License-Identifier: BSD-3-Clause */
/* The real kernel below the wrong ones, and what /proc tells of its instances. */
#include "real.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int real_epoll_create1(int flags)
{
	return (int)syscall(SYS_epoll_create1, flags);
}

int real_epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	return (int)syscall(SYS_epoll_ctl, ep, operation, fd, event);
}

/* Not every architecture has SYS_epoll_wait. */
int real_epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	return (int)syscall(SYS_epoll_pwait, ep, events, capacity, timeout, NULL, (size_t)8);
}

ssize_t real_read(int fd, void *bytes, size_t size)
{
	return syscall(SYS_read, fd, bytes, size);
}

ssize_t real_write(int fd, const void *bytes, size_t size)
{
	return syscall(SYS_write, fd, bytes, size);
}

int real_close(int fd)
{
	return (int)syscall(SYS_close, fd);
}

/* Not every architecture has SYS_dup2, and dup3 refuses a number onto itself. */
int real_dup2(int from, int to)
{
	if (from != to)
		return (int)syscall(SYS_dup3, from, to, 0);
	return real_fcntl(from, F_GETFD, 0) < 0 ? -1 : to;
}

int real_fcntl(int fd, int command, long argument)
{
	return (int)syscall(SYS_fcntl, fd, command, argument);
}

int real_eventfd(unsigned count, int flags)
{
	return (int)syscall(SYS_eventfd2, count, flags);
}

int real_pipe2(int fds[2], int flags)
{
	return (int)syscall(SYS_pipe2, fds, flags);
}

int real_socketpair(int domain, int type, int protocol, int fds[2])
{
	return (int)syscall(SYS_socketpair, domain, type, protocol, fds);
}

int real_timerfd_create(int clock, int flags)
{
	return (int)syscall(SYS_timerfd_create, clock, flags);
}

int real_timerfd_settime(int fd, int flags, const struct itimerspec *to, struct itimerspec *from)
{
	return (int)syscall(SYS_timerfd_settime, fd, flags, to, from);
}

int real_memfd_create(const char *name, unsigned flags)
{
	return (int)syscall(SYS_memfd_create, name, flags);
}

int real_shutdown(int fd, int how)
{
	return (int)syscall(SYS_shutdown, fd, how);
}

bool is_open(int fd)
{
	int saved = errno;
	bool open = is_programs(fd) && real_fcntl(fd, F_GETFD, 0) >= 0;

	errno = saved;
	return open;
}

/* What /proc calls the file behind a number. */
static bool is_called(int fd, const char *name)
{
	int saved = errno;
	char path[64], target[64];
	ssize_t length;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	length = readlink(path, target, sizeof target);
	errno = saved;
	return length >= 0 && (size_t)length == strlen(name) &&
	       memcmp(target, name, (size_t)length) == 0;
}

bool is_any_instance(int fd)
{
	return is_called(fd, "anon_inode:[eventpoll]");
}

bool is_instance(int fd)
{
	return is_programs(fd) && is_any_instance(fd);
}

bool is_eventfd(int fd)
{
	return is_programs(fd) && is_called(fd, "anon_inode:[eventfd]");
}

bool is_timerfd(int fd)
{
	return is_programs(fd) && is_called(fd, "anon_inode:[timerfd]");
}

static bool is_of_type(int fd, mode_t type)
{
	int saved = errno;
	struct stat about;
	bool same = is_programs(fd) && fstat(fd, &about) == 0 && (about.st_mode & S_IFMT) == type;

	errno = saved;
	return same;
}

bool is_pipe(int fd)
{
	return is_of_type(fd, S_IFIFO);
}

bool is_socket(int fd)
{
	return is_of_type(fd, S_IFSOCK);
}

bool is_file(int fd)
{
	return is_of_type(fd, S_IFREG);
}

/* A flag that is the description's, and that none of the calls looks at, is turned over and back.
 */
bool is_same_file(int fd, int other)
{
	int saved = errno;
	int flags = real_fcntl(fd, F_GETFL, 0);
	int before = real_fcntl(other, F_GETFL, 0);
	int after;

	if (flags >= 0 && before >= 0) {
		real_fcntl(fd, F_SETFL, flags ^ O_APPEND);
		after = real_fcntl(other, F_GETFL, 0);
		real_fcntl(fd, F_SETFL, flags);
	} else {
		after = before;
	}
	errno = saved;
	return before != after;
}

bool has_dup(int fd)
{
	for (int other = FIRST_NUMBER; other < FIRST_NUMBER + WATCHERS; other++)
		if (other != fd && is_same_file(fd, other))
			return true;
	return false;
}

uint32_t says(int fd)
{
	int saved = errno;
	struct pollfd file = {.fd = fd,
		.events = POLLIN | POLLPRI | POLLOUT | POLLRDNORM | POLLWRNORM | POLLRDHUP};

	poll(&file, 1, 0);
	errno = saved;
	return (uint32_t)(unsigned short)file.revents;
}

int bytes_waiting(int fd)
{
	int saved = errno;
	int bytes = 0;

	if (ioctl(fd, FIONREAD, &bytes) < 0)
		bytes = 0;
	errno = saved;
	return bytes;
}

/* The text of /proc/self/fdinfo/FD, cut to fit; empty when there is none. */
static void read_info(int fd, char *text, size_t size)
{
	char path[64];
	size_t length = 0;
	ssize_t got;
	int file;

	snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
	file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	if (file >= 0) {
		while ((got = real_read(file, text + length, size - 1 - length)) > 0)
			length += (size_t)got;
		real_close(file);
	}
	text[length] = '\0';
}

int interest_list(int ep, struct watched items[WATCHED_MAX])
{
	static char text[128 * WATCHED_MAX];
	static const char first[] = "tfd:", second[] = "events:", third[] = "data:";
	int saved = errno;
	int count = 0;
	char *at = text;

	read_info(ep, text, sizeof text);
	while (count < WATCHED_MAX && (at = strstr(at, first)) != NULL) {
		items[count].fd = (int)strtol(at + sizeof first - 1, &at, 10);
		at = strstr(at, second);
		if (at == NULL)
			break;
		items[count].events = (uint32_t)strtoul(at + sizeof second - 1, &at, 16);
		at = strstr(at, third);
		if (at == NULL)
			break;
		items[count++].token = strtoull(at + sizeof third - 1, &at, 16);
	}
	errno = saved;
	return count;
}

/* By number, or by token when `fd` is -1. */
static bool find(int ep, int fd, uint64_t token, struct watched *found)
{
	static struct watched items[WATCHED_MAX];
	int count = interest_list(ep, items);
	int matches = 0;

	for (int i = 0; i < count; i++)
		if (fd >= 0 ? items[i].fd == fd : items[i].token == token) {
			*found = items[i];
			matches++;
		}
	return matches == 1;
}

bool find_watched(int ep, int fd, struct watched *found)
{
	return fd >= 0 && find(ep, fd, 0, found);
}

bool find_token(int ep, uint64_t token, struct watched *found)
{
	return find(ep, -1, token, found);
}

/* ADD says so, and changes nothing if it is; else, a rare case, it is taken back. */
bool is_registered(int ep, int fd)
{
	static struct watched items[WATCHED_MAX];
	struct epoll_event nothing = {.events = 0};
	int saved = errno;
	int count = interest_list(ep, items);
	bool registered = false;
	int result;

	for (int i = 0; i < count; i++)
		registered = registered || items[i].fd == fd;
	if (!registered)
		return false;
	result = real_epoll_ctl(ep, EPOLL_CTL_ADD, fd, &nothing);
	registered = result < 0 && errno == EEXIST;

	if (result == 0)
		real_epoll_ctl(ep, EPOLL_CTL_DEL, fd, &nothing);
	errno = saved;
	return registered;
}

int watchers_of(int fd, struct watcher watchers[WATCHED_MAX])
{
	static struct watched items[WATCHED_MAX];
	int found = 0;

	for (int ep = FIRST_NUMBER; ep < FIRST_NUMBER + WATCHERS; ep++) {
		int count = is_instance(ep) ? interest_list(ep, items) : 0;

		for (int i = 0; i < count && found < WATCHED_MAX; i++)
			if (items[i].fd == fd)
				watchers[found++] = (struct watcher){ep, items[i]};
	}
	return found;
}

void edge_for(int fd)
{
	static struct watcher watchers[WATCHED_MAX];
	int count = watchers_of(fd, watchers);

	for (int i = 0; i < count; i++)
		if ((watchers[i].item.events & EPOLLET) &&
			(watchers[i].item.events & ~EVENT_FLAGS) != 0)
			queue_again(watchers[i].ep, &watchers[i].item);
}

void queue_again(int ep, const struct watched *item)
{
	struct epoll_event same = {.events = item->events, .data.u64 = item->token};
	struct watched only;
	int saved = errno;

	if (!find_watched(ep, item->fd, &only))
		return; /* MOD might reach another one of this number */
	real_epoll_ctl(ep, EPOLL_CTL_MOD, item->fd, &same);
	errno = saved;
}

void register_anew(int ep, const struct watched *item)
{
	struct epoll_event same = {.events = item->events, .data.u64 = item->token};
	struct watched only;
	int saved = errno;

	if (find_watched(ep, item->fd, &only) &&
		real_epoll_ctl(ep, EPOLL_CTL_DEL, item->fd, NULL) == 0)
		real_epoll_ctl(ep, EPOLL_CTL_ADD, item->fd, &same);
	errno = saved;
}

int remove_event(struct epoll_event *events, int count, int index)
{
	memmove(&events[index], &events[index + 1], (size_t)(count - index - 1) * sizeof *events);
	return count - 1;
}
