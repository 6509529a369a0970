/* SPDX-License-Identifier: BSD-3-Clause */
/* The interest lists: epoll_ctl(2). An item is found by (instance, description, number). */
#include "state.h"

#include <errno.h>

/* With EXCLUSIVE, an ADD may ask for these bits and no others. */
#define EXCLUSIVE_OK \
	(MODEL_IN | MODEL_OUT | MODEL_ERR | MODEL_HUP | MODEL_WAKEUP | MODEL_ET | MODEL_EXCLUSIVE)
#define NAMED                                                                                     \
	(MODEL_IN | MODEL_PRI | MODEL_OUT | MODEL_ERR | MODEL_HUP | MODEL_RDNORM | MODEL_RDBAND | \
		MODEL_WRNORM | MODEL_WRBAND | MODEL_MSG | MODEL_RDHUP | FLAGS)

struct ctl {
	uint32_t instance, file, number;
};

static int answer(struct model *m, enum model_rule which, int error)
{
	rule(m, which);
	return -error;
}

/* The checks that all three operations share, in the kernel's order. */
static int resolve(struct model *m, int ep, int number, struct ctl *ret)
{
	ret->instance = model_lookup(m, ep);
	if (ret->instance == NONE)
		return answer(m, MODEL_RULE_ctl_instance_not_open, EBADF);
	ret->file = model_lookup(m, number);
	if (ret->file == NONE)
		return answer(m, MODEL_RULE_ctl_target_not_open, EBADF);
	if (m->files[ret->file].kind == MODEL_FILE)
		return answer(m, MODEL_RULE_ctl_target_is_a_regular_file, EPERM);
	if (ret->file == ret->instance)
		return answer(m,
			ep == number ? MODEL_RULE_ctl_target_is_itself
				     : MODEL_RULE_ctl_target_is_its_own_dup,
			EINVAL);
	if (m->files[ret->instance].kind != MODEL_EPOLL)
		return answer(m, MODEL_RULE_ctl_no_instance, EINVAL);
	ret->number = (uint32_t)number;
	return 0;
}

/* ERR and HUP are always wanted. WAKEUP is not kept: the kernel may drop it, and no answer shows.
 */
static uint32_t complete(struct model *m, uint32_t events)
{
	if (events & MODEL_WAKEUP)
		rule(m, MODEL_RULE_wakeup_changes_nothing);
	if (events & ~NAMED)
		rule(m, MODEL_RULE_unnamed_bits_are_taken);
	return (events & ~MODEL_WAKEUP) | MODEL_ERR | MODEL_HUP;
}

static uint32_t item_create(struct model *m, const struct ctl *at, uint32_t events, uint64_t token)
{
	uint32_t index = model_pool_take(&m->free_items);
	if (index == NONE)
		return NONE;
	struct file *file = &m->files[at->file];
	struct instance *instance = &m->files[at->instance].instance;
	m->items[index] = (struct item){
		.token = token,
		.events = events,
		.file = at->file,
		.instance = at->instance,
		.number = at->number,
		.binding = m->bindings[at->number],
		.live = true,
	};
	if (events & MODEL_EXCLUSIVE) {
		rule(m, MODEL_RULE_add_exclusive_waits_at_the_end);
		model_list_push_back(m, WAITERS_OF_FILE, &file->waiters, index);
	} else {
		model_list_push_front(m, WAITERS_OF_FILE, &file->waiters, index);
	}
	model_list_push_back(m, INTEREST_OF_INSTANCE, &instance->interest, index);
	instance->items++;
	model_item_hash(m, index);
	return index;
}

void model_item_remove(struct model *m, uint32_t index)
{
	struct item *item = &m->items[index];
	struct instance *instance = &m->files[item->instance].instance;
	if (item->queued)
		model_list_remove(m, READY_OF_INSTANCE, &instance->ready, index);
	model_list_remove(m, INTEREST_OF_INSTANCE, &instance->interest, index);
	model_list_remove(m, WAITERS_OF_FILE, &m->files[item->file].waiters, index);
	instance->items--;
	model_item_unhash(m, index);
	item->live = false;
	model_pool_give(&m->free_items, index);
}

/* An item that ADD or MOD found ready takes its place, and the watchers of its instance hear. */
static void queue_and_tell(struct model *m, uint32_t index)
{
	uint32_t instance = m->items[index].instance;
	model_item_queue(m, index);
	if (m->files[instance].waiters.head != NONE) {
		rule(m, MODEL_RULE_ctl_of_what_is_ready_wakes_the_watchers);
		model_wake(m, instance, MODEL_IN);
	}
}

static int check_exclusive_add(struct model *m, const struct ctl *at, uint32_t events)
{
	if (!(events & MODEL_EXCLUSIVE))
		return 0;
	if (m->files[at->file].kind == MODEL_EPOLL)
		return answer(m, MODEL_RULE_add_exclusive_of_an_instance, EINVAL);
	if (events & ~EXCLUSIVE_OK)
		return answer(m, MODEL_RULE_add_exclusive_with_other_bits, EINVAL);
	return 0;
}

