/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Performs operations: what the library offers through the library, the rest by the system call.
 * The number -1 is never passed to a call of the rest: its answer is EBADF, as it is in the core.
 */
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* A timer that expires at once needs no more; one that never does must not hang a campaign. */
enum { ARM_PATIENCE_MS = 10000 };

void answer_clear(struct answer *answer)
{
	*answer = (struct answer){.opened = {LOCKSTEP_NOT_OPENED, LOCKSTEP_NOT_OPENED}};
}

void answer_status(struct answer *answer, int result)
{
	if (result < 0)
		answer->said = (struct program_answer){.kind = PROGRAM_ERROR, .error = -result};
	else
		answer->said = (struct program_answer){.kind = PROGRAM_OK};
}

void answer_value(struct answer *answer, int result, uint64_t value)
{
	answer_status(answer, result);
	if (result >= 0)
		answer->said = (struct program_answer){.kind = PROGRAM_VALUE, .value = value};
}

static int checked(int result)
{
	return result < 0 ? -errno : 0;
}

struct lockstep_file *lockstep_file(struct lockstep *ls, int number)
{
	return number < 0 || number >= ls->world.limit ? NULL : &ls->files[number];
}

struct lockstep_file *lockstep_open_file(struct lockstep *ls, int number)
{
	if (lockstep_file(ls, number) != NULL && ls->files_used <= number)
		ls->files_used = number + 1;
	return lockstep_file(ls, number);
}

static enum model_kind kind_of(struct lockstep *ls, int number)
{
	struct lockstep_file *file = lockstep_file(ls, number);

	return file == NULL ? MODEL_CLOSED : file->kind;
}

/* The PollContext that was opened under this number, or NULL. */
static struct epollctx_poll *poll_of(struct lockstep *ls, int number)
{
	struct lockstep_file *file = lockstep_file(ls, number);

	return file == NULL || !file->is_poll ? NULL : &file->poll;
}

/* A number of any kind, as the context that a caller would hold of it. */
static struct epollctx context_of(const struct lockstep *ls, int number)
{
	struct epollctx view = EPOLLCTX_INIT;

	view.fd = world_real(&ls->world, number);
	return view;
}

static struct epollctx_eventfd eventfd_of(const struct lockstep *ls, int number)
{
	struct epollctx_eventfd view = EPOLLCTX_EVENTFD_INIT;

	view.fd = world_real(&ls->world, number);
	return view;
}

static void opened(
	struct lockstep *ls, struct answer *answer, int which, int fd, enum model_kind kind)
{
	int number = world_number(&ls->world, fd);
	struct lockstep_file *file = lockstep_open_file(ls, number);

	answer->opened[which] = number;
	if ((kernel_real_fcntl(fd, F_GETFD, 0) & FD_CLOEXEC) == 0)
		complain(ls, "a descriptor was opened that is not close-on-exec");
	if (file == NULL)
		return;
	file->kind = kind;
	file->is_poll = false;
}

static void opened_or_failed(
	struct lockstep *ls, struct answer *answer, int fd, enum model_kind kind)
{
	answer_status(answer, checked(fd));
	if (fd >= 0)
		opened(ls, answer, 0, fd, kind);
}

static void note_busy_loop(void *argument)
{
	struct lockstep *ls = argument;

	ls->busy_loops++;
}

static void open_poll(struct lockstep *ls, struct answer *answer)
{
	struct epollctx_poll poll = EPOLLCTX_POLL_INIT;
	int r = epollctx_poll_open(&poll);
	struct lockstep_file *file;

	answer_status(answer, r);
	if (r < 0)
		return;
	opened(ls, answer, 0, epollctx_poll_as_raw_fd(&poll), MODEL_EPOLL);
	file = lockstep_file(ls, answer->opened[0]);
	if (file == NULL)
		return;
	r = epollctx_poll_on_busy_loop(&poll, note_busy_loop, ls);
	if (r < 0)
		answer_status(answer, r);
	file->poll = poll;
	file->is_poll = true;
}

static void perform_epoll(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	struct epollctx ctx = EPOLLCTX_INIT;
	int r;

	(void)call;
	if (ls->options.flavour == LOCKSTEP_poll) {
		open_poll(ls, answer);
		return;
	}
	r = epollctx_open(&ctx);
	answer_status(answer, r);
	if (r >= 0)
		opened(ls, answer, 0, epollctx_into_raw_fd(&ctx), MODEL_EPOLL);
}

