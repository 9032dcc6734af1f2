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

/* -x and ~x, as 0 - x and x ^ -1. */
static struct value plan_unary(struct planner *p, struct expr *e)
{
	struct value operand = plan_expr(p, e->binary.right);
	const struct value zero = value_number(0), ones = value_number(-1);

	if (operand.kind == VALUE_UNKNOWN)
		return operand;
	if (e->binary.op == OP_NEG)
		return value_compute(p, OP_SUB, &zero, &operand, e->tok);
	if (e->binary.op == OP_BITNOT)
		return value_compute(p, OP_XOR, &operand, &ones, e->tok);
	return value_unknown(e->tok, "it is computed after the event");
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

static bool is_local(const struct expr *e)
{
	return e->kind == EXPR_SYMBOL && !e->symbol.variable->is_global;
}

/* What the local variable @target becomes when @operand is added to it, or subtracted. */
static struct value plan_change(struct planner *p, const struct expr *e, const struct expr *target,
				enum operator op, const struct value *operand)
{
	struct value held = plan_symbol(p, target);

	if (held.kind == VALUE_UNKNOWN)
		return held;
	return value_compute(p, op, &held, operand, e->tok);
}

static struct value plan_assign(struct planner *p, struct expr *e)
{
	struct expr *left = e->binary.left;
	struct value value = plan_expr(p, e->binary.right);
	enum operator op = e->binary.op;

	if (left->kind == EXPR_INDEX)
		plan_expr(p, left);
	if (is_local(left) && (op == OP_SET_ADD || op == OP_SET_SUB))
		value = plan_change(p, e, left, op == OP_SET_ADD ? OP_ADD : OP_SUB, &value);
	else if (op != OP_SET)
		value = value_unknown(e->tok, "it is computed after the event");
	if (is_local(left))
		set_binding(p, left->symbol.variable, value);
	return value;
}

static struct value plan_crement(struct planner *p, struct expr *e, struct expr *target)
{
	const struct value one = value_number(1);
	struct value before, after;

	if (!is_local(target)) {
		plan_expr(p, target);
		return value_unknown(e->tok, "it is computed after the event");
	}
	before = plan_symbol(p, target);
	after = plan_change(p, e, target, e->binary.op == OP_INC ? OP_ADD : OP_SUB, &one);
	set_binding(p, target->symbol.variable, after);
	return e->kind == EXPR_PRE ? after : before;
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
	case EXPR_UNARY:
		return plan_unary(p, e);
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
