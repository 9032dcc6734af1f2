/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "parser/ast.h"

#include <string.h>

#include "base/arena.h"

static struct expr_list clone_list(struct arena *arena, const struct expr_list *list)
{
	struct expr_list copy = {.count = list->count};

	copy.items = arena_alloc(arena, list->count * sizeof(struct expr *));
	for (unsigned i = 0; i < list->count; i++)
		copy.items[i] = ast_clone_expr(arena, list->items[i]);
	return copy;
}

static void clone_target(struct arena *arena, struct expr *copy, const struct expr *expr)
{
	unsigned count = expr->target.ncomponents;

	copy->target.operand = ast_clone_expr(arena, expr->target.operand);
	copy->target.components = arena_alloc(arena, count * sizeof(struct target_component));
	for (unsigned i = 0; i < count; i++) {
		copy->target.components[i] = expr->target.components[i];
		copy->target.components[i].index =
			ast_clone_expr(arena, expr->target.components[i].index);
	}
}

static void clone_print(struct arena *arena, struct expr *copy, const struct expr *expr)
{
	copy->print.format = ast_clone_expr(arena, expr->print.format);
	copy->print.delimiter = ast_clone_expr(arena, expr->print.delimiter);
	copy->print.args = clone_list(arena, &expr->print.args);
}

struct expr *ast_clone_expr(struct arena *arena, const struct expr *expr)
{
	struct expr *copy;

	if (!expr)
		return NULL;
	copy = arena_new_of(arena, struct expr);
	*copy = *expr;
	switch (expr->kind) {
	case EXPR_NUMBER:
	case EXPR_STRING:
	case EXPR_EMBEDDED:
	case EXPR_SYMBOL:
	case EXPR_PERF:
	case EXPR_CONST:
	case EXPR_KIND_COUNT:
		break;
	case EXPR_INDEX:
		copy->index.base = ast_clone_expr(arena, expr->index.base);
		copy->index.keys = clone_list(arena, &expr->index.keys);
		break;
	case EXPR_CALL:
		copy->call.args = clone_list(arena, &expr->call.args);
		break;
	case EXPR_PRINT:
		clone_print(arena, copy, expr);
		break;
	case EXPR_UNARY:
	case EXPR_PRE:
	case EXPR_POST:
	case EXPR_BINARY:
	case EXPR_REGEX:
	case EXPR_ASSIGN:
		copy->binary.left = ast_clone_expr(arena, expr->binary.left);
		copy->binary.right = ast_clone_expr(arena, expr->binary.right);
		break;
	case EXPR_TERNARY:
		copy->ternary.cond = ast_clone_expr(arena, expr->ternary.cond);
		copy->ternary.then = ast_clone_expr(arena, expr->ternary.then);
		copy->ternary.otherwise = ast_clone_expr(arena, expr->ternary.otherwise);
		break;
	case EXPR_IN:
		copy->in.keys = clone_list(arena, &expr->in.keys);
		copy->in.array = ast_clone_expr(arena, expr->in.array);
		break;
	case EXPR_TARGET:
	case EXPR_CAST:
		clone_target(arena, copy, expr);
		break;
	case EXPR_ENTRY:
	case EXPR_DEFINED:
	case EXPR_PROBEWRITE:
		copy->wrap = ast_clone_expr(arena, expr->wrap);
		break;
	case EXPR_SAVE:
	case EXPR_SAVED:
		copy->saved.operand = ast_clone_expr(arena, expr->saved.operand);
		break;
	case EXPR_STAT:
	case EXPR_HIST:
		copy->stat.stat = ast_clone_expr(arena, expr->stat.stat);
		break;
	}
	return copy;
}

static void clone_foreach(struct arena *arena, struct foreach_loop *copy,
			  const struct foreach_loop *loop)
{
	copy->indexes = arena_alloc(arena, loop->nindexes * sizeof(struct expr *));
	for (unsigned i = 0; i < loop->nindexes; i++)
		copy->indexes[i] = ast_clone_expr(arena, loop->indexes[i]);
	copy->value = ast_clone_expr(arena, loop->value);
	copy->base = ast_clone_expr(arena, loop->base);
	copy->slice = clone_list(arena, &loop->slice);
	copy->limit = ast_clone_expr(arena, loop->limit);
	copy->body = ast_clone_stmt(arena, loop->body);
}

struct stmt *ast_clone_stmt(struct arena *arena, const struct stmt *stmt)
{
	struct stmt *copy;

	if (!stmt)
		return NULL;
	copy = arena_new_of(arena, struct stmt);
	*copy = *stmt;
	switch (stmt->kind) {
	case STMT_NULL:
	case STMT_NEXT:
	case STMT_BREAK:
	case STMT_CONTINUE:
		break;
	case STMT_BLOCK:
		copy->block.items = arena_alloc(arena, stmt->block.count * sizeof(struct stmt *));
		for (unsigned i = 0; i < stmt->block.count; i++)
			copy->block.items[i] = ast_clone_stmt(arena, stmt->block.items[i]);
		break;
	case STMT_EXPR:
	case STMT_RETURN:
	case STMT_DELETE:
		copy->expr = ast_clone_expr(arena, stmt->expr);
		break;
	case STMT_IF:
		copy->branch.cond = ast_clone_expr(arena, stmt->branch.cond);
		copy->branch.then = ast_clone_stmt(arena, stmt->branch.then);
		copy->branch.otherwise = ast_clone_stmt(arena, stmt->branch.otherwise);
		break;
	case STMT_FOR:
		copy->loop.init = ast_clone_expr(arena, stmt->loop.init);
		copy->loop.cond = ast_clone_expr(arena, stmt->loop.cond);
		copy->loop.step = ast_clone_expr(arena, stmt->loop.step);
		copy->loop.body = ast_clone_stmt(arena, stmt->loop.body);
		break;
	case STMT_FOREACH:
		clone_foreach(arena, &copy->foreach, &stmt->foreach);
		break;
	case STMT_TRY:
		copy->try.body = ast_clone_stmt(arena, stmt->try.body);
		copy->try.variable = ast_clone_expr(arena, stmt->try.variable);
		copy->try.handler = ast_clone_stmt(arena, stmt->try.handler);
		break;
	}
	return copy;
}
