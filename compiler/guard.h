/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of guard finding share: guard.c follows a handler, guard_test.c its comparisons,
 * guard_formula.c puts formulas together.
 *
 * Purpose:  the condition under which a handler does anything at all (struct guard).
 * Owner:    one struct guard_finder on the stack of find_guard(); formulas live in the
 *           compilation's arena.
 */
#ifndef MSTAP_COMPILER_GUARD_H
#define MSTAP_COMPILER_GUARD_H

#include "compiler/compiler.h"

/* What is known of a local variable; lists share their tails, so that ways part for free. */
struct guard_binding;

struct guard_finder {
	struct compilation *c;
	const struct derived *d;
	unsigned steps; /* taken so far; too many: the handler counts as always needed */
};

enum guard_value_kind {
	GUARD_VALUE_OTHER,  /* calculated after the event, without effects or errors */
	GUARD_VALUE_EFFECT, /* to calculate it may fail or do something */
	GUARD_VALUE_NUMBER,
	GUARD_VALUE_TEXT,
	GUARD_VALUE_TARGET,  /* target() */
	GUARD_VALUE_SUBJECT, /* what a test can look at */
	GUARD_VALUE_MASKED,  /* that & number */
};

struct guard_value {
	enum guard_value_kind kind;
	int64_t number;
	const char *text;
	enum guard_subject subject;
	uint16_t fetch;
};

/*
 * Three formulas about an event: each is true whenever the condition has that outcome. NULL
 * nowhere.
 */
struct guard_outcome {
	const struct guard *yes, *no, *effect;
};

/* ---- guard_formula.c ---- */

extern const struct guard guard_always, guard_never;

const struct guard *guard_and(struct arena *arena, const struct guard *a, const struct guard *b);
const struct guard *guard_or(struct arena *arena, const struct guard *a, const struct guard *b);

/* ---- guard_test.c ---- */

struct guard_value guard_value_of(struct guard_finder *f, const struct guard_binding *known,
				  const struct expr *e);
struct guard_outcome guard_condition(struct guard_finder *f, const struct guard_binding *known,
				     const struct expr *e);
const struct guard_binding *guard_bind(struct guard_finder *f, const struct guard_binding *known,
				       const struct variable *variable, struct guard_value value);

#endif
