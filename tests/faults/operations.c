/* SPDX-License-Identifier: BSD-3-Clause */
/* How each function is called on a scene, and what it does when nothing fails. */
#include "operations.h"

static const struct timespec *limit(const struct scene *s)
{
	return s->op->limited ? &s->op->timeout : NULL;
}

static struct epollctx_watch watch(const struct scene *s)
{
	return epollctx_watch_new(s->watch);
}

static int do_open(struct scene *s)
{
	return epollctx_open(&s->o.new_ctx);
}

static int opened(struct scene *s, int *expected_fd)
{
	int number;
	int result = model_epoll(s->ls->model, &number);

	if (result == 0)
		*expected_fd = scene_fd(s, number);
	return result;
}

static int predict_open(struct scene *s)
{
	return opened(s, &s->expected.new_ctx.fd);
}

static int do_poll_open(struct scene *s)
{
	return epollctx_poll_open(&s->o.new_poll);
}

static int predict_poll_open(struct scene *s)
{
	struct epollctx_poll *poll = &s->expected.new_poll;

	poll->events.slots = s->o.new_poll.slots;
	poll->events.capacity = EPOLLCTX_EVENTS_CAPACITY;
	poll->events.count = 0;
	poll->hangups = 0;
	poll->max_hangups = 0;
	poll->check_for_hangup = true;
	poll->report = NULL;
	poll->arg = NULL;
	return opened(s, &poll->ctx.fd);
}

static int do_add(struct scene *s)
{
	return epollctx_add(&s->o.ctx, scene_fd(s, s->target), s->value);
}

static int predict_add(struct scene *s)
{
	return model_add(s->ls->model, CTX, s->target, EPOLLIN, s->value);
}

static int do_add_fd_with_events(struct scene *s)
{
	return epollctx_add_fd_with_events(&s->o.ctx, scene_fd(s, s->target), watch(s), s->value);
}

static int predict_add_fd_with_events(struct scene *s)
{
	return model_add(s->ls->model, CTX, s->target, s->watch, s->value);
}

static int do_modify(struct scene *s)
{
	return epollctx_modify(&s->o.ctx, scene_fd(s, s->target), watch(s), s->value);
}

static int predict_modify(struct scene *s)
{
	return model_mod(s->ls->model, CTX, s->target, s->watch, s->value);
}

static int do_delete(struct scene *s)
{
	return epollctx_delete(&s->o.ctx, scene_fd(s, s->target));
}

static int predict_delete(struct scene *s)
{
	return model_del(s->ls->model, CTX, s->target);
}

static int do_poll_add(struct scene *s)
{
	return epollctx_poll_add(&s->o.poll, scene_fd(s, s->target), s->value);
}

static int poll_added(struct scene *s, uint32_t events)
{
	int result = model_add(s->ls->model, POLL, s->target, events, s->value);

	if (result == 0) {
		s->expected.poll.hangups = 0;
		s->expected.poll.max_hangups++;
	}
	return result;
}

static int predict_poll_add(struct scene *s)
{
	return poll_added(s, EPOLLIN);
}

static int do_poll_add_fd_with_events(struct scene *s)
{
	return epollctx_poll_add_fd_with_events(
		&s->o.poll, scene_fd(s, s->target), watch(s), s->value);
}

static int predict_poll_add_fd_with_events(struct scene *s)
{
	return poll_added(s, s->watch);
}

static int do_poll_modify(struct scene *s)
{
	return epollctx_poll_modify(&s->o.poll, scene_fd(s, s->target), watch(s), s->value);
}

static int predict_poll_modify(struct scene *s)
{
	return model_mod(s->ls->model, POLL, s->target, s->watch, s->value);
}

static int do_poll_delete(struct scene *s)
{
	return epollctx_poll_delete(&s->o.poll, scene_fd(s, s->target));
}

