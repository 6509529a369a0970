/* SPDX-License-Identifier: BSD-3-Clause */
/* The rules that need no search: they hold in whatever order things happened. */
#include "object.h"

static bool is_read(const struct check_state *s, const struct part *part)
{
	return part->kind == PART_TRANSFER && is_ok(s, part->index) &&
	       (part->code == STEP_READ || part->code == STEP_PEER_READ);
}

/* ---- Pipes and sockets: poll looks at their bytes and their other end at different moments ----
 */

/* The most bytes that can have waited just after `moment`. */
static int64_t most_bytes(const struct check_state *s, const struct object *o, int file, int moment)
{
	int64_t bytes = 0;

	for (size_t i = 0; i < o->count; i++) {
		const struct part *part = &o->parts[i];
		int64_t amount =
			(int64_t)operation_at(s, part->index % s->h->program->count)->stated.value;

		if (part->kind != PART_TRANSFER || part->file != file)
			continue;
		if (is_write(s, part) && part->code == STEP_PEER_WRITE && part->begin <= moment)
			bytes += amount;
		else if (is_read(s, part) && part->code == STEP_READ && part->finish <= moment)
			bytes -= amount;
	}
	return bytes;
}

static bool can_hold_bytes(
	const struct check_state *s, const struct object *o, int file, const struct part *wait)
{
	if (most_bytes(s, o, file, wait->begin) > 0)
		return true;
	for (size_t i = 0; i < o->count; i++) {
		const struct part *part = &o->parts[i];

		if (is_write(s, part) && part->begin > wait->begin && part->begin < wait->finish &&
			most_bytes(s, o, file, part->begin) > 0)
			return true;
	}
	return false;
}

/* The bits that can have been true at some moment of the wait. */
static uint32_t possible(
	const struct check_state *s, const struct object *o, int file, const struct part *wait)
{
	bool is_socket = s->h->files[file].kind == MODEL_SOCKET;
	uint32_t bits = is_socket ? MODEL_OUT | MODEL_WRNORM | MODEL_WRBAND : 0;

	if (can_hold_bytes(s, o, file, wait))
		bits |= MODEL_IN | MODEL_RDNORM;
	for (size_t i = 0; i < o->count; i++)
		if (o->parts[i].kind == PART_HANG_UP && o->parts[i].file == file &&
			o->parts[i].begin < wait->finish)
			bits |= MODEL_HUP |
				(is_socket ? MODEL_IN | MODEL_RDNORM | MODEL_RDHUP | MODEL_ERR : 0);
	return bits;
}

/* The one file that the registration can be of; FILE_NONE when there are several. */
static int file_of(const struct check_state *s, const struct object *o, size_t source)
{
	int only = FILE_NONE;

	if (s->h->ops[source].second != FILE_VOLATILE)
		return s->h->ops[source].second;
	for (int f = 0; f < s->h->file_count; f++)
		if (o->files[f]) {
			if (only != FILE_NONE)
				return FILE_NONE;
			only = f;
		}
	return only;
}

bool check_streams(struct check_state *s, const struct object *o)
{
	for (size_t i = 0; i < o->count; i++) {
		const struct part *part = &o->parts[i];
		size_t source;
		uint32_t asked;
		int file;

		if (part->kind != PART_DELIVER)
			continue;
		source = token_source(s, part->token);
		file = file_of(s, o, source);
		asked = (uint32_t)operation_at(s, source)->arguments[2] | MODEL_ERR | MODEL_HUP;
		if (part->events == 0 || (part->events & ~asked) != 0)
			return reject(s, CHECK_events, part->index, "0x%x was asked for, 0x%x came",
				asked, part->events);
		if (file < 0 || (s->h->files[file].kind != MODEL_PIPE_READER &&
					s->h->files[file].kind != MODEL_SOCKET))
			continue;
		if ((part->events & ~possible(s, o, file, part)) != 0)
			return reject(s, CHECK_events, part->index, "0x%x can be true, 0x%x came",
				possible(s, o, file, part), part->events);
	}
	return true;
}

/* ---- Edges ---- */

/* How often can this registration have been queued before its last delivery ended? */
static size_t causes(const struct check_state *s, const struct object *o, const struct part *setter,
	const struct part *last)
{
	bool hears_reads = (setter->events & MODEL_OUT) != 0;
	size_t count = 1;

	for (size_t i = 0; i < o->count; i++) {
		const struct part *part = &o->parts[i];
		bool wakes = is_write(s, part) || (hears_reads && is_read(s, part)) ||
			     part->kind == PART_HANG_UP;

		if (wakes && part->begin < last->finish && part->finish > setter->begin)
			count++;
	}
	return count;
}

