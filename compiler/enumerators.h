/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of values of C enumerations.
 *
 * Purpose:  @enumname(VALUE, "type") is a text.
 * Owner:    plain functions; what they make lives in the compilation's arena.
 */
#ifndef MSTAP_COMPILER_ENUMERATORS_H
#define MSTAP_COMPILER_ENUMERATORS_H

#include "compiler/resolver.h"

/* Is @e, a call, what @enumname stands for? */
bool is_enum_name(const struct expr *e);
/* Makes it a call of a function that knows the names; an error is reported. */
void resolve_enum_name(struct resolver *r, struct expr *e);

#endif
