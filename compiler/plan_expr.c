/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions, followed with symbolic values. */
#include "config.h"

#include "compiler/planner.h"

static struct value plan_symbol(struct planner *p, const struct expr *e)
{
	struct value *held = find_binding(&p->env, e->symbol.variable);

	if (e->symbol.variable->is_global)
		return value_unknown(e->tok,
				     "it is a global variable, known only when the handler runs");
	return held ? *held : value_number(0);
}

static struct value plan_binary(struct planner *p, struct expr *e)
{
	struct value a = plan_expr(p, e->binary.left), b = plan_expr(p, e->binary.right);

	if (a.kind == VALUE_UNKNOWN || b.kind == VALUE_UNKNOWN)
		return a.kind == VALUE_UNKNOWN ? a : b;
	return value_compute(p, e->binary.op, &a, &b, e->tok);
}

/* The right side of && and || may not run. */
static struct value plan_logical(struct planner *p, struct expr *e)
{
	struct environment before;

	plan_expr(p, e->binary.left);
	before = copy_environment(p);
	plan_expr(p, e->binary.right);
	join_environment(p, &before);
	return value_unknown(e->tok, "it is computed after the event");
}

static struct value plan_ternary(struct planner *p, struct expr *e)
{
	struct environment before, after_then;
	struct value a, b;

	plan_expr(p, e->ternary.cond);
	before = copy_environment(p);
	a = plan_expr(p, e->ternary.then);
	after_then = p->env;
	p->env = before;
	b = plan_expr(p, e->ternary.otherwise);
	join_environment(p, &after_then);
	return value_join(p, a, b, e->tok);
}

static struct value plan_assign(struct planner *p, struct expr *e)
{
	struct expr *left = e->binary.left;
	struct value value = plan_expr(p, e->binary.right);

	if (left->kind == EXPR_INDEX)
		plan_expr(p, left);
	if (e->binary.op != OP_SET)
		value = value_unknown(e->tok, "it is computed after the event");
	if (left->kind == EXPR_SYMBOL && !left->symbol.variable->is_global)
		set_binding(p, left->symbol.variable, value);
	return value;
}

static struct value plan_crement(struct planner *p, struct expr *e, struct expr *target)
{
	if (target->kind == EXPR_SYMBOL && !target->symbol.variable->is_global)
		set_binding(p, target->symbol.variable,
			    value_unknown(e->tok, "it is computed after the event"));
	else
		plan_expr(p, target);
	return value_unknown(e->tok, "it is computed after the event");
}

static void visit_child(void *p, struct expr *e)
{
	plan_expr(p, e);
}

struct value plan_expr(struct planner *p, struct expr *e)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		return value_number(e->number);
	case EXPR_STRING:
		return (struct value){.kind = VALUE_TEXT, .text = e->string.text};
	case EXPR_SYMBOL:
		return plan_symbol(p, e);
	case EXPR_TARGET:
		return plan_field(p, e);
	case EXPR_CAST:
		return plan_cast(p, e);
	case EXPR_SAVE:
		return plan_save(p, e);
	case EXPR_SAVED:
		return plan_saved(p, e);
	case EXPR_CALL:
		return plan_call(p, e);
	case EXPR_ASSIGN:
		return plan_assign(p, e);
	case EXPR_PRE:
		return plan_crement(p, e, e->binary.right);
	case EXPR_POST:
		return plan_crement(p, e, e->binary.left);
	case EXPR_TERNARY:
		return plan_ternary(p, e);
	case EXPR_BINARY:
		if (e->binary.op == OP_LOGICAL_AND || e->binary.op == OP_LOGICAL_OR)
			return plan_logical(p, e);
		return plan_binary(p, e);
	default:
		each_child(e, visit_child, p);
		return value_unknown(e->tok, "it is computed after the event");
	}
}
