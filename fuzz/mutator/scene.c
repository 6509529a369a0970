/* SPDX-License-Identifier: BSD-3-Clause */
/* What the variables of a program most likely mean at one place in it. */
#include "mutator/scene.h"

static void bind(struct scene *s, uint64_t variable, enum scene_kind kind)
{
	s->kinds[variable] = (uint8_t)kind;
	s->files[variable] = s->file_count++;
	if (variable >= s->variables)
		s->variables = (uint32_t)variable + 1;
}

static void bind_dup(struct scene *s, uint64_t from, uint64_t to)
{
	uint32_t file = s->files[from];

	bind(s, to, (enum scene_kind)s->kinds[from]);
	s->files[to] = file;
}

static void registered(struct scene *s, uint64_t instance, uint64_t file)
{
	struct scene_registration *row =
		&s->registrations[s->registration_count % SCENE_REGISTRATIONS_MAX];

	row->instance = (uint32_t)instance;
	row->file = (uint32_t)file;
	s->registration_count++;
	s->adds++;
}

static void unregistered(struct scene *s, uint64_t instance, uint64_t file)
{
	size_t count = s->registration_count;

	if (count > SCENE_REGISTRATIONS_MAX)
		count = SCENE_REGISTRATIONS_MAX;
	for (size_t i = 0; i < count; i++) {
		struct scene_registration *row = &s->registrations[i];

		if (row->instance != instance || row->file != file)
			continue;
		*row = s->registrations[count - 1];
		s->registration_count = count - 1;
		return;
	}
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
		bind(s, arguments[0], SCENE_PIPE_READER);
		bind(s, arguments[1], SCENE_PIPE_WRITER);
		break;
	case PROGRAM_socketpair:
		bind(s, arguments[0], SCENE_SOCKET);
		bind(s, arguments[1], SCENE_SOCKET);
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
		registered(s, arguments[0], arguments[1]);
		break;
	case PROGRAM_del:
		unregistered(s, arguments[0], arguments[1]);
		break;
	case PROGRAM_close: /* the next opener may take the number: it stays worth a call */
	case PROGRAM_write:
	case PROGRAM_read:
	case PROGRAM_shutdown:
	case PROGRAM_arm:
	case PROGRAM_disarm:
	case PROGRAM_mod:
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
