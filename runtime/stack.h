/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel stack of an event, as a script sees it.
 *
 * Purpose:  the addresses that the kernel recorded, less those of the tracing itself, so that the
 *           first is the place that was probed.
 * Owner:    a struct stack is a view of the event's record and lives as long as that.
 */
#ifndef MSTAP_RUNTIME_STACK_H
#define MSTAP_RUNTIME_STACK_H

#include <stdbool.h>
#include <stdint.h>

struct event_context;
struct symbol_table;

struct stack {
	uint64_t first; /* when @has_first: the probed address itself */
	bool has_first;
	const unsigned char *rest;
	uint32_t count; /* of all; 0: there is no stack */
};

/*
 * The stack of @event, of which at most @max addresses are wanted (0: all). @symbols tells tracing
 * from what is traced.
 */
struct stack stack_of_event(const struct event_context *event, struct symbol_table *symbols,
			    int64_t max);

/* Address @i of those counted. */
uint64_t stack_address(const struct stack *stack, uint32_t i);

#endif
