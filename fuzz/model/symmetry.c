/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * In which orders the open numbers may be written. A number's *role* is a hash of what can be said
 * of it without naming any number: numbers are ordered by their roles, and every order of those
 * with equal roles is tried. A poor hash costs tries, and can merge no two states: only whole
 * states in some order are ever compared.
 */
#include "canonical.h"

/* After as many rounds a role knows of everything that many steps around it. */
enum { ROUNDS = 4 };

static uint64_t mixed(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 29;
}

struct roles {
	struct order *order;
	uint64_t of[PLACES_MAX], next[PLACES_MAX]; /* by place, before anything was reordered */
};

/* Each description in a list has a number that is open, and so a place. */
static uint64_t role_of_file(const struct roles *roles, uint32_t file)
{
	return roles->of[model_place_of_file(roles->order, file)];
}

static uint64_t first_role(const struct order *order, uint32_t file)
{
	const struct order nameless = {.m = order->m, .folds = order->folds};
	unsigned char bytes[MODEL_CANONICAL_SIZE];
	struct output out = {.bytes = bytes};
	uint64_t role = 1;
	model_put_own_state(&out, &nameless, file);
	for (size_t i = 0; i < out.size; i++)
		role = mixed(role, bytes[i]);
	return role;
}

/* Sums, because the lists that are gone through may be in any order. */
static uint64_t next_role(const struct roles *roles, uint32_t place)
{
	const struct model *m = roles->order->m;
	uint32_t file = m->number_of[roles->order->numbers[place]];
	uint64_t above = 0, below = 0, index;
	for (index = m->files[file].waiters.head; index != NONE;
		index = m->items[index].links[WAITERS_OF_FILE].next) {
		const struct item *item = &m->items[index];
		uint64_t edge = mixed(item->events, model_place_in_ready_list(m, (uint32_t)index));
		above += mixed(edge, role_of_file(roles, item->instance));
	}
	if (m->files[file].kind == MODEL_EPOLL)
		for (index = m->files[file].instance.interest.head; index != NONE;
			index = m->items[index].links[INTEREST_OF_INSTANCE].next) {
			const struct item *item = &m->items[index];
			uint64_t edge =
				mixed(item->events, model_place_in_ready_list(m, (uint32_t)index));
			below += mixed(edge + 1, role_of_file(roles, item->file));
		}
	return mixed(mixed(roles->of[place], above), below);
}

static void find_roles(struct roles *roles)
{
	const struct order *order = roles->order;
	for (uint32_t place = 0; place < order->count; place++)
		roles->of[place] = first_role(order, order->m->number_of[order->numbers[place]]);
	for (int round = 0; round < ROUNDS; round++) {
		for (uint32_t place = 0; place < order->count; place++)
			roles->next[place] = next_role(roles, place);
		for (uint32_t place = 0; place < order->count; place++)
			roles->of[place] = roles->next[place];
	}
}

/* Orders the numbers by their roles, and the roles with them. */
static void sort_by_role(struct roles *roles)
{
	uint32_t *numbers = roles->order->numbers;
	for (uint32_t i = 1; i < roles->order->count; i++)
		for (uint32_t j = i; j > 0 && roles->of[j] < roles->of[j - 1]; j--) {
			uint64_t role = roles->of[j];
			uint32_t number = numbers[j];
			roles->of[j] = roles->of[j - 1];
			roles->of[j - 1] = role;
			numbers[j] = numbers[j - 1];
			numbers[j - 1] = number;
		}
}

static void swap(uint32_t *a, uint32_t *b)
{
	uint32_t kept = *a;
	*a = *b;
	*b = kept;
}

/* Every order of the places from here on that keeps the roles where they are. */
static void permute(const struct roles *roles, uint32_t from, void (*each)(void *), void *argument)
{
	uint32_t *numbers = roles->order->numbers;
	if (from == roles->order->count)
		each(argument);
	for (uint32_t other = from;
		other < roles->order->count && roles->of[other] == roles->of[from]; other++) {
		swap(&numbers[from], &numbers[other]);
		permute(roles, from + 1, each, argument);
		swap(&numbers[from], &numbers[other]);
	}
}

void model_for_each_order(struct order *order, void (*each)(void *), void *argument)
{
	struct roles roles = {.order = order};
	find_roles(&roles);
	sort_by_role(&roles);
	permute(&roles, 0, each, argument);
}
