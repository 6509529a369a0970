/* SPDX-License-Identifier: BSD-3-Clause */
/* Operations through the library, and their record. */
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The clock. A shared counter gives an order without ties: what returned before something else was
 * called has the smaller ticket. Relaxed: the counter has one order of its own anyway, and must not
 * make ThreadSanitizer believe that the threads are ordered by it.
 */
static atomic_ullong clock_ticks;

static uint64_t ticket(void)
{
	uint64_t now;

	atomic_signal_fence(memory_order_seq_cst);
	now = atomic_fetch_add_explicit(&clock_ticks, 1, memory_order_relaxed);
	atomic_signal_fence(memory_order_seq_cst);
	return now;
}

static void *must(void *memory)
{
	if (memory == NULL) {
		fprintf(stderr, "stress: %s\n", strerror(ENOMEM));
		exit(2);
	}
	return memory;
}

void actor_init(struct actor *a, unsigned thread, struct world *world)
{
	memset(a, 0, sizeof *a);
	a->thread = thread;
	a->world = world;
	a->log = must(calloc(RECORD_OPERATIONS_MAX, sizeof *a->log));
	a->starts = must(calloc(RECORD_OPERATIONS_MAX, sizeof *a->starts));
	a->events = must(
		calloc((size_t)RECORD_OPERATIONS_MAX * RECORD_CAPACITY_MAX, sizeof *a->events));
}

void actor_free(struct actor *a)
{
	free(a->log);
	free(a->starts);
	free(a->events);
}

void world_init(struct world *w)
{
	memset(w, 0, sizeof *w);
	w->contents = must(calloc(RECORD_TOKENS_MAX, sizeof *w->contents));
	atomic_store(&w->tokens, 1);
}

uint32_t world_name(struct world *w, const char *format, unsigned number)
{
	uint32_t v = w->count++;

	if (v >= WORLD_NAMES_MAX)
		abort();
	snprintf(w->names[v], sizeof w->names[v], "%s%u", format, number);
	w->fds[v] = -1;
	return v;
}

uint64_t world_token(struct world *w)
{
	unsigned token = atomic_fetch_add_explicit(&w->tokens, 1, memory_order_relaxed);

	if (token >= RECORD_TOKENS_MAX)
		abort();
	return token;
}

/* A number that is bound again keeps its entry in the table, for others use it. */
static int close_number(struct world *w, uint64_t variable)
{
	int fd = w->fds[variable];

	if (w->is_fixed[variable])
		return syscall(SYS_close, fd) < 0 ? -errno : 0;
	w->fds[variable] = -1;
	return close(fd) < 0 ? -errno : 0;
}

void world_clear(struct world *w, struct actor *actors, size_t count)
{
	/* Several names may have meant one number; a second close of it finds nothing. */
	for (uint32_t v = 0; v < w->count; v++)
		if (w->fds[v] >= 0)
			close_number(w, v);
	memset(w->names, 0, sizeof w->names);
	memset(w->is_counter, 0, sizeof w->is_counter);
	memset(w->is_fixed, 0, sizeof w->is_fixed);
	w->count = 0;
	w->generation++;
	atomic_store(&w->tokens, 1);
	for (size_t i = 0; i < count; i++) {
		actors[i].count = 0;
		actors[i].event_count = 0;
	}
}

/* ---- One operation ---- */

static uint32_t content_of(const struct world *w, uint64_t token)
{
	return (uint32_t)token * 3 + 1 + w->generation * UINT32_C(0x9e3779b1);
}

static int opened(struct world *w, uint64_t variable, int fd)
{
	if (fd >= 0)
		w->fds[variable] = fd;
	return fd < 0 ? fd : 0;
}

static int open_eventfd(struct world *w, uint64_t variable, uint64_t count, uint64_t semaphore)
{
	struct epollctx_eventfd e = EPOLLCTX_EVENTFD_INIT;
	int r = epollctx_eventfd_open(&e, EFD_NONBLOCK | (semaphore != 0 ? EFD_SEMAPHORE : 0));

	if (r == 0 && count > 0)
		r = epollctx_eventfd_write(&e, count);
	return r < 0 ? r : opened(w, variable, e.fd);
}

static int open_pair(struct world *w, enum program_code code, uint64_t a, uint64_t b)
{
	int fds[2];
	int r = code == PROGRAM_pipe
			? pipe2(fds, O_NONBLOCK | O_CLOEXEC)
			: socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds);

	if (r < 0)
		return -errno;
	opened(w, a, fds[0]);
	return opened(w, b, fds[1]);
}