static int insert(
	struct model *m, const struct ctl *at, uint32_t events, uint64_t token, uint32_t *ret_index)
{
	bool nests = m->files[at->file].kind == MODEL_EPOLL;
	uint32_t listed = NONE;
	if (nests) {
		int r = model_nesting_loop_check(m, at->instance, at->file, &listed);
		if (r != 0)
			return r;
	}
	uint32_t old = model_item_find(m, at->instance, at->file, at->number);
	if (old != NONE)
		return answer(m,
			m->items[old].binding != m->bindings[at->number]
				? MODEL_RULE_add_finds_what_a_former_number_registered
			: (m->items[old].events & ~FLAGS) != 0
				? MODEL_RULE_add_registered
				: MODEL_RULE_add_registered_and_fired,
			EEXIST);
	uint32_t index = item_create(m, at, complete(m, events), token);
	if (index == NONE)
		return -ENOSPC;
	bool watched = m->files[at->instance].waiters.head != NONE;
	if (watched && !nests) {
		rule(m, MODEL_RULE_ways_up_of_a_file_in_a_watched_instance);
		m->files[at->file].next_listed = NONE;
		listed = at->file;
	}
	if (listed != NONE && !model_nesting_ways_up(m, listed)) {
		model_item_remove(m, index);
		return -EINVAL;
	}
	*ret_index = index;
	return 0;
}

int model_add(struct model *m, int ep, int number, uint32_t events, uint64_t token)
{
	struct ctl at;
	int r = resolve(m, ep, number, &at);
	if (r == 0)
		r = check_exclusive_add(m, &at, events);
	uint32_t index = NONE;
	if (r == 0)
		r = insert(m, &at, events, token, &index);
	if (r != 0)
		return r;
	if (model_item_look(m, index) == 0) {
		rule(m, MODEL_RULE_add_of_what_is_not_ready);
		return 0;
	}
	rule(m, MODEL_RULE_add_of_what_is_ready);
	queue_and_tell(m, index);
	return 0;
}

static void count_mod(struct model *m, uint32_t index, uint32_t events)
{
	const struct item *item = &m->items[index];
	if (!(item->events & ~FLAGS))
		rule(m, MODEL_RULE_mod_arms_a_fired_one_shot);
	if (item->binding != m->bindings[item->number])
		rule(m, MODEL_RULE_mod_finds_what_a_former_number_registered);
	if (events & MODEL_ET)
		rule(m, MODEL_RULE_mod_of_edge_triggered);
}

int model_mod(struct model *m, int ep, int number, uint32_t events, uint64_t token)
{
	struct ctl at;
	int r = resolve(m, ep, number, &at);
	if (r != 0)
		return r;
	if (events & MODEL_EXCLUSIVE)
		return answer(m, MODEL_RULE_mod_to_exclusive, EINVAL);
	uint32_t index = model_item_find(m, at.instance, at.file, at.number);
	if (index == NONE)
		return answer(m, MODEL_RULE_mod_not_registered, ENOENT);
	struct item *item = &m->items[index];
	if (item->events & MODEL_EXCLUSIVE)
		return answer(m, MODEL_RULE_mod_of_exclusive, EINVAL);
	count_mod(m, index, events);
	item->events = complete(m, events);
	item->token = token;
	bool ready = model_item_look(m, index) != 0;
	if (item->queued) {
		rule(m, ready ? MODEL_RULE_mod_keeps_the_place : MODEL_RULE_mod_unmet_stays_queued);
		return 0;
	}
	if (!ready) {
		rule(m, MODEL_RULE_mod_of_what_is_not_ready);
		return 0;
	}
	rule(m, MODEL_RULE_mod_of_what_is_ready);
	queue_and_tell(m, index);
	return 0;
}

int model_del(struct model *m, int ep, int number)
{
	struct ctl at;
	int r = resolve(m, ep, number, &at);
	if (r != 0)
		return r;
	uint32_t index = model_item_find(m, at.instance, at.file, at.number);
	if (index == NONE)
		return answer(m, MODEL_RULE_del_not_registered, ENOENT);
	const struct item *item = &m->items[index];
	if (item->binding != m->bindings[at.number])
		rule(m, MODEL_RULE_del_finds_what_a_former_number_registered);
	rule(m, item->queued ? MODEL_RULE_del_of_a_queued_item : MODEL_RULE_del);
	model_item_remove(m, index);
	return 0;
}

int model_items(const struct model *m, int ep, struct model_item *items, int capacity)
{
	if (model_kind(m, ep) != MODEL_EPOLL)
		return 0;
	const struct instance *instance = &m->files[m->number_of[ep]].instance;
	uint32_t index = instance->interest.head;
	for (int i = 0; i < capacity && index != NONE; i++) {
		const struct item *item = &m->items[index];
		items[i] = (struct model_item){(int)item->number, item->events, item->token};
		index = item->links[INTEREST_OF_INSTANCE].next;
	}
	return (int)instance->items;
}
