/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pretty printing: $x$, $x$$, @cast(...)$.
 *
 * Purpose:  an expression that asks for a value as text becomes the call of a function that makes
 *           that text from the members' values.
 * Owner:    plain functions; what they make lives in the compilation's arena.
 */
#ifndef MSTAP_COMPILER_PRETTY_H
#define MSTAP_COMPILER_PRETTY_H

#include "compiler/compiler.h"

/* Does $ or $$ stand at the end of @e, a TARGET or CAST? */
bool is_pretty(const struct expr *e);
/* A copy of @e without that. */
struct expr *without_pretty(struct compilation *c, const struct expr *e);
/*
 * An expression for the text of what @base, a resolved target without dollars, gives at @d; in the
 * form that @e asks for.
 */
struct expr *make_pretty_target(struct compilation *c, struct derived *d, const struct expr *e,
				const struct expr *base);
/*
 * The same of @e, a cast whose operand is resolved; @d is NULL in a function. An error is reported,
 * and leaves @e as it is.
 */
void make_pretty_cast(struct compilation *c, struct derived *d, const struct script *script,
		      struct expr *e);

#endif
