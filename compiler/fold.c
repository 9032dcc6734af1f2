/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conditions that are known: what they exclude is taken out, so that
 * `if (@defined($x)) use($x)` compiles where there is no $x.
 */
#include "config.h"

#include "compiler/compiler.h"

static void fold_expr(void *context, struct expr *e);
static void fold_stmt(void *context, struct stmt *s);

static void become_number(struct expr *e, int64_t number)
{
	e->kind = EXPR_NUMBER;
	e->number = number;
}

/* 0 && x and 1 || x are known whatever x is. */
static void fold_logical(struct expr *e)
{
	const struct expr *left = e->binary.left, *right = e->binary.right;
	bool decides = e->binary.op == OP_LOGICAL_OR;

	if (left->kind != EXPR_NUMBER)
		return;
	if ((left->number != 0) == decides)
		become_number(e, decides);
	else if (right->kind == EXPR_NUMBER)
		become_number(e, right->number != 0);
}

static void fold_binary(struct expr *e)
{
	const struct expr *left = e->binary.left, *right = e->binary.right;

	switch (e->binary.op) {
	case OP_LOGICAL_AND:
	case OP_LOGICAL_OR:
		fold_logical(e);
		break;
	case OP_EQ:
	case OP_NE:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		if (left->kind == EXPR_NUMBER && right->kind == EXPR_NUMBER)
			become_number(e,
				      comparison_holds(e->binary.op, left->number, right->number));
		break;
	default:
		break;
	}
}

static void fold_ternary(struct expr *e)
{
	const struct expr *cond = e->ternary.cond;

	if (cond->kind == EXPR_NUMBER)
		*e = cond->number ? *e->ternary.then : *e->ternary.otherwise;
}

static void fold_expr(void *context, struct expr *e)
{
	each_child(e, fold_expr, context);
	if (e->kind == EXPR_BINARY)
		fold_binary(e);
	else if (e->kind == EXPR_TERNARY)
		fold_ternary(e);
	else if (e->kind == EXPR_UNARY && e->binary.op == OP_NOT &&
		 e->binary.right->kind == EXPR_NUMBER)
		become_number(e, !e->binary.right->number);
}

static void fold_if(struct stmt *s)
{
	const struct expr *cond = s->branch.cond;

	if (cond->kind != EXPR_NUMBER)
		return;
	if (cond->number)
		*s = *s->branch.then;
	else if (s->branch.otherwise)
		*s = *s->branch.otherwise;
	else
		s->kind = STMT_NULL;
}

static void fold_for(struct stmt *s)
{
	const struct expr *cond = s->loop.cond;
	struct expr *init = s->loop.init;

	if (!cond || cond->kind != EXPR_NUMBER || cond->number)
		return;
	s->kind = init ? STMT_EXPR : STMT_NULL;
	s->expr = init;
}

static void fold_stmt(void *context, struct stmt *s)
{
	const struct stmt_visitor visitor = {fold_stmt, fold_expr, context};

	each_part(s, &visitor);
	if (s->kind == STMT_IF)
		fold_if(s);
	else if (s->kind == STMT_FOR)
		fold_for(s);
}

void fold_conditions(struct compilation *c)
{
	for (unsigned i = 0; i < c->nderived; i++)
		for (unsigned j = 0; j < c->derived[i]->nparts; j++)
			fold_stmt(NULL, c->derived[i]->parts[j]);
	for (unsigned i = 0; i < c->nfunctions; i++)
		fold_stmt(NULL, c->functions[i]->decl->body);
}
