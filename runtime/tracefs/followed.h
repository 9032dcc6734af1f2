/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Following the target: events that only its threads are asked about go to an instance of their
 * own, in which the kernel records those threads' events only.
 *
 * Purpose:  guards that say pid() == target(), by "set_event_pid" and the option "event-fork"
 *           (Documentation/trace/ftrace.rst). All else, the process table's events above all,
 *           must be recorded of everybody: so there are two instances, merged in one reader.
 * Owner:    the tracefs source; the instance is on its undo stack.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_FOLLOWED_H
#define MSTAP_RUNTIME_TRACEFS_FOLLOWED_H

#include <stdbool.h>
#include <stdint.h>

struct attach_options;
struct tracefs_source;

/* Can probe @index of @options do with the events of the target's threads? */
bool followed_is_enough(const struct attach_options *options, uint32_t index);

/*
 * Makes the instance if there is a probe for it. Where it cannot be made there is none, and all
 * events are recorded in the other.
 */
void followed_open(struct tracefs_source *state);

/* Tells the kernel which threads there are now; it keeps the list from then on. */
void followed_set_threads(struct tracefs_source *state);

#endif
