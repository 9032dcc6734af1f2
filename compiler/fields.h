/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The event's own fields as $variables.
 *
 * Purpose:  a field of an event's format to the fetch that reads it, or what it points to.
 * Owner:    plain functions; what they make lives in the compilation's arena.
 */
#ifndef MSTAP_COMPILER_FIELDS_H
#define MSTAP_COMPILER_FIELDS_H

#include "compiler/compiler.h"

/* NULL: @format has no field @name. */
const struct event_field *field_find(const struct event_format *format, const char *name);
bool field_is_text(const struct event_field *field);
/* Is it one number or text? */
bool field_is_value(const struct event_field *field);

/*
 * How @e, which names @field of @format, is read: *@out. Returns the type of its value,
 * TYPE_UNKNOWN after an error was reported.
 */
enum value_type field_read(struct compilation *c, const struct event_format *format,
			   const struct event_field *field, const struct expr *e,
			   struct target_read *out);

#endif