static int duplicate(struct world *w, uint64_t from, uint64_t to)
{
	int number = w->is_fixed[to] ? WORLD_FIXED_BASE + (int)to : -1;

	/* Others read the table meanwhile. */
	if (w->is_counter[to] != w->is_counter[from])
		w->is_counter[to] = w->is_counter[from];
	if (number < 0) {
		struct epollctx_eventfd e = {w->fds[from]};
		struct epollctx_eventfd clone = EPOLLCTX_EVENTFD_INIT;
		int r = epollctx_eventfd_clone(&e, &clone);

		return r < 0 ? r : opened(w, to, clone.fd);
	}
	/*
	 * By hand, and so the close below: ThreadSanitizer calls it a race to close a number or to
	 * give it another meaning beside a use of it. Here that is the point.
	 */
	if (syscall(SYS_dup3, w->fds[from], number, O_CLOEXEC) < 0)
		return -errno;
	/* A fixed number keeps its place in the table: others read it meanwhile. */
	return w->fds[to] == number ? 0 : opened(w, to, number);
}

static int64_t transfer(struct world *w, bool writes, uint64_t variable, uint64_t amount)
{
	static const char zeros[64];
	struct epollctx_eventfd e = {w->fds[variable]};
	char bytes[sizeof zeros];
	uint64_t value = 0;
	ssize_t n;
	int r;

	if (w->is_counter[variable]) {
		r = writes ? epollctx_eventfd_write(&e, amount) : epollctx_eventfd_read(&e, &value);
		return r < 0 ? r : (int64_t)value;
	}
	if (amount > sizeof zeros)
		amount = sizeof zeros;
	n = writes ? write(e.fd, zeros, amount) : read(e.fd, bytes, amount);
	return n < 0 ? -errno : n;
}

static int wait_for(struct actor *a, const struct epollctx *ctx, struct epollctx_events *events,
	enum wait_how how)
{
	static const struct timespec none = {0, 0};
	/* Not whole milliseconds: this one goes by epoll_pwait2. */
	struct timespec little = {0, 1 + (long)prng_below(&a->random, 60000)};
	sigset_t mask;
	int r;

	switch (how) {
	case WAIT_SHORT:
		return epollctx_wait_timeout(ctx, events, &little);
	case WAIT_PWAIT:
		sigfillset(&mask);
		return epollctx_pwait(ctx, events, &none, &mask);
	case WAIT_FOREVER:
		atomic_store_explicit(&a->in_wait, true, memory_order_release);
		r = epollctx_wait(ctx, events);
		atomic_load_explicit(&a->looked_at, memory_order_acquire);
		atomic_store_explicit(&a->in_wait, false, memory_order_release);
		return r;
	case WAIT_ZERO:
	case WAIT_HOW_COUNT:
		break;
	}
	return epollctx_wait_timeout(ctx, events, &none);
}

static int perform_wait(struct actor *a, struct program_operation *op, enum wait_how how)
{
	struct world *w = a->world;
	struct epollctx_events events;
	struct program_event *to = &a->events[a->event_count];
	int r = epollctx_events_init(&events, a->slots, (int)op->arguments[1]);

	a->pending = *op;
	if (r == 0)
		r = wait_for(a, &w->contexts[op->arguments[0]], &events, how);
	if (r < 0)
		return r;
	op->stated =
		(struct program_answer){.kind = PROGRAM_EVENTS, .events = to, .count = (size_t)r};
	for (int i = 0; i < r; i++) {
		uint64_t token = epollctx_event_token(&a->slots[i]);

		to[i] = (struct program_event){token, epollctx_event_raw_events(&a->slots[i])};
		if (token < RECORD_TOKENS_MAX && w->contents[token] != content_of(w, token))
			a->mixed_up = token;
	}
	a->event_count += (size_t)r;
	return r;
}

static int control(struct world *w, const struct program_operation *op)
{
	const struct epollctx *ctx = &w->contexts[op->arguments[0]];
	int fd = w->fds[op->arguments[1]];
	uint32_t events = (uint32_t)op->arguments[2];
	uint64_t token = op->arguments[3];

	if (op->code == PROGRAM_del)
		return epollctx_delete(ctx, fd);
	w->contents[token] = content_of(w, token);
	if (op->code == PROGRAM_mod)
		return epollctx_modify(ctx, fd, epollctx_watch_new(events), token);
	if (events == EPOLLIN)
		return epollctx_add(ctx, fd, token);
	return epollctx_add_fd_with_events(ctx, fd, epollctx_watch_new(events), token);
}

