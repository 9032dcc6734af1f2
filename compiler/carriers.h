/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fields of an event that hold what its tracepoint's arguments lead to.
 *
 * Purpose:  the same value by another way: of $prev->pid the field prev_pid, of $prev_pid the
 *           argument's member. So one record often has all that a handler reads.
 * Owner:    plain functions; what they make lives in the compilation's arena.
 */
#ifndef MSTAP_COMPILER_CARRIERS_H
#define MSTAP_COMPILER_CARRIERS_H

#include "compiler/compiler.h"

/* What @d's tracepoint is called with; NULL: not known. */
const struct cfunction *tracepoint_arguments(struct compilation *c, struct derived *d);

/* @fetch, without a type, gives argument @index of @d's tracepoint, from 0. */
struct fetch tracepoint_argument(const struct derived *d, unsigned index);

/*
 * The field of @format that is known by carried.def to hold what @e, a $variable with its members,
 * spells, or the text that this points to; NULL: none is. No C types are looked up: the kernel's
 * are a big file.
 */
const struct event_field *carrier_spelled(const struct event_format *format, const struct expr *e);

/* Makes @argument, a read of an argument of @d's tracepoint, that of the field with its value. */
bool carrier_of_argument(struct compilation *c, struct derived *d, struct fetch *argument);

/* ... that from a field which holds the pointer that it starts from. */
bool carrier_of_pointer(struct compilation *c, struct derived *d, struct fetch *argument);

/* Makes @field, a read of a field of @d's event, that of what it is filled from. */
bool carrier_of_field(struct compilation *c, struct derived *d, struct fetch *field);

#endif
