/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What libtraceevent knows of an event, in the terms of runtime/catalog.h.
 *
 * Purpose:  a running kernel's formats and a recording's are read by the same rules.
 * Owner:    all that is made lives in the arena given; nothing of the library's is kept.
 */
#ifndef MSTAP_RUNTIME_RECORDS_EVENT_FORMAT_H
#define MSTAP_RUNTIME_RECORDS_EVENT_FORMAT_H

#include "runtime/catalog.h"

struct arena;
struct tep_event;

const struct event_format *event_format_convert(struct arena *arena, const struct tep_event *event);

/* Orders struct event_name by system, then name; for qsort(). */
int event_name_compare(const void *a, const void *b);

#endif
