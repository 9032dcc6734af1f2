/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Filters: as much of a guard as the kernel can test on the record, before it is written.
 *
 * Purpose:  struct guard to the text of an event's "filter" file (Documentation/trace/events.rst,
 *           section 5). What cannot be said there counts as true.
 * Owner:    plain functions; texts live in the arena given.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_FILTER_H
#define MSTAP_RUNTIME_TRACEFS_FILTER_H

#include <stdint.h>

struct arena;
struct event_format;
struct guard;
struct kernel_syntax;
struct probe;

/* Tests of a guard that are part of a filter. */
struct filter_tests {
	const struct guard **items;
	unsigned count;
};

struct filter_place {
	const struct probe *probe;
	const struct event_format *format;  /* of a tracepoint's own event; NULL: one of ours */
	const struct kernel_syntax *syntax; /* of one of ours: by what it is defined */
	int32_t target_pid;		    /* -1: not known yet, it is spelled TARGET */
	struct filter_tests *tests;	    /* is filled; NULL: nobody asks */
};

/* The filter, or NULL when every event is to be recorded. */
const char *filter_text(struct arena *arena, const struct filter_place *place);
/* One that passes what either passes; NULL as above. */
const char *filter_either(struct arena *arena, const char *a, const char *b);

#endif