static int64_t call(struct actor *a, struct program_operation *op, enum wait_how how)
{
	struct world *w = a->world;
	uint64_t v = op->arguments[0];
	int r;

	switch (op->code) {
	case PROGRAM_epoll:
		r = epollctx_open(&w->contexts[v]);
		return r < 0 ? r : opened(w, v, w->contexts[v].fd);
	case PROGRAM_eventfd:
		w->is_counter[v] = true;
		return open_eventfd(w, v, op->arguments[1], op->arguments[2]);
	case PROGRAM_pipe:
	case PROGRAM_socketpair:
		return open_pair(w, op->code, v, op->arguments[1]);
	case PROGRAM_dup:
	case PROGRAM_dup2:
		return duplicate(w, v, op->arguments[1]);
	case PROGRAM_close:
		return close_number(w, v);
	case PROGRAM_write:
	case PROGRAM_read:
		return transfer(w, op->code == PROGRAM_write, v, op->arguments[1]);
	case PROGRAM_add:
	case PROGRAM_mod:
	case PROGRAM_del:
		return control(w, op);
	case PROGRAM_wait:
		return perform_wait(a, op, how);
	default:
		abort();
	}
}

static struct program_answer answer_of(
	const struct world *w, const struct program_operation *op, int64_t result)
{
	bool transfers = op->code == PROGRAM_read || op->code == PROGRAM_write;
	bool counts = transfers && w->is_counter[op->arguments[0]];

	if (result < 0)
		return (struct program_answer){.kind = PROGRAM_ERROR, .error = (int)-result};
	if (op->code == PROGRAM_wait)
		return op->stated;
	if (!transfers || (counts && op->code == PROGRAM_write))
		return (struct program_answer){.kind = PROGRAM_OK};
	return (struct program_answer){.kind = PROGRAM_VALUE, .value = (uint64_t)result};
}

int64_t perform(struct actor *a, enum program_code code, uint64_t a0, uint64_t a1, uint64_t a2,
	uint64_t a3, enum wait_how how)
{
	struct program_operation op = {.code = code, .arguments = {a0, a1, a2, a3}};
	int64_t result;

	if (a->count == RECORD_OPERATIONS_MAX)
		abort();
	op.span.thread = a->alone ? 0 : a->thread;
	atomic_fetch_add_explicit(&a->done, 1, memory_order_relaxed);
	op.span.start = ticket();
	result = call(a, &op, how);
	op.span.end = ticket();
	op.span.ended = true;
	op.stated = answer_of(a->world, &op, result);
	a->starts[a->count] = op.span.start;
	if (a->alone)
		op.span = (struct program_span){.thread = 0};
	a->log[a->count++] = op;
	atomic_fetch_add_explicit(&a->done, 1, memory_order_relaxed);
	return result;
}

void perform_look(struct actor *a, uint64_t instance, uint64_t capacity)
{
	perform(a, PROGRAM_wait, instance, capacity, 0, 0,
		(enum wait_how)prng_below(&a->random, WAIT_FOREVER));
}

/* ---- The history ---- */

struct entry {
	uint64_t start;
	const struct program_operation *op;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

static size_t collect(struct actor *actors, size_t count, struct entry *entries)
{
	size_t total = 0;

	for (size_t i = 0; i < count; i++) {
		struct actor *a = &actors[i];

		for (size_t j = 0; j < a->count; j++)
			entries[total++] = (struct entry){a->starts[j], &a->log[j]};
		if (atomic_load_explicit(&a->in_wait, memory_order_acquire))
			entries[total++] = (struct entry){a->pending.span.start, &a->pending};
	}
	qsort(entries, total, sizeof *entries, compare_entries);
	return total;
}

static int reread(struct program *history, const struct program *raw)
{
	struct program_error error = {0, ""};
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	int r;

	if (file == NULL)
		return -ENOMEM;
	program_write_text(raw, file);
	fclose(file);
	r = program_read_text(history, text, size, &error);
	if (r < 0)
		fprintf(stderr, "stress: line %u of the record: %s\n", error.line, error.reason);
	free(text);
	return r;
}

int history_of(struct world *w, struct actor *actors, size_t count, struct program *history)
{
	struct program raw = {.variables = w->count, .names = w->names};
	struct entry *entries;
	size_t total = 0;
	int r;

	for (size_t i = 0; i < count; i++)
		total += actors[i].count + 1;
	entries = must(malloc(total * sizeof *entries));
	raw.count = collect(actors, count, entries);
	raw.operations = must(malloc((raw.count + 1) * sizeof *raw.operations));
	for (size_t i = 0; i < raw.count; i++)
		raw.operations[i] = *entries[i].op;
	r = reread(history, &raw);
	for (size_t i = 0; i < count; i++)
		atomic_store_explicit(&actors[i].looked_at, true, memory_order_release);
	free(raw.operations);
	free(entries);
	return r;
}
