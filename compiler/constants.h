/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers that follow from the script alone.
 *
 * Purpose:  an index or a length that goes into an event's definition may be an expression.
 * Owner:    plain functions.
 */
#ifndef MSTAP_COMPILER_CONSTANTS_H
#define MSTAP_COMPILER_CONSTANTS_H

#include "compiler/compiler.h"

/* @x @op @y in *@out, as the VM calculates it; false: it is an error there, or no arithmetic. */
bool constant_compute(enum operator op, int64_t x, int64_t y, int64_t *out);
/* The value of @e, of which casts and @const are resolved, in *@out; false: it is none. */
bool constant_value(const struct expr *e, int64_t *out);

#endif
