/* SPDX-License-Identifier: BSD-3-Clause */
/* Buffers of events, walks over them, and what an event says. */
#include "checks.h"

/* The kernel's count is believed, but no further than to the end of the slots. */
/*@ requires events == \null || \valid_read(events);
    assigns \nothing;
    ensures \result == 1 <==> readable_events(events);
    ensures \result == 0 <==> !readable_events(events);
 */
static bool events_are_readable(const struct epollctx_events *events)
{
	return epollctx_events_are_usable(events) && events->count >= 0 &&
	       events->count <= events->capacity;
}

int epollctx_events_init(struct epollctx_events *events, struct epoll_event *slots, int capacity)
{
	struct epollctx_events empty = {slots, capacity, 0};

	if (events == NULL || !epollctx_events_are_usable(&empty))
		return -EINVAL;
	*events = empty;
	return 0;
}

int epollctx_events_copy(struct epollctx_events *to, const struct epollctx_events *from)
{
	int i;

	if (!epollctx_events_are_usable(to) || !events_are_readable(from))
		return -EINVAL;
	if (from->count > to->capacity)
		return -ENOSPC;
	/*@ loop invariant 0 <= i <= from->count;
	    loop invariant \forall integer j; 0 <= j < i ==>
	      to->slots[j].events == \at(from->slots[j].events, Pre);
	    loop invariant \forall integer j; 0 <= j < i ==>
	      to->slots[j].data.u64 == \at(from->slots[j].data.u64, Pre);
	    loop invariant to->slots != from->slots ==> \forall integer j; 0 <= j < from->count ==>
	      from->slots[j].events == \at(from->slots[j].events, Pre);
	    loop invariant to->slots != from->slots ==> \forall integer j; 0 <= j < from->count ==>
	      from->slots[j].data.u64 == \at(from->slots[j].data.u64, Pre);
	    loop invariant to->slots == from->slots ==> \forall integer j; i <= j < from->count ==>
	      to->slots[j].events == \at(from->slots[j].events, Pre);
	    loop invariant to->slots == from->slots ==> \forall integer j; i <= j < from->count ==>
	      to->slots[j].data.u64 == \at(from->slots[j].data.u64, Pre);
	    loop assigns i, to->slots[0 .. from->count - 1];
	    loop variant from->count - i;
	 */
	for (i = 0; i < from->count; i++)
		to->slots[i] = from->slots[i];
	to->count = from->count;
	return 0;
}

/*@ requires events == \null || \valid_read(events);
    assigns \nothing;
    ensures \result.wanted == wanted && walk_over(\result.next, \result.end, events);
 */
static struct epollctx_iter iter_over(const struct epollctx_events *events, uint32_t wanted)
{
	struct epollctx_iter iter = {NULL, NULL, wanted};

	if (events_are_readable(events)) {
		iter.next = events->slots;
		iter.end = events->slots + events->count;
	}
	return iter;
}

struct epollctx_iter epollctx_iter(const struct epollctx_events *events)
{
	return iter_over(events, 0);
}

struct epollctx_iter epollctx_iter_readable(const struct epollctx_events *events)
{
	return iter_over(events, EPOLLIN);
}

struct epollctx_iter epollctx_iter_writable(const struct epollctx_events *events)
{
	return iter_over(events, EPOLLOUT);
}

struct epollctx_iter epollctx_iter_hungup(const struct epollctx_events *events)
{
	return iter_over(events, EPOLLHUP);
}

const struct epoll_event *epollctx_iter_next(struct epollctx_iter *iter)
{
	if (iter == NULL)
		return NULL;
	//@ ghost const struct epoll_event *first = iter->next;
	//@ ghost int passed = 0;
	/*@ loop invariant 0 <= passed && iter->next == first + passed;
	    loop invariant stretch(first, iter->next);
	    loop invariant stretch(iter->next, iter->end);
	    loop invariant \forall integer i; 0 <= i < passed ==> !matches(first + i, iter->wanted);
	    loop invariant matching(first, iter->end, iter->wanted) ==
	      matching(iter->next, iter->end, iter->wanted);
	    loop assigns iter->next, passed;
	    loop variant iter->end - iter->next;
	 */
	while (iter->next != iter->end) {
		const struct epoll_event *event = iter->next++;

		if (iter->wanted == 0 || (event->events & iter->wanted) != 0)
			return event;
		//@ ghost passed++;
	}
	return NULL;
}

uint64_t epollctx_event_token(const struct epoll_event *event)
{
	return event == NULL ? 0 : event->data.u64;
}

uint32_t epollctx_event_raw_events(const struct epoll_event *event)
{
	return event == NULL ? 0 : event->events;
}

/*@ requires event == \null || \valid_read(event);
    assigns \nothing;
    ensures (\result == 1 <==> has(event, bit)) && (\result == 0 <==> !has(event, bit));
 */
static bool event_has(const struct epoll_event *event, uint32_t bit)
{
	return (epollctx_event_raw_events(event) & bit) != 0;
}

bool epollctx_event_readable(const struct epoll_event *event)
{
	return event_has(event, EPOLLIN);
}

bool epollctx_event_writable(const struct epoll_event *event)
{
	return event_has(event, EPOLLOUT);
}

bool epollctx_event_hungup(const struct epoll_event *event)
{
	return event_has(event, EPOLLHUP);
}

bool epollctx_event_has_error(const struct epoll_event *event)
{
	return event_has(event, EPOLLERR);
}

bool epollctx_event_read_hungup(const struct epoll_event *event)
{
	return event_has(event, EPOLLRDHUP);
}

bool epollctx_event_priority(const struct epoll_event *event)
{
	return event_has(event, EPOLLPRI);
}
