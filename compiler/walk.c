/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/compiler.h"

typedef void visit_function(void *context, struct expr *child);

static void visit_if(struct expr *e, visit_function *visit, void *context)
{
	if (e)
		visit(context, e);
}

/* Null items are the '*' of slices. */
void each_key(const struct expr_list *list, visit_function *visit, void *context)
{
	for (unsigned i = 0; i < list->count; i++)
		visit_if(list->items[i], visit, context);
}

static void visit_components(struct expr *e, visit_function *visit, void *context)
{
	visit_if(e->target.operand, visit, context);
	for (unsigned i = 0; i < e->target.ncomponents; i++)
		visit_if(e->target.components[i].index, visit, context);
}

void each_child(struct expr *e, visit_function *visit, void *context)
{
	switch (e->kind) {
	case EXPR_INDEX:
		visit(context, e->index.base);
		each_key(&e->index.keys, visit, context);
		break;
	case EXPR_CALL:
		each_key(&e->call.args, visit, context);
		break;
	case EXPR_PRINT:
		each_key(&e->print.args, visit, context);
		break;
	case EXPR_UNARY:
	case EXPR_PRE:
	case EXPR_POST:
	case EXPR_BINARY:
	case EXPR_REGEX:
	case EXPR_ASSIGN:
		visit_if(e->binary.left, visit, context);
		visit_if(e->binary.right, visit, context);
		break;
	case EXPR_TERNARY:
		visit(context, e->ternary.cond);
		visit(context, e->ternary.then);
		visit(context, e->ternary.otherwise);
		break;
	case EXPR_IN:
		each_key(&e->in.keys, visit, context);
		visit(context, e->in.array);
		break;
	case EXPR_TARGET:
	case EXPR_CAST:
		visit_components(e, visit, context);
		break;
	case EXPR_ENTRY:
	case EXPR_DEFINED:
	case EXPR_PROBEWRITE:
		visit(context, e->wrap);
		break;
	case EXPR_SAVE:
		visit(context, e->saved.operand);
		break;
	case EXPR_STAT:
	case EXPR_HIST:
		visit(context, e->stat.stat);
		break;
	case EXPR_NUMBER:
	case EXPR_STRING:
	case EXPR_EMBEDDED:
	case EXPR_SYMBOL:
	case EXPR_PERF:
	case EXPR_CONST:
	case EXPR_SAVED: /* its operand is part of another probe */
	case EXPR_KIND_COUNT:
		break;
	}
}

static void part_expr(struct expr *e, const struct stmt_visitor *v)
{
	if (e && v->expr)
		v->expr(v->context, e);
}

static void part_stmt(struct stmt *s, const struct stmt_visitor *v)
{
	if (s && v->stmt)
		v->stmt(v->context, s);
}

static void foreach_parts(struct foreach_loop *loop, const struct stmt_visitor *v)
{
	for (unsigned i = 0; i < loop->nindexes; i++)
		part_expr(loop->indexes[i], v);
	part_expr(loop->value, v);
	part_expr(loop->base, v);
	for (unsigned i = 0; i < loop->slice.count; i++)
		part_expr(loop->slice.items[i], v);
	part_expr(loop->limit, v);
	part_stmt(loop->body, v);
}

void each_part(struct stmt *s, const struct stmt_visitor *v)
{
	switch (s->kind) {
	case STMT_BLOCK:
		for (unsigned i = 0; i < s->block.count; i++)
			part_stmt(s->block.items[i], v);
		break;
	case STMT_EXPR:
	case STMT_RETURN:
	case STMT_DELETE:
		part_expr(s->expr, v);
		break;
	case STMT_IF:
		part_expr(s->branch.cond, v);
		part_stmt(s->branch.then, v);
		part_stmt(s->branch.otherwise, v);
		break;
	case STMT_FOR:
		part_expr(s->loop.init, v);
		part_expr(s->loop.cond, v);
		part_expr(s->loop.step, v);
		part_stmt(s->loop.body, v);
		break;
	case STMT_FOREACH:
		foreach_parts(&s->foreach, v);
		break;
	case STMT_TRY:
		part_stmt(s->try.body, v);
		part_expr(s->try.variable, v);
		part_stmt(s->try.handler, v);
		break;
	case STMT_NULL:
	case STMT_NEXT:
	case STMT_BREAK:
	case STMT_CONTINUE:
		break;
	}
}

const struct token *expr_first_token(const struct expr *e)
{
	switch (e->kind) {
	case EXPR_BINARY:
	case EXPR_REGEX:
	case EXPR_ASSIGN:
	case EXPR_POST:
		return expr_first_token(e->binary.left);
	case EXPR_TERNARY:
		return expr_first_token(e->ternary.cond);
	case EXPR_IN:
		if (e->in.keys.count == 1 && e->in.keys.items[0])
			return expr_first_token(e->in.keys.items[0]);
		return e->tok;
	default:
		return e->tok;
	}
}
