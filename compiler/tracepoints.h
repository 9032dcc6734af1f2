/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * $variables of a tracepoint.
 *
 * Purpose:  which argument of the tracepoint or field of its event a name is, and how it is read.
 * Owner:    plain functions; what they make lives in the compilation's arena.
 */
#ifndef MSTAP_COMPILER_TRACEPOINTS_H
#define MSTAP_COMPILER_TRACEPOINTS_H

#include "compiler/compiler.h"

/* Can @e be read at @d, a tracepoint? Reports nothing. */
bool tracepoint_target_exists(struct compilation *c, struct derived *d, const struct expr *e);

/* Finds out how @e is read; an error is reported. $$vars and its like are replaced in place. */
void resolve_tracepoint_target(struct compilation *c, struct derived *d, struct expr *e);

#endif
