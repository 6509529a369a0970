/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The rules that the model follows, one row each: X(name, what Linux does). The model counts each
 * time that a rule decides an answer, so that a report can say what a corpus has exercised.
 */
#ifndef EPOLLCTX_FUZZ_MODEL_RULES_H
#define EPOLLCTX_FUZZ_MODEL_RULES_H

#include "model.h"

#define MODEL_RULES(X)                                                                             \
	X(number_lowest_free, "an opener takes the lowest free number")                            \
	X(number_used_again, "an opener takes a number that meant something before")               \
	X(number_none_free, "an opener without a free number: EMFILE")                             \
	X(number_one_free_of_two,                                                                  \
		"pipe and socketpair with a single free number: EMFILE, nothing is opened")        \
	X(dup_shares_description, "dup gives another number to the same open file description")    \
	X(dup_not_open, "dup of a closed number: EBADF, also when no number is free")              \
	X(dup_none_free, "dup without a free number: EMFILE")                                      \
	X(dup2_not_open, "dup2 of a closed number: EBADF")                                         \
	X(dup2_out_of_range, "dup2 onto -1 or beyond the limit: EBADF")                            \
	X(dup2_onto_itself, "dup2 of an open number onto itself does nothing")                     \
	X(dup2_opens_the_number, "dup2 onto a closed number opens just that one")                  \
	X(dup2_closes_the_number, "dup2 onto an open number closes what it meant")                 \
	X(dup2_onto_a_dup,                                                                         \
		"dup2 onto a number of the same description changes nothing but the binding")      \
	X(close_not_open, "close of a closed number: EBADF")                                       \
	X(close_of_one_number, "closing one of several numbers ends nothing and wakes nobody")     \
	X(last_close_of_a_watched_file,                                                            \
		"the last close takes the items of a file out of every instance")                  \
	X(last_close_of_a_watched_instance,                                                        \
		"the last close of an inner instance takes it out of the outer ones")              \
	X(last_close_of_an_instance_with_items,                                                    \
		"the items of an instance die with its last number")                               \
	X(ctl_instance_not_open, "epoll_ctl, first number closed: EBADF before everything")        \
	X(ctl_target_not_open, "epoll_ctl, target closed: EBADF")                                  \
	X(ctl_target_is_a_regular_file,                                                            \
		"epoll_ctl, target is a regular file: EPERM before EINVAL")                        \
	X(ctl_target_is_itself, "epoll_ctl of a number in itself, instance or not: EINVAL")        \
	X(ctl_target_is_its_own_dup, "epoll_ctl of a description in itself through a dup: EINVAL") \
	X(ctl_no_instance, "epoll_ctl, first number is no instance: EINVAL")                       \
	X(add_exclusive_of_an_instance, "ADD EXCLUSIVE of an instance: EINVAL")                    \
	X(add_exclusive_with_other_bits,                                                           \
		"ADD EXCLUSIVE with bits other than IN OUT ERR HUP WAKEUP ET: EINVAL")             \
	X(add_exclusive_waits_at_the_end,                                                          \
		"an EXCLUSIVE item is woken after all others, oldest first")                       \
	X(add_closes_a_ring, "ADD of an instance that leads back to itself: ELOOP")                \
	X(add_chain_of_instances_too_long,                                                         \
		"ADD that makes a chain of more than four steps: ELOOP")                           \
	X(add_longest_chain_of_instances, "ADD that makes a chain of just four steps is let in")   \
	X(add_of_an_instance, "ADD of an instance that makes a shorter chain")                     \
	X(add_registered, "ADD of what is registered: EEXIST")                                     \
	X(add_registered_and_fired, "ADD of a fired one-shot: EEXIST, it is still registered")     \
	X(add_finds_what_a_former_number_registered,                                               \
		"dup2 made the number mean its old description again: EEXIST")                     \
	X(add_of_what_is_ready, "ADD of what is ready queues it at the tail")                      \
	X(add_of_what_is_not_ready, "ADD of what is not ready leaves it out of the list")          \
	X(ctl_of_what_is_ready_wakes_the_watchers,                                                 \
		"ADD or MOD that queues wakes the watchers of its instance with IN")               \
	X(mod_to_exclusive, "MOD to EXCLUSIVE: EINVAL, registered or not")                         \
	X(mod_not_registered, "MOD of what is not registered: ENOENT")                             \
	X(mod_of_exclusive, "MOD of an EXCLUSIVE item: EINVAL")                                    \
	X(mod_finds_what_a_former_number_registered,                                               \
		"MOD reaches an item whose number means its description again")                    \
	X(mod_arms_a_fired_one_shot, "MOD arms a fired one-shot again, with ERR and HUP")          \
	X(mod_of_edge_triggered, "MOD to edge-triggered is an edge while something is true")       \
	X(mod_of_what_is_ready, "MOD of what is ready queues it at the tail")                      \
	X(mod_of_what_is_not_ready, "MOD of what is not ready leaves it out of the list")          \
	X(mod_keeps_the_place, "MOD of a queued item that is ready keeps its place")               \
	X(mod_unmet_stays_queued,                                                                  \
		"MOD to an interest that is not met does not take the item out of the list")       \
	X(del, "DEL of an item that is not queued")                                                \
	X(del_of_a_queued_item, "DEL takes a queued item out of the list")                         \
	X(del_not_registered, "DEL of what is not registered: ENOENT, whatever the events")        \
	X(del_finds_what_a_former_number_registered,                                               \
		"DEL reaches an item whose number means its description again")                    \
	X(wakeup_changes_nothing, "WAKEUP is accepted and changes no answer")                      \
	X(unnamed_bits_are_taken, "bits without a name are taken as interest and never come back") \
	X(wakeup_queues,                                                                           \
		"a wakeup that meets the interest queues the item at the tail, ready or not")      \
	X(wakeup_of_everyone_queues, "a wakeup with key 0 queues every item that has an interest") \
	X(wakeup_of_a_queued_item, "a wakeup of a queued item does not move it")                   \
	X(wakeup_misses_the_interest, "a wakeup whose key misses the interest does nothing")       \
	X(wakeup_of_a_fired_one_shot,                                                              \
		"a fired one-shot is deaf to everything, ERR and HUP included")                    \
	X(nested_wakeup_queues, "an inner instance wakes its watchers with IN")                    \
	X(nested_wakeup_is_for_in_alone,                                                           \
		"an outer interest without IN is not woken by an inner instance")                  \
	X(nested_look_finds, "an inner instance is readable while an item of its list is ready")   \
	X(nested_look_drops,                                                                       \
		"looking at an inner instance drops what is not ready until the first that is")    \
	X(ways_up_of_a_file_in_a_watched_instance,                                                 \
		"ADD of a file to a watched instance counts its ways up")                          \
	X(ways_up_few_enough, "the ways up from each file concerned are within the limits")        \
	X(ways_up_over_1_instance_too_many,                                                        \
		"more than 500 ways up over one more instance: EINVAL")                            \
	X(ways_up_over_2_instances_too_many,                                                       \
		"more than 100 ways up over two more instances: EINVAL")                           \
	X(ways_up_over_3_instances_too_many,                                                       \
		"more than 50 ways up over three more instances: EINVAL")                          \
	X(ways_up_over_4_instances_too_many,                                                       \
		"more than 10 ways up over four more instances: EINVAL")                           \
	X(wait_capacity, "wait with no slots or too many: EINVAL before EBADF")                    \
	X(wait_not_open, "wait on a closed number: EBADF")                                         \
	X(wait_no_instance, "wait on what is no instance: EINVAL")                                 \
	X(wait_finds_nothing, "wait that finds nothing ready")                                     \
	X(wait_drops_what_is_not_ready, "a queued item that is not ready is dropped, for no slot") \
	X(wait_puts_level_triggered_to_the_tail,                                                   \
		"a delivered level-triggered item goes to the tail")                               \
	X(wait_delivers_edge_triggered_once, "a delivered edge-triggered item leaves the list")    \
	X(wait_fires_one_shot, "a delivered one-shot loses its interest and leaves the list")      \
	X(wait_leaves_the_rest_in_front,                                                           \
		"what the slots do not reach stays in front, in its order")                        \
	X(wait_delivers_under_a_number_that_is_gone,                                               \
		"an item reports after its number was closed or reused")                           \
	X(wait_delivers_hup, "HUP is delivered, asked for or not")                                 \
	X(wait_delivers_err, "ERR is delivered, asked for or not")                                 \
	X(write_not_open, "write to a closed number: EBADF")                                       \
	X(read_not_open, "read from a closed number: EBADF")                                       \
	X(instance_write, "write to an instance: EINVAL")                                          \
	X(instance_read, "read from an instance: EINVAL")                                          \
	X(eventfd_write, "eventfd write wakes with IN, also when the count was above 0")           \
	X(eventfd_write_of_0, "eventfd write of 0 wakes with IN")                                  \
	X(eventfd_write_of_the_maximum, "eventfd write of 2^64-1: EINVAL")                         \
	X(eventfd_write_overflow, "eventfd write that would overflow: EAGAIN, nothing is added")   \
	X(eventfd_read, "eventfd read takes the whole count and wakes with OUT")                   \
	X(eventfd_read_semaphore, "semaphore eventfd read takes 1 and wakes with OUT")             \
	X(eventfd_read_of_0, "eventfd read at 0: EAGAIN")                                          \
	X(eventfd_says_in_above_0, "an eventfd above 0 says IN, beside OUT")                       \
	X(eventfd_says_no_out_when_full, "an eventfd at 2^64-2 says IN alone")                     \
	X(timerfd_expires, "an expiry wakes with IN")                                              \
	X(timerfd_expires_again,                                                                   \
		"an expiry wakes with IN, expired and unread as it was; read gives 1")             \
	X(timerfd_read, "timerfd read gives the expiries and wakes nobody")                        \
	X(timerfd_read_unexpired, "timerfd read before the expiry: EAGAIN")                        \
	X(timerfd_disarm, "disarm clears the counter and wakes nobody")                            \
	X(timerfd_write, "timerfd write: EINVAL")                                                  \
	X(timerfd_set_not_open, "arm or disarm of a closed number: EBADF")                         \
	X(timerfd_set_no_timerfd, "arm or disarm of another kind of file: EINVAL")                 \
	X(timerfd_says_in_when_expired, "a timerfd says IN while expired and unread, never OUT")   \
	X(file_write, "regular file: written at the offset of the description")                    \
	X(file_write_of_0, "regular file: a write of 0 gives 0, at the limit too")                 \
	X(file_write_cut, "regular file: a write across the size limit is cut there")              \
	X(file_write_at_the_limit, "regular file: a write at the size limit: EFBIG")               \
	X(file_read_at_the_end, "regular file: the offset is at the end, read gives 0")            \
	X(pipe_write, "pipe write wakes the reader with IN RDNORM, also when not empty")           \
	X(pipe_write_of_0, "pipe write of 0 gives 0, without readers too, and wakes nobody")       \
	X(pipe_write_without_reader, "pipe write without readers: EPIPE")                          \
	X(pipe_write_part, "pipe write larger than the room writes what fits")                     \
	X(pipe_write_full, "pipe write without room: EAGAIN, and still wakes the reader")          \
	X(pipe_write_merges, "the odd bytes of a write go behind the data of the last page")       \
	X(pipe_write_does_not_merge,                                                               \
		"odd bytes that do not all fit the last page take a fresh one")                    \
	X(pipe_write_to_the_reader, "write to the reading end: EBADF before everything")           \
	X(pipe_read, "pipe read that frees no page of a full pipe wakes nobody")                   \
	X(pipe_read_of_0, "pipe read of 0 gives 0")                                                \
	X(pipe_read_empty, "pipe read when empty: EAGAIN")                                         \
	X(pipe_read_end_of_file, "pipe read when empty and without writers gives 0")               \
	X(pipe_read_keeps_the_page,                                                                \
		"a full pipe stays full until the last byte of a page is read")                    \
	X(pipe_read_frees_a_page_of_a_full_pipe,                                                   \
		"pipe read that frees a page of a full pipe wakes the writer with OUT WRNORM")     \
	X(pipe_read_from_the_writer, "read from the writing end: EBADF before everything")         \
	X(pipe_last_writer_closed,                                                                 \
		"the last close of the writing end wakes the reader with key 0")                   \
	X(pipe_last_reader_closed,                                                                 \
		"the last close of the reading end wakes the writer with key 0")                   \
	X(pipe_reader_says_in_with_data, "a pipe's reader says IN RDNORM with data")               \
	X(pipe_reader_says_in_beside_hup, "a pipe's reader says IN beside HUP while data remains") \
	X(pipe_reader_says_hup_alone, "a pipe's reader says HUP without IN at end of file")        \
	X(pipe_writer_says_nothing_when_full,                                                      \
		"a pipe's writer says nothing while all pages are in use")                         \
	X(pipe_writer_says_err_beside_out, "a pipe's writer without readers says ERR beside OUT")  \
	X(pipe_writer_says_err_alone, "a full pipe's writer without readers says ERR alone")       \
	X(socket_write, "socket write wakes the peer with IN PRI RDNORM RDBAND, once per message") \
	X(socket_write_of_several_messages, "a large socket write is split into messages")         \
	X(socket_write_of_0, "socket write of 0 gives 0 and sends no message")                     \
	X(socket_write_of_0_shut, "socket write of 0 when sending is shut: EPIPE")                 \
	X(socket_write_shut, "socket write when sending is shut: EPIPE")                           \
	X(socket_write_part, "socket write of more messages than there is room for writes some")   \
	X(socket_write_no_room, "socket write without room: EAGAIN")                               \
	X(socket_read, "socket read takes from one message after the other")                       \
	X(socket_read_of_0, "socket read of 0 gives 0, whatever is pending")                       \
	X(socket_read_part_of_a_message, "socket read of a part of a message frees no room")       \
	X(socket_read_wakes_the_sender,                                                            \
		"socket read that ends a message wakes the sender with OUT WRNORM WRBAND")         \
	X(socket_read_leaves_no_room,                                                              \
		"socket read that ends a message wakes nobody while the sender may not write")     \
	X(socket_message_of_a_closed_sender,                                                       \
		"what a closed socket sent can be read, and wakes nobody")                         \
	X(socket_read_reset, "socket read gives ECONNRESET once, when the queue is empty")         \
	X(socket_read_shut, "socket read when empty and receiving is shut gives 0")                \
	X(socket_read_empty, "socket read when empty: EAGAIN")                                     \
	X(socket_closed,                                                                           \
		"closing a socket shuts both directions of its peer and wakes it with key 0")      \
	X(socket_closed_with_unread_data, "closing a socket with unread data resets its peer")     \
	X(shutdown, "shutdown wakes the socket, then its peer, with key 0")                        \
	X(shutdown_again, "shutdown that changes nothing wakes them as well")                      \
	X(shutdown_peer_closed, "shutdown of a socket whose peer is closed wakes it alone")        \
	X(shutdown_not_open, "shutdown of a closed number: EBADF")                                 \
	X(shutdown_no_socket, "shutdown of another kind of file: ENOTSOCK")                        \
	X(socket_says_in_with_data, "a socket says IN RDNORM with data")                           \
	X(socket_says_rdhup_when_reading_is_shut,                                                  \
		"a socket says RDHUP IN RDNORM when reading is shut")                              \
	X(socket_says_hup_when_both_are_shut,                                                      \
		"a socket says HUP too when both directions are shut")                             \
	X(socket_says_err_while_reset, "a socket says ERR while a reset is unread")                \
	X(socket_says_out_though_shut, "a socket says OUT by its room alone, sending shut or not") \
	X(socket_says_no_out_above_a_quarter,                                                      \
		"a socket says no OUT while more than a quarter of its room is charged")

enum model_rule {
#define X(name, text) MODEL_RULE_##name,
	MODEL_RULES(X)
#undef X
		MODEL_RULE_COUNT
};

const char *model_rule_name(enum model_rule rule);
const char *model_rule_text(enum model_rule rule);
/* How often the rule decided something since model_create or model_reset. */
uint64_t model_rule_hits(const struct model *m, enum model_rule rule);

#endif
