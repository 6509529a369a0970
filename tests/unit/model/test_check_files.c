/* SPDX-License-Identifier: BSD-3-Clause */
/* check.c: each invariant of pipes, sockets and counters is seen to fail when it is broken. */
#include "corruption.h"

/* A reader whose pipe lies outside of what was ever in use, and looks like its pipe. */
static void a_pipe_end_without_a_pipe(void **state)
{
	(void)state;
	struct scene at = populate();
	for (uint32_t beyond = m->free_pipes.high; beyond < m->free_pipes.high + 2; beyond++) {
		m->pipes[beyond] = (struct pipe){.reader = m->number_of[at.f], .writer = NONE};
		file_of(at.f)->pipe = beyond;
		breaks("pipe_ends_agree", file_of(at.f)->kind, MODEL_PIPE_READER);
	}
}

static void pipes(void **state)
{
	(void)state;
	struct scene at = populate();
	struct pipe *pipe = &m->pipes[file_of(at.r)->pipe];
	breaks("pipe_ends_agree", pipe->reader, m->number_of[at.w]);
	breaks("pipe_ends_agree", pipe->writer, m->number_of[at.a]);
	breaks("pipe_ends_agree", pipe->writer, NONE);
	breaks("pipe_ends_agree", pipe->writer, m->free_files.high);
	breaks("pipe_ends_agree", file_of(at.w)->pipe, m->free_pipes.high - 1);
	breaks("pipe_ends_agree", file_of(at.r)->pipe, m->free_pipes.high);
	breaks("pipe_pages_hold_data", pipe->pages, PIPE_PAGES + 1);
	breaks("pipe_pages_hold_data", pipe->first, PIPE_PAGES);
	breaks("pipe_pages_hold_data", pipe->first, 2 * PIPE_PAGES);
	breaks("pipe_pages_hold_data", pipe->ring[pipe->first + 1].bytes, 0);
	breaks("pipe_pages_hold_data", pipe->ring[pipe->first + 1].offset, PAGE_BYTES);
	breaks("pipe_pages_hold_data", pipe->ring[pipe->first].bytes, 0);
	breaks("pipe_pages_hold_data", pipe->ring[pipe->first].offset, 1);
}

/* A pipe of which one end is closed takes no other file for it. */
static void half_pipes(void **state)
{
	(void)state;
	struct two p[3] = {pipe_pair(), pipe_pair(), pipe_pair()};
	int t = timerfd();
	ok(shut_number(p[1].r));
	int a = eventfd(1);
	struct pipe *pipe = &m->pipes[file_of(p[1].w)->pipe];
	breaks("pipe_ends_agree", pipe->reader, m->number_of[a]);
	breaks("pipe_ends_agree", pipe->reader, m->number_of[p[0].r]);
	breaks("pipe_ends_agree", pipe->reader, m->number_of[p[2].r]);
	breaks("pipe_ends_agree", pipe->reader, pipe->writer);
	breaks("pipe_ends_agree", pipe->reader, UINT32_MAX - 1);
	m->files[m->free_files.high] = (struct file){
		.kind = MODEL_PIPE_READER, .numbers = 1, .pipe = file_of(p[1].w)->pipe};
	breaks("pipe_ends_agree", pipe->reader, m->free_files.high);
	ok(shut_number(p[0].w));
	pipe = &m->pipes[file_of(p[0].r)->pipe];
	breaks("pipe_ends_agree", pipe->writer, m->number_of[t]);
	breaks("pipe_ends_agree", pipe->writer, pipe->reader);
}

/* Two files for one end of a pipe. */
static void ends_with_a_stranger(void **state)
{
	(void)state;
	int first = eventfd(0);
	struct two p = pipe_pair();
	int last = eventfd(0);
	uint32_t pipe = file_of(p.r)->pipe;
	file_of(first)->pipe = pipe;
	file_of(last)->pipe = pipe;
	breaks("pipe_ends_agree", file_of(first)->kind, MODEL_PIPE_READER);
	breaks("pipe_ends_agree", file_of(first)->kind, MODEL_PIPE_WRITER);
	breaks("pipe_ends_agree", file_of(last)->kind, MODEL_PIPE_READER);
	breaks("pipe_ends_agree", file_of(last)->kind, MODEL_PIPE_WRITER);
	/* A pipe that lies behind all that were ever used is none, though it agrees. */
	m->pipes[m->free_pipes.high] = (struct pipe){.reader = m->number_of[last], .writer = NONE};
	file_of(last)->pipe = m->free_pipes.high;
	breaks("pipe_ends_agree", file_of(last)->kind, MODEL_PIPE_READER);
	file_of(last)->pipe = UINT32_MAX;
	breaks("pipe_ends_agree", file_of(last)->kind, MODEL_PIPE_WRITER);
}

