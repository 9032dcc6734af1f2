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
struct instance;
struct tracefs_source;

/* Can probe @index of @options do with the events of the target's threads? */
bool followed_is_enough(const struct attach_options *options, uint32_t index);

/*
 * Makes the instance if there is a probe for it, to be set up with the other. Where it cannot be
 * made there is none, and all events are recorded in the other. Returns it, or NULL.
 */
struct instance *followed_make(struct tracefs_source *state);
/* Takes it into use, for the events that are bound. */
void followed_open(struct tracefs_source *state);

/*
 * Before any of the probes [@first, @first + @count) that it serves is switched on: tells the
 * kernel which threads there are now; it keeps the list from then on.
 */
void followed_set_threads(struct tracefs_source *state, uint32_t first, uint32_t count);

#endif
