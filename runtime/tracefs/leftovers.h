/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Leftovers: what an mstap that was killed could not remove.
 *
 * Purpose:  the next run cleans up, and touches nothing else (who is dead: instance.h).
 * Owner:    plain functions on tracefs.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_LEFTOVERS_H
#define MSTAP_RUNTIME_TRACEFS_LEFTOVERS_H

#include <stdbool.h>

struct tracing_dir;

/* Is this the name of an mstap's instance and group: mstap_PID, or mstap_PID_N? */
bool leftovers_is_session_name(const char *name);

/* Removes instances and dynamic events of dead mstaps. The caller holds the lock. */
void leftovers_remove(const struct tracing_dir *dir);

/*
 * Removes all dynamic events of @group. What is in use by others (EBUSY) stays, for a later
 * run.
 */
void leftovers_remove_group(const struct tracing_dir *dir, const char *group);

#endif