/* All pages hold data, so that one more would be the first again; of the second pipe, too. */
static void no_more_pages_than_there_are(void **state)
{
	(void)state;
	struct two p[2] = {pipe_pair(), pipe_pair()};
	for (int i = 0; i < 2; i++) {
		is(65536, put(p[i].w, 65536));
		struct pipe *pipe = &m->pipes[file_of(p[i].r)->pipe];
		breaks("pipe_pages_hold_data", pipe->pages, PIPE_PAGES + 1);
		breaks("pipe_pages_hold_data", pipe->pages, PIPE_PAGES + 2);
		breaks("pipe_pages_hold_data", pipe->ring[0].bytes, 0);
	}
}

/* Pages that lie around the end of the ring. */
static void pages_around_the_end(void **state)
{
	(void)state;
	struct two p = pipe_pair();
	is(65536, put(p.w, 65536));
	is(61440, get(p.r, 61440));
	is(8192, put(p.w, 8192));
	struct pipe *pipe = &m->pipes[file_of(p.r)->pipe];
	is(15, pipe->first);
	for (uint32_t page = 0; page < PIPE_PAGES; page++) {
		if (page < 2 || page == 15) {
			breaks("pipe_pages_hold_data", pipe->ring[page].bytes, 0);
			breaks("pipe_pages_hold_data", pipe->ring[page].offset, 1);
		} else {
			keeps(pipe->ring[page].bytes, 0);
			keeps(pipe->ring[page].offset, PAGE_BYTES + 1);
		}
	}
}

static void sockets(void **state)
{
	(void)state;
	struct scene at = populate();
	struct socket *s = &file_of(at.s)->socket;
	struct socket *t = &file_of(at.t)->socket;
	breaks("sockets_are_paired", s->peer, NONE);
	breaks("sockets_are_paired", s->peer, m->free_files.high);
	breaks("sockets_are_paired", s->peer, UINT32_MAX - 1);
	breaks("sockets_are_paired", s->peer, m->number_of[at.s]);
	breaks("sockets_are_paired", s->peer, m->number_of[at.a]);
	breaks("sockets_are_paired", s->shut, SHUT_SEND);
	breaks("sockets_are_paired", s->reset, true);
	breaks("socket_queues_add_up", s->charge, s->charge - 1);
	breaks("socket_queues_add_up", s->charge, s->charge + 1);
	breaks("socket_queues_add_up", t->bytes, 300);
	breaks("socket_queues_add_up", t->bytes, 200);
	breaks("socket_queues_add_up", t->taken, 100);
	breaks("socket_queues_add_up", s->taken, 1);
	breaks("socket_queues_add_up", t->messages, 1);
	breaks("socket_queues_add_up", t->messages, SOCKET_MESSAGES + 1);
	breaks("socket_queues_add_up", t->first, SOCKET_MESSAGES);
	breaks("socket_queues_add_up", t->first, 2 * SOCKET_MESSAGES);
}

/* The sums agree, and yet the first message has nothing left, or more was read than there is. */
static void what_is_read_of_a_message(void **state)
{
	(void)state;
	struct scene at = populate();
	struct socket read = file_of(at.t)->socket;
	is(7, read.taken);
	for (uint32_t taken = 99; taken < 102; taken++) {
		struct socket *t = &file_of(at.t)->socket;
		t->taken = taken;
		t->bytes = 300 - taken;
		const char *broken = model_check(m);
		assert_true(
			taken < 100 ? broken == NULL : strcmp(broken, "socket_queues_add_up") == 0);
	}
	file_of(at.t)->socket = read;
	file_of(at.s)->socket.taken = 1;
	file_of(at.s)->socket.bytes = UINT32_MAX;
	assert_string_equal(model_check(m), "socket_queues_add_up");
}

/* What was read of the first message may be more than the second one has. */
static void a_second_message_is_smaller(void **state)
{
	(void)state;
	struct pair p = socket_pair();
	is(100, put(p.a, 100));
	is(5, put(p.a, 5));
	is(50, get(p.b, 50));
	assert_null(model_check(m));
}

/* The first message at each place of the ring, the last one too. */
static void a_queue_begins_anywhere(void **state)
{
	(void)state;
	struct pair p = socket_pair();
	for (uint32_t i = 0; i < SOCKET_MESSAGES; i++) {
		is(i, file_of(p.b)->socket.first);
		is(1, put(p.a, 1));
		is(1, get(p.b, 1));
	}
	is(0, file_of(p.b)->socket.first);
}