static int predict_poll_delete(struct scene *s)
{
	int result = model_del(s->ls->model, POLL, s->target);

	if (result == 0) {
		s->expected.poll.hangups = 0;
		s->expected.poll.max_hangups--;
	}
	return result;
}

static int do_wait(struct scene *s)
{
	return epollctx_wait(&s->o.ctx, &s->o.events);
}

static int do_wait_timeout(struct scene *s)
{
	return epollctx_wait_timeout(&s->o.ctx, &s->o.events, limit(s));
}

static int do_pwait(struct scene *s)
{
	return epollctx_pwait(&s->o.ctx, &s->o.events, limit(s), s->mask);
}

static int waited(struct scene *s, int number, uint32_t capacity, struct epoll_event *slots)
{
	struct model_event events[EPOLLCTX_EVENTS_CAPACITY];
	int count = model_wait(s->ls->model, number, capacity, events);

	for (int i = 0; i < count; i++) {
		slots[i].events = events[i].events;
		slots[i].data.u64 = events[i].token;
	}
	return count;
}

static int predict_wait(struct scene *s)
{
	int count = waited(s, CTX, CAPACITY, s->expected.slots);

	s->expected.events.count = count < 0 ? 0 : count;
	return count;
}

static int do_poll_wait(struct scene *s)
{
	return epollctx_poll_wait(&s->o.poll, &s->o.ret_events);
}

static int do_poll_wait_timeout(struct scene *s)
{
	return epollctx_poll_wait_timeout(&s->o.poll, limit(s), &s->o.ret_events);
}

static int predict_poll_wait(struct scene *s)
{
	int count = waited(s, POLL, EPOLLCTX_EVENTS_CAPACITY, s->expected.poll.slots);

	s->expected.poll.events.count = count < 0 ? 0 : count;
	if (count >= 0)
		s->expected.ret_events = &s->o.poll.events;
	return count;
}

static int do_close(struct scene *s)
{
	return epollctx_close(&s->o.ctx);
}

static int predict_close(struct scene *s)
{
	s->expected.ctx.fd = -1;
	return model_close(s->ls->model, CTX);
}

static int do_poll_close(struct scene *s)
{
	return epollctx_poll_close(&s->o.poll);
}

static int predict_poll_close(struct scene *s)
{
	s->expected.poll.ctx.fd = -1;
	return model_close(s->ls->model, POLL);
}

static int do_eventfd_open(struct scene *s)
{
	return epollctx_eventfd_open(&s->o.new_eventfd, s->flags);
}

static int predict_eventfd_open(struct scene *s)
{
	int number;
	int result = model_eventfd(s->ls->model, 0, false, &number);

	if (result == 0)
		s->expected.new_eventfd.fd = scene_fd(s, number);
	return result;
}

static int do_eventfd_write(struct scene *s)
{
	return epollctx_eventfd_write(&s->o.bell, s->value);
}

static int predict_eventfd_write(struct scene *s)
{
	uint32_t written;

	return model_write(s->ls->model, BELL, s->value, &written);
}

static int do_eventfd_read(struct scene *s)
{
	return epollctx_eventfd_read(&s->o.bell, &s->o.ret_value);
}

static int predict_eventfd_read(struct scene *s)
{
	return model_read(s->ls->model, BELL, sizeof(uint64_t), &s->expected.ret_value);
}

static int do_eventfd_clone(struct scene *s)
{
	return epollctx_eventfd_clone(&s->o.bell, &s->o.new_eventfd);
}

static int predict_eventfd_clone(struct scene *s)
{
	int number;
	int result = model_dup(s->ls->model, BELL, &number);

	if (result == 0)
		s->expected.new_eventfd.fd = scene_fd(s, number);
	return result;
}

static int do_eventfd_close(struct scene *s)
{
	return epollctx_eventfd_close(&s->o.bell);
}

static int predict_eventfd_close(struct scene *s)
{
	s->expected.bell.fd = -1;
	return model_close(s->ls->model, BELL);
}

#define CALL(name) (UINT32_C(1) << PROGRAM_CALL_##name)

