/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where tracefs is, and why it cannot be used.
 *
 * Purpose:  finds /sys/kernel/tracing, mounts it if need be and allowed, and explains.
 * Owner:    the tracefs source; closing and unmounting (unless somebody else has come to use
 *           it) is on its undo stack.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_TRACING_DIR_H
#define MSTAP_RUNTIME_TRACEFS_TRACING_DIR_H

#include <stdbool.h>

struct undo_stack;

struct tracing_dir {
	struct undo_stack *undo; /* set by the owner */
	const char *path;	 /* NULL: not open */
	int fd;			 /* the directory: keeps it mounted as long as we live */
	bool mounted;		 /* by us */
	const char *missing;
	bool event_probes_tried;
	const char *event_probes_missing;
};

/*
 * Opens it at the first call. Returns NULL when tracefs can be used, else a sentence that says
 * what is missing and the way out (the same one at each call).
 */
const char *tracing_dir_open(struct tracing_dir *dir);

/*
 * NULL when this kernel has kprobe events and lets us make them, else a sentence. Touches
 * nothing when @dir is not open and cannot be opened.
 */
const char *tracing_dir_kprobes_missing(struct tracing_dir *dir);

/*
 * NULL when this kernel has event probes (e: in dynamic_events) and lets us make them, else a
 * sentence. The kernel is asked once, by one on an event that does not exist: error_log gets a
 * line.
 */
const char *tracing_dir_event_probes_missing(struct tracing_dir *dir);

/* May dynamic_events be written to? It is where event probes and raw tracepoint events are made. */
bool tracing_dir_can_define(struct tracing_dir *dir);

#endif
