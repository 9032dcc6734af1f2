/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guards: under which condition does a handler do anything?
 *
 * The handler is followed from its beginning along all ways, until one comes to the first
 * statement that has an effect or can fail: that event is needed. One that ends before that is not.
 * Where it is not known which way is taken, both are; so the formula is true of too many events
 * rather than of too few.
 */
#include "config.h"

#include "compiler/guard.h"

/* A handler that forks more often than this before it does something is always needed. */
#define MAX_STEPS 200

/* What is still to be done: a list of statements, and what comes behind the list. */
struct rest {
	struct stmt *const *items;
	unsigned count;
	const struct rest *then;
};

static const struct guard *follow(struct guard_finder *f, const struct guard_binding *known,
				  struct rest rest);

static const struct guard *follow_if(struct guard_finder *f, const struct guard_binding *known,
				     struct stmt *s, const struct rest *rest)
{
	struct guard_outcome outcome = guard_condition(f, known, s->branch.cond);
	struct arena *arena = f->c->arena;
	const struct guard *then, *otherwise, *either;

	if (outcome.effect->kind == GUARD_ALWAYS)
		return &guard_always;
	then = follow(f, known, (struct rest){&s->branch.then, 1, rest});
	otherwise = follow(f, known,
			   (struct rest){&s->branch.otherwise, s->branch.otherwise != NULL, rest});
	if (then->kind == GUARD_ALWAYS && otherwise->kind == GUARD_ALWAYS)
		return then;
	either = guard_or(arena, guard_and(arena, outcome.yes, then),
			  guard_and(arena, outcome.no, otherwise));
	return guard_or(arena, outcome.effect, either);
}

/* An assignment to a local variable does nothing by itself. */
static bool is_local_assignment(const struct expr *e)
{
	return e->kind == EXPR_ASSIGN && e->binary.left->kind == EXPR_SYMBOL &&
	       !e->binary.left->symbol.variable->is_global && e->binary.op != OP_AGGREGATE;
}

static const struct guard *follow_expr(struct guard_finder *f, const struct guard_binding *known,
				       const struct expr *e, const struct rest *rest)
{
	bool assigns = is_local_assignment(e);
	struct guard_value value = guard_value_of(f, known, assigns ? e->binary.right : e);

	if (value.kind == GUARD_VALUE_EFFECT ||
	    (assigns && (e->binary.op == OP_SET_DIV || e->binary.op == OP_SET_MOD)))
		return &guard_always;
	if (assigns && e->binary.op != OP_SET)
		value.kind = GUARD_VALUE_OTHER;
	if (assigns)
		known = guard_bind(f, known, e->binary.left->symbol.variable, value);
	return follow(f, known, *rest);
}

static const struct guard *follow_stmt(struct guard_finder *f, const struct guard_binding *known,
				       struct stmt *s, const struct rest *rest)
{
	switch (s->kind) {
	case STMT_NULL:
		return follow(f, known, *rest);
	case STMT_BLOCK:
		return follow(f, known, (struct rest){s->block.items, s->block.count, rest});
	case STMT_EXPR:
		return follow_expr(f, known, s->expr, rest);
	case STMT_IF:
		return follow_if(f, known, s, rest);
	case STMT_NEXT:
		return &guard_never;
	default:
		return &guard_always;
	}
}

static const struct guard *follow(struct guard_finder *f, const struct guard_binding *known,
				  struct rest rest)
{
	struct rest behind;

	if (f->steps++ > MAX_STEPS)
		return &guard_always;
	while (!rest.count && rest.then)
		rest = *rest.then;
	if (!rest.count)
		return &guard_never;
	behind = (struct rest){rest.items + 1, rest.count - 1, rest.then};
	return follow_stmt(f, known, rest.items[0], &behind);
}

/* The conditions of the probe point come first; where one does not hold, that is the end. */
static const struct guard *follow_conditions(struct guard_finder *f)
{
	const struct guard *needed = &guard_always, *effects = &guard_never;
	struct arena *arena = f->c->arena;

	for (unsigned i = 0; i < f->d->nconditions; i++) {
		struct guard_outcome outcome = guard_condition(f, NULL, f->d->conditions[i]);

		effects = guard_or(arena, effects, guard_and(arena, needed, outcome.effect));
		needed = guard_and(arena, needed, outcome.yes);
	}
	return guard_or(arena, effects,
			guard_and(arena, needed,
				  follow(f, NULL, (struct rest){f->d->parts, f->d->nparts, NULL})));
}

/*
 * A handler that saves for another, or is saved for, is needed for both. With -DMAXACTION one
 * may fail before its first statement.
 */
const struct guard *find_guard(struct compilation *c, const struct derived *d)
{
	struct guard_finder f = {.c = c, .d = d};
	const struct guard *guard;

	if (!c->options->pushdown || d->entry || d->nvalues ||
	    limits_actions(&c->limits) != INT64_MAX || d->probe->kind < PROBE_TRACEPOINT ||
	    is_sampled(d->probe->kind))
		return NULL;
	guard = follow_conditions(&f);
	return guard->kind == GUARD_ALWAYS || f.steps > MAX_STEPS ? NULL : guard;
}