/* The library's eventfds start at 0; the system call is asked for another count. */
static void perform_eventfd(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	struct epollctx_eventfd event = EPOLLCTX_EVENTFD_INIT;
	int flags = EFD_NONBLOCK | (call->value[1] ? EFD_SEMAPHORE : 0);
	int r;

	if (call->value[0] != 0) {
		int fd = eventfd((unsigned)call->value[0], flags | EFD_CLOEXEC);

		opened_or_failed(ls, answer, fd, MODEL_EVENTFD);
		return;
	}
	r = epollctx_eventfd_open(&event, flags);
	answer_status(answer, r);
	if (r >= 0)
		opened(ls, answer, 0, epollctx_eventfd_into_raw_fd(&event), MODEL_EVENTFD);
}

static void perform_pipe(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int fds[2];
	int r = checked(pipe2(fds, O_NONBLOCK | O_CLOEXEC));

	(void)call;
	answer_status(answer, r);
	if (r < 0)
		return;
	opened(ls, answer, 0, fds[0], MODEL_PIPE_READER);
	opened(ls, answer, 1, fds[1], MODEL_PIPE_WRITER);
}

static void perform_socketpair(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int fds[2];
	int r = checked(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds));

	(void)call;
	answer_status(answer, r);
	if (r < 0)
		return;
	opened(ls, answer, 0, fds[0], MODEL_SOCKET);
	opened(ls, answer, 1, fds[1], MODEL_SOCKET);
}

static void perform_timerfd(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);

	(void)call;
	opened_or_failed(ls, answer, fd, MODEL_TIMERFD);
}

static void perform_file(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int fd = memfd_create("scenario", MFD_CLOEXEC);

	(void)call;
	opened_or_failed(ls, answer, fd, MODEL_FILE);
}

static void perform_bad(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	(void)ls;
	(void)call;
	answer_status(answer, 0);
	answer->opened[0] = -1;
}

static void perform_dup(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int old = call->number[0];
	enum model_kind kind = kind_of(ls, old);
	struct epollctx_eventfd clone = EPOLLCTX_EVENTFD_INIT;
	struct epollctx_eventfd view = eventfd_of(ls, old);
	int r;

	if (old < 0) {
		answer_status(answer, -EBADF);
		return;
	}
	if (kind != MODEL_EVENTFD) {
		opened_or_failed(
			ls, answer, fcntl(world_real(&ls->world, old), F_DUPFD_CLOEXEC, 0), kind);
		return;
	}
	r = epollctx_eventfd_clone(&view, &clone);
	answer_status(answer, r);
	if (r >= 0)
		opened(ls, answer, 0, epollctx_eventfd_into_raw_fd(&clone), kind);
}

static void perform_dup2(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int from = world_real(&ls->world, call->number[0]);
	int to = world_real(&ls->world, call->number[1]);
	int r = from < 0 || to < 0 ? -EBADF : checked(dup2(from, to));

	answer_status(answer, r);
	if (r < 0 || from == to)
		return;
	kernel_real_fcntl(to, F_SETFD, FD_CLOEXEC);
	opened(ls, answer, 0, to, kind_of(ls, call->number[0]));
	answer->opened[0] = LOCKSTEP_NOT_OPENED;
}

static void perform_close(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int number = call->number[0];
	struct epollctx ctx = context_of(ls, number);
	struct epollctx_eventfd event = eventfd_of(ls, number);
	struct lockstep_file *file = lockstep_file(ls, number);
	int r;

	if (poll_of(ls, number) != NULL)
		r = epollctx_poll_close(&file->poll);
	else if (number < 0 || kind_of(ls, number) == MODEL_EPOLL)
		r = epollctx_close(&ctx);
	else if (kind_of(ls, number) == MODEL_EVENTFD)
		r = epollctx_eventfd_close(&event);
	else
		r = checked(close(ctx.fd));
	answer_status(answer, r);
	if (file == NULL)
		return;
	file->is_poll = false;
	if (!world_is_open(&ls->world, number))
		file->kind = MODEL_CLOSED;
}

