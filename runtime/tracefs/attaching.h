/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of attaching share: attach.c goes through the probes and finds the places of
 * their fetches, define.c makes events of our own for those that need one, refusals.c tells of
 * those that the kernel did not take.
 *
 * Purpose:  the state of one call of attach().
 * Owner:    the stack of attach(); private to this room.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_ATTACHING_H
#define MSTAP_RUNTIME_TRACEFS_ATTACHING_H

#include "runtime/tracefs/state.h"

/* Functions of one pattern for which the kernel took no event, for one reason. */
struct refused {
	const struct probe *probe; /* the first */
	int error;
	unsigned count;
	const char *names; /* some of them */
	struct diag *diag; /* explains the first one; its message is written at the end */
};

struct attaching {
	struct tracefs_source *state;
	struct diag_list *diags;
	int definitions_fd; /* dynamic_events; -1: not open */
	const struct probe *probe;
	uint32_t index;
	bool failed;
	struct refused *refused;
	uint32_t nrefused;
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

/* ---- refusals.c ---- */

/* The kernel's answer to @line, for the probe, was @error (errno); told with others like it. */
void attaching_keep_refused(struct attaching *a, const char *line, int error);
/* Finishes the warnings, when all probes have been tried. */
void attaching_tell_refused(struct attaching *a);

#endif