/* As many messages as fit, around the end of the ring; one more would be the first again. */
static void a_full_queue(void **state)
{
	(void)state;
	struct pair p = socket_pair();
	is(1, put(p.a, 1));
	is(1, get(p.b, 1));
	for (int i = 0; i < SOCKET_MESSAGES; i++)
		is(1, put(p.a, 1));
	assert_null(model_check(m));
	struct socket *b = &file_of(p.b)->socket;
	b->messages++;
	b->bytes++;
	file_of(p.a)->socket.charge += model_socket_charge(1);
	assert_string_equal(model_check(m), "socket_queues_add_up");
}

/* A file that is no socket is no peer, whatever it holds. */
static void peers(void **state)
{
	(void)state;
	struct scene at = populate();
	struct socket *s = &file_of(at.s)->socket;
	ok(put(at.b, m->number_of[at.s]));
	int f = regular_file();
	is((int64_t)m->number_of[at.s], put(f, m->number_of[at.s]));
	breaks("sockets_are_paired", s->peer, m->number_of[at.b]);
	breaks("sockets_are_paired", s->peer, m->number_of[f]);
	struct pair p = socket_pair();
	breaks("sockets_are_paired", s->peer, m->number_of[p.a]);
	breaks("sockets_are_paired", file_of(p.a)->socket.peer, m->number_of[at.t]);
	breaks("sockets_are_paired", s->shut, SHUT_RECEIVE);
	breaks("sockets_are_paired", s->shut, SHUT_BOTH);
	ok(shut_number(p.a));
	struct socket *left = &file_of(p.b)->socket;
	for (uint32_t shut = 0; shut < 8; shut++)
		if (shut != SHUT_BOTH)
			breaks("sockets_are_paired", left->shut, shut);
	/* Nobody compares what it is charged for: there is no peer to hold its messages. */
	keeps(left->charge, UINT32_MAX);
	keeps(left->reset, true);
}

static void the_first_file_is_an_eventfd(void **state)
{
	(void)state;
	is(0, m->number_of[eventfd(1)]);
	breaks("counters_are_in_range", m->files[0].eventfd.count, UINT64_MAX);
}

static void the_first_file_is_a_socket(void **state)
{
	(void)state;
	struct pair p = socket_pair();
	ok(shut_number(p.b));
	is(0, m->number_of[p.a]);
	breaks("sockets_are_paired", m->files[0].socket.shut, SHUT_SEND);
	breaks("socket_queues_add_up", m->files[0].socket.bytes, 1);
}

/* It says that the socket is its peer, where a socket would, and yet it is none. */
static void a_peer_that_is_no_socket(void **state)
{
	(void)state;
	struct pair p = socket_pair();
	ok(shut_number(p.a));
	uint32_t index = m->number_of[p.b];
	int e = eventfd(index);
	int f = regular_file();
	is(index, put(f, index));
	struct socket *left = &file_of(p.b)->socket;
	left->shut = SHUT_RECEIVE;
	left->peer = m->number_of[e];
	assert_true(file_of(e)->socket.peer == index);
	assert_string_equal(model_check(m), "sockets_are_paired");
	left->peer = m->number_of[f];
	assert_true(file_of(f)->socket.peer == index);
	assert_string_equal(model_check(m), "sockets_are_paired");
}

static void counters(void **state)
{
	(void)state;
	struct scene at = populate();
	breaks("counters_are_in_range", file_of(at.a)->eventfd.count, UINT64_MAX);
	keeps(file_of(at.a)->eventfd.count, UINT64_MAX - 1);
	breaks("counters_are_in_range", file_of(at.f)->offset, MODEL_FILE_BYTES_MAX + 1);
	breaks("counters_are_in_range", file_of(at.f)->offset, MODEL_FILE_BYTES_MAX + 2);
	keeps(file_of(at.f)->offset, MODEL_FILE_BYTES_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(a_pipe_end_without_a_pipe),
		world_test(pipes),
		world_test(half_pipes),
		world_test(ends_with_a_stranger),
		world_test(no_more_pages_than_there_are),
		world_test(pages_around_the_end),
		world_test(sockets),
		world_test(what_is_read_of_a_message),
		world_test(a_second_message_is_smaller),
		world_test(a_queue_begins_anywhere),
		world_test(a_full_queue),
		world_test(peers),
		world_test(the_first_file_is_an_eventfd),
		world_test(the_first_file_is_a_socket),
		world_test(a_peer_that_is_no_socket),
		world_test(counters),
	};
	return world_run(tests);
}
