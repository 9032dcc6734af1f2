/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "parser/parser.h"

#include "base/arena.h"

static struct stmt *new_stmt(struct parser *parser, enum stmt_kind kind, const struct token *tok)
{
	return ast_stmt(parser->arena, kind, tok);
}

static void adopt(struct parser *parser, struct stmt *stmt, const struct stmt *child)
{
	if (!child || child->depth < stmt->depth)
		return;
	stmt->depth = child->depth + 1;
	if (stmt->depth > AST_MAX_DEPTH)
		parser_fail(parser, stmt->tok, "nesting too deep");
}

void build_push_stmt(struct parser *parser, struct stmt_list *list, struct stmt *stmt)
{
	arena_push(parser->arena, list->items, list->count, stmt);
}

struct stmt *build_block(struct parser *parser, const struct token *tok, struct stmt_list list)
{
	struct stmt *stmt = new_stmt(parser, STMT_BLOCK, tok);

	stmt->block = list;
	for (unsigned i = 0; i < list.count; i++)
		adopt(parser, stmt, list.items[i]);
	return stmt;
}

struct stmt *build_simple(struct parser *parser, enum stmt_kind kind, const struct token *tok,
			  struct expr *expr)
{
	struct stmt *stmt = new_stmt(parser, kind, tok);

	stmt->expr = expr;
	return stmt;
}

void build_check_return(struct parser *parser, const struct token *tok)
{
	if (!parser->in_function)
		parser_fail(parser, tok, "found 'return' not in function context");
}

/* Without a value or a ';', only the end of the block may follow. */
struct stmt *build_bare_return(struct parser *parser, const struct token *tok)
{
	if (parser->token->code == CODE_AT_WORD)
		parser_fail(parser, parser->token, "unknown operator %s", parser->token->text);
	else if (parser->token->code != CODE_BRACE_CLOSE)
		parser_fail(parser, parser->token,
			    parser->token->code == CODE_END ? "expected value"
							    : "expected literal string or number");
	return build_simple(parser, STMT_RETURN, tok, NULL);
}

struct stmt *build_if(struct parser *parser, const struct token *tok, struct expr *cond,
		      struct stmt *then, struct stmt *otherwise)
{
	struct stmt *stmt = new_stmt(parser, STMT_IF, tok);

	stmt->branch.cond = cond;
	stmt->branch.then = then;
	stmt->branch.otherwise = otherwise;
	adopt(parser, stmt, then);
	adopt(parser, stmt, otherwise);
	return stmt;
}

struct stmt *build_for(struct parser *parser, const struct token *tok, struct expr *init)
{
	struct stmt *stmt = new_stmt(parser, STMT_FOR, tok);

	stmt->loop.init = init;
	return stmt;
}

struct stmt *build_for_body(struct parser *parser, struct stmt *loop, struct stmt *body)
{
	loop->loop.body = body;
	adopt(parser, loop, body);
	return loop;
}

struct stmt *build_while(struct parser *parser, const struct token *tok, struct expr *cond,
			 struct stmt *body)
{
	struct stmt *stmt = build_for(parser, tok, NULL);

	stmt->loop.cond = cond;
	stmt->loop.is_while = true;
	return build_for_body(parser, stmt, body);
}

static void set_sort(struct parser *parser, struct foreach_loop *loop, unsigned column,
		     enum stat_function stat, const struct token *direction)
{
	if (!direction)
		return;
	if (loop->sort_direction)
		parser_fail(parser, direction, "multiple sort directives");
	loop->sort_direction = direction->code == CODE_PLUS ? 1 : -1;
	loop->sort_column = column;
	loop->sort_stat = stat;
}

struct foreach_loop *build_foreach_value(struct parser *parser, const struct token *name,
					 const struct token *direction)
{
	struct foreach_loop *loop = arena_new_of(parser->arena, struct foreach_loop);

	loop->value = build_symbol(parser, name);
	set_sort(parser, loop, 0, STAT_NONE, direction);
	return loop;
}

struct foreach_loop *build_foreach_index(struct parser *parser, struct foreach_loop *loop,
					 const struct token *name, const struct token *direction)
{
	if (!loop)
		loop = arena_new_of(parser->arena, struct foreach_loop);
	arena_push(parser->arena, loop->indexes, loop->nindexes, build_symbol(parser, name));
	set_sort(parser, loop, loop->nindexes, STAT_NONE, direction);
	return loop;
}

struct stmt *build_foreach(struct parser *parser, const struct token *tok,
			   const struct foreach_loop *loop)
{
	struct stmt *stmt = new_stmt(parser, STMT_FOREACH, tok);

	stmt->foreach = *loop;
	return stmt;
}

struct stmt *build_foreach_rest(struct parser *parser, struct stmt *stmt, struct expr_list slice,
				struct sort sort, struct expr *limit, struct stmt *body)
{
	stmt->foreach.slice = slice;
	set_sort(parser, &stmt->foreach, 0, sort.stat, sort.direction);
	stmt->foreach.limit = limit;
	stmt->foreach.body = body;
	adopt(parser, stmt, body);
	return stmt;
}

struct stmt *build_try(struct parser *parser, const struct token *tok, struct stmt *body,
		       const struct token *variable, struct stmt *handler)
{
	struct stmt *stmt = new_stmt(parser, STMT_TRY, tok);

	stmt->try.body = body;
	stmt->try.variable = variable ? build_symbol(parser, variable) : NULL;
	stmt->try.handler = handler;
	adopt(parser, stmt, body);
	adopt(parser, stmt, handler);
	return stmt;
}