#define PLAIN(name, call, failure)                                                     \
	{                                                                              \
		"epollctx_" #name, "", do_##name, predict_##name, failure, CALL(call), \
			.limited = false                                               \
	}

#define WAITS	 EMPTIES_EVENTS, CALL(epoll_wait)
#define TIMED	 EMPTIES_EVENTS, CALL(epoll_wait) | CALL(clock_gettime)
#define EXACT	 EMPTIES_EVENTS, CALL(epoll_pwait2) | CALL(clock_gettime)
#define ROUNDED	 EMPTIES_EVENTS, CALL(epoll_pwait2) | CALL(clock_gettime) | CALL(epoll_wait)
#define PWAITS	 EMPTIES_EVENTS, CALL(epoll_pwait)
#define PEXACT	 EMPTIES_EVENTS, CALL(epoll_pwait2)
#define PROUNDED EMPTIES_EVENTS, CALL(epoll_pwait2) | CALL(epoll_pwait)

#define WAIT_TIMEOUT(variant, ...)                                                           \
	{                                                                                    \
		"epollctx_wait_timeout", variant, do_wait_timeout, predict_wait, __VA_ARGS__ \
	}
#define PWAIT(variant, ...)                                                                    \
	{                                                                                      \
		"epollctx_pwait", variant, do_pwait, predict_wait, __VA_ARGS__, .single = true \
	}

#define POLL_WAITS   EMPTIES_POLL, CALL(epoll_wait)
#define POLL_TIMED   EMPTIES_POLL, CALL(epoll_wait) | CALL(clock_gettime)
#define POLL_EXACT   EMPTIES_POLL, CALL(epoll_pwait2) | CALL(clock_gettime)
#define POLL_ROUNDED EMPTIES_POLL, CALL(epoll_pwait2) | CALL(clock_gettime) | CALL(epoll_wait)

#define POLL_WAIT_TIMEOUT(variant, ...)                                                         \
	{                                                                                       \
		"epollctx_poll_wait_timeout", variant, do_poll_wait_timeout, predict_poll_wait, \
			__VA_ARGS__                                                             \
	}

#define UP_TO(seconds, nanoseconds) \
	.limited = true, .timeout = {.tv_sec = (seconds), .tv_nsec = (nanoseconds)}
#define IDLE .idle = true
/* Of its kind: no time at all, whole milliseconds, others, more than INT_MAX milliseconds. */
#define ZERO  UP_TO(0, 0)
#define WHOLE UP_TO(0, 2000000)
#define ODD   UP_TO(0, 1500001)
#define LONG  UP_TO(INT_MAX / 1000, 648000000)

