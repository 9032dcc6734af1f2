/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Formats: where the fields of an event stand in its records.
 *
 * Purpose:  parses one event's format file (libtraceevent) into struct event_format. Loading
 *           all of them takes 100 ms and more, the one that is needed 0.1.
 * Owner:    results live in the arena given.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_FORMATS_H
#define MSTAP_RUNTIME_TRACEFS_FORMATS_H

#include "runtime/catalog.h"

struct arena;

/*
 * Reads the format of @system:@name. tracefs must be open (tracing_dir.h). Returns NULL with a
 * sentence in *@why.
 */
const struct event_format *format_load(struct arena *arena, const char *system, const char *name,
				       const char **why);

/* The field, or NULL. */
const struct event_field *format_find_field(const struct event_format *format, const char *name);

#endif
