/* SPDX-License-Identifier: BSD-3-Clause */
/* What ADD checks when instances watch instances: no ring, no long chain, not too many ways up. */
#include "state.h"

#include <errno.h>
#include <string.h>

/* No chain that was let in is as long; stands for a chain that comes back to the instance. */
enum { RING = 2 * NESTS_MAX };

/* Files and instances are noted once per check: the visit's number says that they were. */
struct walk {
	uint32_t ep;	 /* into which is inserted */
	uint32_t listed; /* plain files met, linked by next_listed */
};

static uint32_t deeper(uint32_t depth, uint32_t below)
{
	return below + 1 > depth ? below + 1 : depth;
}

static void list_file(struct model *m, struct walk *walk, uint32_t index)
{
	struct file *file = &m->files[index];
	if (file->visit == m->visit)
		return;
	file->visit = m->visit;
	file->next_listed = walk->listed;
	walk->listed = index;
}

/* The longest chain of instances below one, or RING and more when it leads to walk->ep. */
static uint32_t depth_below(struct model *m, struct walk *walk, uint32_t from)
{
	struct file *file = &m->files[from];
	if (file->visit == m->visit)
		return file->depth;
	file->visit = m->visit;
	file->depth = 0;
	uint32_t index = file->instance.interest.head;
	while (index != NONE) {
		const struct item *item = &m->items[index];
		if (m->files[item->file].kind != MODEL_EPOLL)
			list_file(m, walk, item->file);
		else if (item->file == walk->ep)
			file->depth = RING;
		else
			file->depth = deeper(file->depth, depth_below(m, walk, item->file));
		index = item->links[INTEREST_OF_INSTANCE].next;
	}
	return file->depth;
}

static uint32_t depth_above(struct model *m, uint32_t from)
{
	struct file *file = &m->files[from];
	if (file->visit == m->visit)
		return file->depth;
	file->visit = m->visit;
	file->depth = 0;
	uint32_t index = file->waiters.head;
	while (index != NONE) {
		const struct item *item = &m->items[index];
		file->depth = deeper(file->depth, depth_above(m, item->instance));
		index = item->links[WAITERS_OF_FILE].next;
	}
	return file->depth;
}

int model_nesting_loop_check(struct model *m, uint32_t ep, uint32_t target, uint32_t *ret_listed)
{
	struct walk walk = {ep, NONE};
	m->visit++;
	uint32_t below = depth_below(m, &walk, target);
	if (below >= RING) {
		rule(m, MODEL_RULE_add_closes_a_ring);
		return -ELOOP;
	}
	uint32_t steps = below + 1 + depth_above(m, ep);
	if (steps > NESTS_MAX) {
		rule(m, MODEL_RULE_add_chain_of_instances_too_long);
		return -ELOOP;
	}
	rule(m, steps == NESTS_MAX ? MODEL_RULE_add_longest_chain_of_instances
				   : MODEL_RULE_add_of_an_instance);
	*ret_listed = walk.listed;
	return 0;
}

struct ways {
	uint32_t of_length[NESTS_MAX + 1];
};

/* Counts the ways that begin at a queue; false as soon as they are too many. */
static bool count_ways(struct model *m, struct ways *ways, uint32_t file, uint32_t length)
{
	static const uint32_t limits[NESTS_MAX + 1] = {UINT32_MAX, 500, 100, 50, 10};
	static const enum model_rule too_many[NESTS_MAX + 1] = {
		MODEL_RULE_COUNT,
		MODEL_RULE_ways_up_over_1_instance_too_many,
		MODEL_RULE_ways_up_over_2_instances_too_many,
		MODEL_RULE_ways_up_over_3_instances_too_many,
		MODEL_RULE_ways_up_over_4_instances_too_many,
	};
	for (uint32_t index = m->files[file].waiters.head; index != NONE;
		index = m->items[index].links[WAITERS_OF_FILE].next) {
		uint32_t instance = m->items[index].instance;
		if (m->files[instance].waiters.head != NONE) {
			if (!count_ways(m, ways, instance, length + 1))
				return false;
		} else if (++ways->of_length[length] > limits[length]) {
			rule(m, too_many[length]);
			return false;
		}
	}
	return true;
}

bool model_nesting_ways_up(struct model *m, uint32_t listed)
{
	for (uint32_t file = listed; file != NONE; file = m->files[file].next_listed) {
		struct ways ways;
		memset(&ways, 0, sizeof(ways));
		if (!count_ways(m, &ways, file, 0))
			return false;
	}
	rule(m, MODEL_RULE_ways_up_few_enough);
	return true;
}
