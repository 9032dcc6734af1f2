/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of attaching share: attach.c goes through the probes and finds the places of
 * their fetches, define.c makes events of our own for those that need one.
 *
 * Purpose:  the state of one call of attach().
 * Owner:    the stack of attach(); private to this room.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_ATTACHING_H
#define MSTAP_RUNTIME_TRACEFS_ATTACHING_H

#include "runtime/tracefs/state.h"

struct attaching {
	struct tracefs_source *state;
	struct diag_list *diags;
	int definitions_fd; /* dynamic_events; -1: not open */
	const struct probe *probe;
	uint32_t index;
	bool failed;
};

/* ---- attach.c ---- */

/* May the probe fail to attach? Then nothing is said of it. */
bool attaching_is_optional(const struct attaching *a);
/* Something about a required probe that ends the attaching. Returns NULL for an optional one. */
struct diag *attaching_fail(struct attaching *a, const char *near, const char *message);
/* The probe's records are those of the event @format. */
void attaching_bind(struct attaching *a, const struct event_format *format);

/* ---- define.c ---- */

/* Makes an event of our own for the probe, of the kind @kind. */
void attaching_define(struct attaching *a, enum definition_kind kind);

#endif