static bool check_edges_of(struct check_state *s, const struct object *o, const struct part *setter)
{
	const struct part *last = NULL;
	size_t delivered = 0;
	size_t most;

	for (size_t i = 0; i < o->count; i++) {
		const struct part *part = &o->parts[i];

		if (part->kind != PART_DELIVER || part->token != setter->token)
			continue;
		delivered++;
		if (last == NULL || part->finish > last->finish)
			last = part;
	}
	if (last == NULL)
		return true;
	most = causes(s, o, setter, last);
	return delivered <= most ||
	       reject(s, CHECK_edge_repeated, last->index,
		       "%zu deliveries, but only %zu times a reason", delivered, most);
}

bool check_edge_counts(struct check_state *s, const struct object *o)
{
	for (size_t i = 0; i < o->count && !o->opaque; i++) {
		const struct part *part = &o->parts[i];

		if (part->kind == PART_CONTROL && part->code != STEP_DEL && is_ok(s, part->index) &&
			(part->events & MODEL_ET) != 0 && !check_edges_of(s, o, part))
			return false;
	}
	return true;
}

/* ---- EPOLLEXCLUSIVE ---- */

enum registered { REGISTERED_NOT, REGISTERED_PERHAPS, REGISTERED_SURELY };

/* Is the file registered with EXCLUSIVE here when the write comes, and surely to the end? */
static enum registered registered_at(
	const struct check_state *s, const struct object *o, int file, const struct part *write)
{
	const struct part *last = NULL;
	bool is_sure = true;
	bool is_added = false;
	int others = -1; /* when the latest of the others ended */

	for (size_t i = 0; i < o->count && o->has_exclusive && o->files[file]; i++) {
		const struct part *part = &o->parts[i];

		if (part->kind != PART_BIND &&
			(part->kind != PART_CONTROL || !is_ok(s, part->index)))
			continue;
		if (part->begin >= write->finish && !is_added)
			continue;
		is_added = is_added || (part->kind == PART_CONTROL && part->code == STEP_ADD);
		is_sure = is_sure && part->finish <= write->begin;
		if (last != NULL && part->begin < last->begin) {
			others = part->finish > others ? part->finish : others;
			continue;
		}
		others = last != NULL && last->finish > others ? last->finish : others;
		last = part;
	}
	if (last == NULL || !is_added)
		return REGISTERED_NOT;
	if (!is_sure || last->begin <= others || last->kind == PART_BIND)
		return REGISTERED_PERHAPS;
	return last->code == STEP_ADD && (last->events & MODEL_EXCLUSIVE) != 0 ? REGISTERED_SURELY
									       : REGISTERED_NOT;
}

enum told { TOLD_NOTHING, TOLD_SILENCE, TOLD_BLOCKED, TOLD_EVENT };

/* What do the waits on the instance say of the time after the write? */
static enum told told_after(
	const struct check_state *s, const struct object *o, const struct part *write)
{
	enum told told = TOLD_NOTHING;

	for (size_t i = 0; i < o->count; i++) {
		const struct part *part = &o->parts[i];

		if (part->kind == PART_DELIVER && part->finish > write->begin)
			return TOLD_EVENT;
		if (part->kind == PART_QUIET && part->begin > write->finish && told < TOLD_BLOCKED)
			told = part->index == s->h->program->count ? TOLD_BLOCKED : TOLD_SILENCE;
	}
	return told;
}

static bool check_exclusive_write(struct check_state *s, const struct part *write, int file)
{
	bool all_silent = true;
	bool some_blocked = false;
	size_t instances = 0;

	for (size_t i = 0; i < s->object_count; i++) {
		const struct object *o = &s->objects[i];
		enum registered where = registered_at(s, o, file, write);
		enum told told;

		if (where == REGISTERED_NOT)
			continue;
		if (where == REGISTERED_PERHAPS)
			return true; /* the wakeup may have gone there */
		told = told_after(s, o, write);
		if (told == TOLD_EVENT)
			return true;
		instances++;
		all_silent = all_silent && told != TOLD_NOTHING;
		some_blocked = some_blocked || told == TOLD_BLOCKED;
	}
	if (instances == 0 || !(all_silent || some_blocked))
		return true;
	return reject(s, CHECK_exclusive, write->index, "%zu registrations, all silent", instances);
}

/* Has nobody read the file since the write? */
static bool stays_ready(
	const struct check_state *s, const struct object *o, int file, const struct part *write)
{
	for (size_t i = 0; i < o->count; i++)
		if (is_read(s, &o->parts[i]) && o->parts[i].file == file &&
			o->parts[i].finish > write->begin)
			return false;
	return true;
}

bool check_exclusive(struct check_state *s)
{
	for (size_t i = 0; i < s->object_count; i++) {
		const struct object *o = &s->objects[i];

		for (size_t j = 0; o->has_exclusive && j < o->count; j++) {
			const struct part *part = &o->parts[j];

			if (is_write(s, part) && part->file >= 0 &&
				s->h->files[part->file].kind == MODEL_EVENTFD &&
				stays_ready(s, o, part->file, part) &&
				!check_exclusive_write(s, part, part->file))
				return false;
		}
	}
	return true;
}