static void perform_write(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int number = call->number[0];
	enum model_kind kind = kind_of(ls, number);
	struct epollctx_eventfd event = eventfd_of(ls, number);
	size_t size = call->value[0] < WORLD_ZEROS ? (size_t)call->value[0] : WORLD_ZEROS;
	ssize_t written;

	if (number < 0 || kind == MODEL_EVENTFD) {
		answer_status(answer, epollctx_eventfd_write(&event, call->value[0]));
		return;
	}
	if (kind == MODEL_FILE)
		world_limit_files(&ls->world, MODEL_FILE_BYTES_MAX);
	written = write(event.fd, ls->world.zeros, size);
	answer_value(answer, checked((int)written), (uint64_t)written);
	if (kind == MODEL_FILE)
		world_unlimit_files(&ls->world);
}

static void perform_read(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int number = call->number[0];
	enum model_kind kind = kind_of(ls, number);
	struct epollctx_eventfd event = eventfd_of(ls, number);
	size_t size = call->value[0] < WORLD_READ_SIZE ? (size_t)call->value[0] : WORLD_READ_SIZE;
	uint64_t value = 0;
	ssize_t got;

	if (number < 0 || kind == MODEL_EVENTFD) {
		int r = epollctx_eventfd_read(&event, &value);

		answer_value(answer, r, value);
		return;
	}
	if (kind == MODEL_TIMERFD) {
		got = read(event.fd, &value, sizeof value);
		answer_value(answer, checked((int)got), value);
		return;
	}
	got = read(event.fd, ls->world.bytes, size);
	answer_value(answer, checked((int)got), (uint64_t)got);
}

static void perform_shutdown(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	static const int how[] = {SHUT_RD, SHUT_WR, SHUT_RDWR};
	int fd = world_real(&ls->world, call->number[0]);

	answer_status(answer, fd < 0 ? -EBADF : checked(shutdown(fd, how[call->value[0]])));
}

static int set_timer(struct lockstep *ls, int number, long nanoseconds)
{
	struct itimerspec once = {.it_value = {0, nanoseconds}};
	int fd = world_real(&ls->world, number);

	return fd < 0 ? -EBADF : checked(timerfd_settime(fd, 0, &once, NULL));
}

static void perform_arm(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	int r = set_timer(ls, call->number[0], 1);
	struct pollfd timer = {.fd = world_real(&ls->world, call->number[0]), .events = POLLIN};

	if (r == 0 && poll(&timer, 1, ARM_PATIENCE_MS) == 0)
		r = -ETIME;
	answer_status(answer, r);
}

static void perform_disarm(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	answer_status(answer, set_timer(ls, call->number[0], 0));
}

static void perform_add(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	struct epollctx_poll *poll = poll_of(ls, call->number[0]);
	struct epollctx ctx = context_of(ls, call->number[0]);
	int fd = world_real(&ls->world, call->number[1]);
	struct epollctx_watch events = epollctx_watch_new((uint32_t)call->value[0]);
	uint64_t token = call->value[1];
	int r;

	/* What `add` does for a reader is the same registration; both ways are used. */
	if (events.raw == EPOLLIN)
		r = poll ? epollctx_poll_add(poll, fd, token) : epollctx_add(&ctx, fd, token);
	else if (poll)
		r = epollctx_poll_add_fd_with_events(poll, fd, events, token);
	else
		r = epollctx_add_fd_with_events(&ctx, fd, events, token);
	answer_status(answer, r);
}

static void perform_mod(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	struct epollctx_poll *poll = poll_of(ls, call->number[0]);
	struct epollctx ctx = context_of(ls, call->number[0]);
	int fd = world_real(&ls->world, call->number[1]);
	struct epollctx_watch events = epollctx_watch_new((uint32_t)call->value[0]);

	answer_status(answer, poll ? epollctx_poll_modify(poll, fd, events, call->value[1])
				   : epollctx_modify(&ctx, fd, events, call->value[1]));
}

static void perform_del(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	struct epollctx_poll *poll = poll_of(ls, call->number[0]);
	struct epollctx ctx = context_of(ls, call->number[0]);
	int fd = world_real(&ls->world, call->number[1]);

	answer_status(answer, poll ? epollctx_poll_delete(poll, fd) : epollctx_delete(&ctx, fd));
}

static void perform_fail(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	add_fault(ls, call);
	answer->said = (struct program_answer){.kind = PROGRAM_UNSTATED};
}

void perform(struct lockstep *ls, const struct call *call, struct answer *answer)
{
	static void (*const performers[])(
		struct lockstep *, const struct call *, struct answer *) = {
#define X(name, ...) [PROGRAM_##name] = perform_##name,
		PROGRAM_OPERATIONS(X)
#undef X
	};

	answer_clear(answer);
	performers[call->code](ls, call, answer);
}