#define BEFORE(name, errno_, times_) \
	.before = {.call = PROGRAM_CALL_##name, .error = (errno_), .times = (times_)}
#define REFUSED	    BEFORE(epoll_pwait2, ENOSYS, UINT64_MAX)
#define INTERRUPTED BEFORE(epoll_wait, EINTR, 1)

const struct operation operations[] = {
	PLAIN(open, epoll_create1, LEAVES_ALL),
	PLAIN(add, epoll_ctl, LEAVES_ALL),
	PLAIN(add_fd_with_events, epoll_ctl, LEAVES_ALL),
	PLAIN(modify, epoll_ctl, LEAVES_ALL),
	PLAIN(delete, epoll_ctl, LEAVES_ALL),
	PLAIN(close, close, CLOSES_CTX),
	{"epollctx_wait", "", do_wait, predict_wait, WAITS, .limited = false},
	{"epollctx_wait", "interrupted", do_wait, predict_wait, WAITS, INTERRUPTED},
	WAIT_TIMEOUT("no limit", WAITS, .limited = false),
	WAIT_TIMEOUT("0", WAITS, ZERO),
	WAIT_TIMEOUT("0, idle", WAITS, ZERO, IDLE),
	WAIT_TIMEOUT("2 ms", TIMED, WHOLE),
	WAIT_TIMEOUT("2 ms, idle", TIMED, WHOLE, IDLE),
	WAIT_TIMEOUT("2 ms, idle, interrupted", TIMED, WHOLE, IDLE, INTERRUPTED),
	WAIT_TIMEOUT("2^31 ms, idle", TIMED, LONG, IDLE),
	WAIT_TIMEOUT("1.500001 ms", EXACT, ODD),
	WAIT_TIMEOUT("1.500001 ms, idle", EXACT, ODD, IDLE),
	WAIT_TIMEOUT("1.500001 ms, refused", ROUNDED, ODD, REFUSED),
	WAIT_TIMEOUT("1.500001 ms, refused, idle", ROUNDED, ODD, REFUSED, IDLE),
	PWAIT("no limit", PWAITS, .limited = false),
	PWAIT("0, idle", PWAITS, ZERO, IDLE),
	PWAIT("2 ms", PWAITS, WHOLE),
	PWAIT("2 ms, idle", PWAITS, WHOLE, IDLE),
	PWAIT("2^31 ms, idle", PEXACT, LONG, IDLE),
	PWAIT("2^31 ms, refused, idle", PROUNDED, LONG, REFUSED, IDLE),
	PWAIT("1.500001 ms", PEXACT, ODD),
	PWAIT("1.500001 ms, idle", PEXACT, ODD, IDLE),
	PWAIT("1.500001 ms, refused", PROUNDED, ODD, REFUSED),
	PWAIT("1.500001 ms, refused, idle", PROUNDED, ODD, REFUSED, IDLE),
	PLAIN(poll_open, epoll_create1, LEAVES_ALL),
	PLAIN(poll_add, epoll_ctl, LEAVES_ALL),
	PLAIN(poll_add_fd_with_events, epoll_ctl, LEAVES_ALL),
	PLAIN(poll_modify, epoll_ctl, LEAVES_ALL),
	PLAIN(poll_delete, epoll_ctl, LEAVES_ALL),
	PLAIN(poll_close, close, CLOSES_POLL),
	{"epollctx_poll_wait", "", do_poll_wait, predict_poll_wait, POLL_WAITS, .limited = false},
	POLL_WAIT_TIMEOUT("no limit", POLL_WAITS, .limited = false),
	POLL_WAIT_TIMEOUT("0, idle", POLL_WAITS, ZERO, IDLE),
	POLL_WAIT_TIMEOUT("2 ms", POLL_TIMED, WHOLE),
	POLL_WAIT_TIMEOUT("2 ms, idle", POLL_TIMED, WHOLE, IDLE),
	POLL_WAIT_TIMEOUT("2 ms, idle, interrupted", POLL_TIMED, WHOLE, IDLE, INTERRUPTED),
	POLL_WAIT_TIMEOUT("2^31 ms, idle", POLL_TIMED, LONG, IDLE),
	POLL_WAIT_TIMEOUT("1.500001 ms", POLL_EXACT, ODD),
	POLL_WAIT_TIMEOUT("1.500001 ms, idle", POLL_EXACT, ODD, IDLE),
	POLL_WAIT_TIMEOUT("1.500001 ms, refused", POLL_ROUNDED, ODD, REFUSED),
	POLL_WAIT_TIMEOUT("1.500001 ms, refused, idle", POLL_ROUNDED, ODD, REFUSED, IDLE),
	PLAIN(eventfd_open, eventfd, LEAVES_ALL),
	PLAIN(eventfd_write, write, LEAVES_ALL),
	PLAIN(eventfd_read, read, LEAVES_ALL),
	PLAIN(eventfd_clone, fcntl, LEAVES_ALL),
	PLAIN(eventfd_close, close, CLOSES_EVENTFD),
};

const size_t operation_count = COUNT(operations);

int64_t operation_limit(const struct operation *op)
{
	return op->limited ? op->timeout.tv_sec * INT64_C(1000000000) + op->timeout.tv_nsec : -1;
}
