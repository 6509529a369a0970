/* SPDX-License-Identifier: BSD-3-Clause */
/* What the variables of a program most likely mean at one place in it. */
#include "mutator/scene.h"

static void bind(struct scene *s, uint64_t variable, enum scene_kind kind)
{
	s->kinds[variable] = (uint8_t)kind;
	s->files[variable] = s->file_count++;
	s->peers[variable] = (uint32_t)variable;
	if (variable >= s->variables)
		s->variables = (uint32_t)variable + 1;
}

static void bind_ends(struct scene *s, const uint64_t ends[2], enum scene_kind a, enum scene_kind b)
{
	bind(s, ends[0], a);
	bind(s, ends[1], b);
	s->peers[ends[0]] = (uint32_t)ends[1];
	s->peers[ends[1]] = (uint32_t)ends[0];
}

static void bind_dup(struct scene *s, uint64_t from, uint64_t to)
{
	uint32_t file = s->files[from], peer = s->peers[from];

	bind(s, to, (enum scene_kind)s->kinds[from]);
	s->files[to] = file;
	s->peers[to] = peer == from ? (uint32_t)to : peer;
}

static size_t known(const struct scene *s)
{
	return s->registration_count < SCENE_REGISTRATIONS_MAX ? s->registration_count
							       : SCENE_REGISTRATIONS_MAX;
}

static void registered(struct scene *s, const uint64_t *arguments)
{
	struct scene_registration *row =
		&s->registrations[s->registration_count % SCENE_REGISTRATIONS_MAX];

	row->instance = (uint32_t)arguments[0];
	row->file = (uint32_t)arguments[1];
	row->interest = arguments[2];
	row->token = arguments[3];
	s->registration_count++;
	s->adds++;
}

static struct scene_registration *find(struct scene *s, const uint64_t *arguments)
{
	for (size_t i = 0; i < known(s); i++)
		if (s->registrations[i].instance == arguments[0] &&
			s->registrations[i].file == arguments[1])
			return &s->registrations[i];
	return NULL;
}

static void modified(struct scene *s, const uint64_t *arguments)
{
	struct scene_registration *row = find(s, arguments);

	if (row == NULL)
		return;
	row->interest = arguments[2];
	row->token = arguments[3];
}

static void unregistered(struct scene *s, const uint64_t *arguments)
{
	struct scene_registration *row = find(s, arguments);

	if (row == NULL)
		return;
	s->registration_count = known(s) - 1;
	*row = s->registrations[s->registration_count];
}

static void follow(struct scene *s, const struct program_operation *op)
{
	const uint64_t *arguments = op->arguments;

	switch (op->code) {
	case PROGRAM_epoll:
		bind(s, arguments[0], SCENE_EPOLL);
		break;
	case PROGRAM_eventfd:
		bind(s, arguments[0], SCENE_EVENTFD);
		break;
	case PROGRAM_pipe:
		bind_ends(s, arguments, SCENE_PIPE_READER, SCENE_PIPE_WRITER);
		break;
	case PROGRAM_socketpair:
		bind_ends(s, arguments, SCENE_SOCKET, SCENE_SOCKET);
		break;
	case PROGRAM_timerfd:
		bind(s, arguments[0], SCENE_TIMERFD);
		break;
	case PROGRAM_file:
		bind(s, arguments[0], SCENE_FILE);
		break;
	case PROGRAM_bad:
		bind(s, arguments[0], SCENE_BAD);
		break;
	case PROGRAM_dup:
	case PROGRAM_dup2:
		bind_dup(s, arguments[0], arguments[1]);
		break;
	case PROGRAM_add:
		registered(s, arguments);
		break;
	case PROGRAM_mod:
		modified(s, arguments);
		break;
	case PROGRAM_del:
		unregistered(s, arguments);
		break;
	case PROGRAM_close: /* the next opener may take the number: it stays worth a call */
	case PROGRAM_write:
	case PROGRAM_read:
	case PROGRAM_shutdown:
	case PROGRAM_arm:
	case PROGRAM_disarm:
	case PROGRAM_wait:
	case PROGRAM_fail:
	case PROGRAM_CODE_COUNT:
		break;
	}
}

void scene_at(struct scene *s, const struct program *p, size_t index)
{
	s->variables = 0;
	s->adds = 0;
	s->registration_count = 0;
	s->file_count = 0;
	for (size_t i = 0; i < index; i++)
		follow(s, &p->operations[i]);
}

bool scene_pick(const struct scene *s, struct prng *r, unsigned kinds, uint32_t *ret_variable)
{
	size_t fitting = 0, wanted;

	for (uint32_t v = 0; v < s->variables; v++)
		fitting += (s->kinds[v] & kinds) != 0;
	if (fitting == 0)
		return false;
	wanted = prng_below(r, fitting);
	for (uint32_t v = 0; v < s->variables; v++) {
		if ((s->kinds[v] & kinds) == 0 || wanted-- != 0)
			continue;
		*ret_variable = v;
		break;
	}
	return true;
}

bool scene_pick_dup(
	const struct scene *s, struct prng *r, uint64_t variable, uint32_t *ret_variable)
{
	size_t fitting = 0, wanted;

	if (variable >= s->variables)
		return false;
	for (uint32_t v = 0; v < s->variables; v++)
		fitting += v != variable && s->files[v] == s->files[variable];
	if (fitting == 0)
		return false;
	wanted = prng_below(r, fitting);
	for (uint32_t v = 0; v < s->variables; v++) {
		if (v == variable || s->files[v] != s->files[variable] || wanted-- != 0)
			continue;
		*ret_variable = v;
		break;
	}
	return true;
}

const struct scene_registration *scene_registered(const struct scene *s, struct prng *r)
{
	return known(s) == 0 ? NULL : &s->registrations[prng_below(r, known(s))];
}
