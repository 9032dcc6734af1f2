/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Of an expression whose value is not used only the parts with effects matter. As in stap,
 * f(1) / (f(2) - 2) calls f twice and divides nothing, sprint(f(1), 1 / 0) calls f.
 */
#include "config.h"

#include "compiler/compiler.h"

static struct stmt *make_stmt(struct compilation *c, const struct token *tok)
{
	struct stmt *s = arena_alloc(c->arena, sizeof(*s));

	*s = (struct stmt){.kind = STMT_NULL, .tok = tok};
	return s;
}

static struct stmt *value_stmt(struct compilation *c, struct expr *e)
{
	struct stmt *s = make_stmt(c, e->tok);

	if (has_effects(e)) {
		s->kind = STMT_EXPR;
		s->expr = e;
	}
	return s;
}

/* One after the other, those with effects. */
static void use_each(struct compilation *c, struct stmt *s, struct expr **parts, unsigned count)
{
	struct stmt_list list = {0};

	for (unsigned i = 0; i < count; i++)
		if (has_effects(parts[i]))
			arena_push(c->arena, list.items, list.count, value_stmt(c, parts[i]));
	if (list.count == 1) {
		s->expr = list.items[0]->expr;
		return;
	}
	s->kind = STMT_BLOCK;
	s->block = list;
}

/* The one or the other; the condition's value is used, if they do anything. */
static void use_branch(struct compilation *c, struct stmt *s, struct expr *cond, struct expr *then,
		       struct expr *otherwise)
{
	struct stmt *yes = then ? value_stmt(c, then) : make_stmt(c, s->tok);
	struct stmt *no = otherwise ? value_stmt(c, otherwise) : make_stmt(c, s->tok);

	if (yes->kind == STMT_NULL && no->kind == STMT_NULL) {
		s->expr = cond;
		return;
	}
	s->kind = STMT_IF;
	s->branch.cond = cond;
	s->branch.then = yes;
	s->branch.otherwise = no->kind == STMT_NULL ? NULL : no;
}

bool take_unused_apart(struct compilation *c, struct stmt *s)
{
	struct expr *e = s->expr;

	switch (e->kind) {
	case EXPR_UNARY:
		s->expr = e->binary.right;
		return true;
	case EXPR_BINARY:
		if (e->binary.op == OP_LOGICAL_AND)
			use_branch(c, s, e->binary.left, e->binary.right, NULL);
		else if (e->binary.op == OP_LOGICAL_OR)
			use_branch(c, s, e->binary.left, NULL, e->binary.right);
		else
			use_each(c, s, (struct expr *[]){e->binary.left, e->binary.right}, 2);
		return true;
	case EXPR_TERNARY:
		use_branch(c, s, e->ternary.cond, e->ternary.then, e->ternary.otherwise);
		return true;
	case EXPR_PRINT:
		if (e->print.form->to_string)
			use_each(c, s, e->print.args.items, e->print.args.count);
		return e->print.form->to_string;
	default:
		return false;
	}
}
