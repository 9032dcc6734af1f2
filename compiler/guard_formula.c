/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formulas of guards: joined, and no longer than need be. */
#include "config.h"

#include "compiler/guard.h"

const struct guard guard_always = {.kind = GUARD_ALWAYS};
const struct guard guard_never = {.kind = GUARD_NEVER};

static bool same_test(const struct guard *a, const struct guard *b)
{
	return a->kind == GUARD_TEST && b->kind == GUARD_TEST && a->subject == b->subject &&
	       a->fetch == b->fetch && a->with_target == b->with_target && a->number == b->number &&
	       a->text == b->text;
}

/* Does @formula, joined by @kind throughout, have the test @test with its own relation ^ @flip? */
static bool has_test(const struct guard *formula, enum guard_kind kind, const struct guard *test,
		     unsigned flip)
{
	if (formula->kind == kind)
		return has_test(formula->left, kind, test, flip) ||
		       has_test(formula->right, kind, test, flip);
	return same_test(formula, test) && (unsigned)formula->relation == (test->relation ^ flip);
}

static const struct guard *join(struct arena *arena, enum guard_kind kind, const struct guard *a,
				const struct guard *b)
{
	struct guard *g = arena_new_of(arena, struct guard);

	*g = (struct guard){.kind = kind, .left = a, .right = b};
	return g;
}

const struct guard *guard_and(struct arena *arena, const struct guard *a, const struct guard *b)
{
	if (a->kind == GUARD_NEVER || b->kind == GUARD_ALWAYS)
		return a;
	if (b->kind == GUARD_NEVER || a->kind == GUARD_ALWAYS)
		return b;
	if (has_test(a, GUARD_AND, b, 0))
		return a;
	return has_test(a, GUARD_AND, b, 1) ? &guard_never : join(arena, GUARD_AND, a, b);
}

const struct guard *guard_or(struct arena *arena, const struct guard *a, const struct guard *b)
{
	if (a->kind == GUARD_ALWAYS || b->kind == GUARD_NEVER)
		return a;
	if (b->kind == GUARD_ALWAYS || a->kind == GUARD_NEVER)
		return b;
	if (has_test(a, GUARD_OR, b, 0))
		return a;
	return has_test(a, GUARD_OR, b, 1) ? &guard_always : join(arena, GUARD_OR, a, b);
}
