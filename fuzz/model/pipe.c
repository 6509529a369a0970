/* SPDX-License-Identifier: BSD-3-Clause */
/* The pipe: room is counted in pages, not in bytes. */
#include "state.h"

#include <errno.h>

static struct page *page_at(struct pipe *pipe, uint32_t index)
{
	return &pipe->ring[(pipe->first + index) % PIPE_PAGES];
}

/* The odd bytes of a write go behind the last page's data, if all of them fit there. */
static uint32_t merge(struct model *m, struct pipe *pipe, uint32_t n)
{
	uint32_t odd = n % PAGE_BYTES;
	if (odd == 0 || pipe->pages == 0)
		return 0;
	struct page *last = page_at(pipe, pipe->pages - 1);
	if (last->offset + last->bytes + odd > PAGE_BYTES) {
		rule(m, MODEL_RULE_pipe_write_does_not_merge);
		return 0;
	}
	rule(m, MODEL_RULE_pipe_write_merges);
	last->bytes = (uint16_t)(last->bytes + odd);
	return odd;
}

static uint32_t fill_fresh_pages(struct pipe *pipe, uint32_t n)
{
	uint32_t done = 0;
	while (done < n && pipe->pages < PIPE_PAGES) {
		uint32_t bytes = n - done < PAGE_BYTES ? n - done : PAGE_BYTES;
		*page_at(pipe, pipe->pages++) = (struct page){0, (uint16_t)bytes};
		done += bytes;
	}
	return done;
}

int model_pipe_write(struct model *m, uint32_t file, uint32_t n, uint32_t *ret_written)
{
	struct pipe *pipe = &m->pipes[m->files[file].pipe];
	if (n == 0) {
		rule(m, MODEL_RULE_pipe_write_of_0);
		*ret_written = 0;
		return 0;
	}
	if (pipe->reader == NONE) {
		rule(m, MODEL_RULE_pipe_write_without_reader);
		return -EPIPE;
	}
	uint32_t done = merge(m, pipe, n);
	done += fill_fresh_pages(pipe, n - done);
	/* Epoll gets its wakeup whether or not bytes came in. */
	model_wake(m, pipe->reader, MODEL_IN | MODEL_RDNORM);
	if (done == 0) {
		rule(m, MODEL_RULE_pipe_write_full);
		return -EAGAIN;
	}
	rule(m, done < n ? MODEL_RULE_pipe_write_part : MODEL_RULE_pipe_write);
	*ret_written = done;
	return 0;
}

/* Takes up to n bytes; true when this freed a page of a full pipe. */
static bool drain(struct pipe *pipe, uint32_t n, uint32_t *ret_done)
{
	bool freed = false;
	uint32_t done = 0;
	while (pipe->pages > 0) {
		struct page *page = page_at(pipe, 0);
		uint32_t bytes = n - done < page->bytes ? n - done : page->bytes;
		page->offset = (uint16_t)(page->offset + bytes);
		page->bytes = (uint16_t)(page->bytes - bytes);
		done += bytes;
		if (page->bytes > 0)
			break;
		freed = freed || pipe->pages == PIPE_PAGES;
		pipe->first = (pipe->first + 1) % PIPE_PAGES;
		pipe->pages--;
	}
	*ret_done = done;
	return freed;
}

int model_pipe_read(struct model *m, uint32_t file, uint32_t n, uint64_t *ret_value)
{
	struct pipe *pipe = &m->pipes[m->files[file].pipe];
	if (n == 0) {
		rule(m, MODEL_RULE_pipe_read_of_0);
		*ret_value = 0;
		return 0;
	}
	if (pipe->pages == 0) {
		if (pipe->writer != NONE) {
			rule(m, MODEL_RULE_pipe_read_empty);
			return -EAGAIN;
		}
		rule(m, MODEL_RULE_pipe_read_end_of_file);
		*ret_value = 0;
		return 0;
	}
	bool was_full = pipe->pages == PIPE_PAGES;
	uint32_t done;
	if (drain(pipe, n, &done)) {
		rule(m, MODEL_RULE_pipe_read_frees_a_page_of_a_full_pipe);
		if (pipe->writer != NONE)
			model_wake(m, pipe->writer, MODEL_OUT | MODEL_WRNORM);
	} else {
		rule(m, was_full ? MODEL_RULE_pipe_read_keeps_the_page : MODEL_RULE_pipe_read);
	}
	*ret_value = done;
	return 0;
}

uint32_t model_pipe_bytes(const struct pipe *pipe)
{
	uint32_t sum = 0;
	for (uint32_t i = 0; i < pipe->pages; i++)
		sum += pipe->ring[(pipe->first + i) % PIPE_PAGES].bytes;
	return sum;
}

uint32_t model_pipe_says(const struct model *m, uint32_t file)
{
	const struct pipe *pipe = &m->pipes[m->files[file].pipe];
	uint32_t says = 0;
	if (m->files[file].kind == MODEL_PIPE_READER) {
		if (pipe->pages > 0)
			says |= MODEL_IN | MODEL_RDNORM;
		if (pipe->writer == NONE)
			says |= MODEL_HUP;
	} else {
		if (pipe->pages < PIPE_PAGES)
			says |= MODEL_OUT | MODEL_WRNORM;
		if (pipe->reader == NONE)
			says |= MODEL_ERR;
	}
	return says;
}

void model_pipe_release(struct model *m, uint32_t file)
{
	uint32_t index = m->files[file].pipe;
	struct pipe *pipe = &m->pipes[index];
	bool reads = m->files[file].kind == MODEL_PIPE_READER;
	uint32_t other = reads ? pipe->writer : pipe->reader;
	*(reads ? &pipe->reader : &pipe->writer) = NONE;
	if (other == NONE) {
		model_pool_give(&m->free_pipes, index);
		return;
	}
	rule(m, reads ? MODEL_RULE_pipe_last_reader_closed : MODEL_RULE_pipe_last_writer_closed);
	model_wake(m, other, 0);
}
