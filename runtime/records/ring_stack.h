/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which stack belongs to which event.
 *
 * Purpose:  a trigger "stacktrace" makes the kernel write a record of type ftrace:kernel_stack
 *           right behind that of its event; what says that two records belong together is here.
 * Owner:    plain functions over memory of somebody else.
 *
 * The trigger runs when the event is committed, with preemption still off
 * (event_triggers_post_call() in trace_event_buffer_commit(), kernel/trace/trace.c). So on the
 * event's CPU only interrupts come between the two, each of which is over, its own events and
 * stacks included, before the stack is written. A record of the event's own level that is not its
 * stack means that it has none.
 */
#ifndef MSTAP_RUNTIME_RECORDS_RING_STACK_H
#define MSTAP_RUNTIME_RECORDS_RING_STACK_H

#include <stdint.h>
#include <string.h>

#include "runtime/records/ring_page.h"

/* enum trace_flag_type (include/linux/trace_events.h); the fields are in every record's head. */
#define RING_FLAG_HARDIRQ 0x08
#define RING_FLAG_SOFTIRQ 0x10
#define RING_FLAG_NMI	  0x40
#define RING_HEAD_BYTES	  8

struct ring_head {
	uint16_t type;
	uint8_t flags;
	uint8_t preempt_count;
	int32_t tid;
};
_Static_assert(sizeof(struct ring_head) == RING_HEAD_BYTES, "struct trace_entry of the kernel");

/* Where things are in records of kernel_stack. */
struct ring_stack_layout {
	uint16_t type;	    /* 0: not known */
	uint16_t count;	    /* offset of the number of addresses, 32 bits */
	uint16_t addresses; /* offset of the first, of 64 bits each */
};

/* 0 threads, 1 soft interrupts, 2 interrupts, 3 NMIs; INT3 counts as one (x86, exc_int3()). */
static inline unsigned ring_level(const struct ring_head *head)
{
	return head->flags & RING_FLAG_NMI	 ? 3
	       : head->flags & RING_FLAG_HARDIRQ ? 2
	       : head->flags & RING_FLAG_SOFTIRQ ? 1
						 : 0;
}

enum ring_relation {
	RING_INTERRUPTS, /* look further */
	RING_IS_STACK,
	RING_ENDS, /* the event has no stack */
};

/* What is @other, a later record of the same CPU, to @event? */
static inline enum ring_relation ring_relation(const struct ring_stack_layout *layout,
					       const struct ring_event *event,
					       const struct ring_event *other)
{
	struct ring_head own, its;

	if (other->size < RING_HEAD_BYTES)
		return RING_ENDS;
	memcpy(&own, event->data, sizeof(own));
	memcpy(&its, other->data, sizeof(its));
	if (ring_level(&its) > ring_level(&own))
		return RING_INTERRUPTS;
	return its.type == layout->type && ring_level(&its) == ring_level(&own) &&
			       its.tid == own.tid
		       ? RING_IS_STACK
		       : RING_ENDS;
}

/* The addresses in @stack: where they begin in *@first; returns how many. */
static inline uint32_t ring_stack_addresses(const struct ring_stack_layout *layout,
					    const struct ring_event *stack,
					    const unsigned char **first)
{
	uint32_t count, room;

	*first = stack->data + layout->addresses;
	if (stack->size < layout->addresses || stack->size < layout->count + sizeof(count))
		return 0;
	count = ring_load32(stack->data + layout->count);
	room = (stack->size - layout->addresses) / sizeof(uint64_t);
	return count < room ? count : room;
}

#endif
