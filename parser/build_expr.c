/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "parser/parser.h"

#include "parser/format.h"

#include <string.h>

#include "base/arena.h"

static struct expr *new_expr(struct parser *parser, enum expr_kind kind, const struct token *tok)
{
	return ast_expr(parser->arena, kind, tok);
}

/* Every child is adopted, so that no pass meets a tree it cannot recurse into. */
static void adopt(struct parser *parser, struct expr *expr, const struct expr *child)
{
	if (!child || child->depth < expr->depth)
		return;
	expr->depth = child->depth + 1;
	if (expr->depth > AST_MAX_DEPTH)
		parser_fail(parser, expr->tok, "nesting too deep");
}

static void adopt_list(struct parser *parser, struct expr *expr, const struct expr_list *list)
{
	for (unsigned i = 0; i < list->count; i++)
		adopt(parser, expr, list->items[i]);
}

void build_push(struct parser *parser, struct expr_list *list, struct expr *expr)
{
	arena_push(parser->arena, list->items, list->count, expr);
}

struct expr *build_number(struct parser *parser, const struct token *tok, bool negative)
{
	struct expr *expr = new_expr(parser, EXPR_NUMBER, tok);

	if (tok->code == CODE_BAD_NUMBER)
		parser_fail(parser, tok, "number invalid or out of range");
	expr->number = negative ? (int64_t) - (uint64_t)tok->number : tok->number;
	return expr;
}

struct expr *build_text(struct parser *parser, enum expr_kind kind, const struct token *tok,
			const struct token *text)
{
	struct expr *expr = new_expr(parser, kind, tok);

	expr->string.text = text->text;
	expr->string.len = text->len;
	return expr;
}

struct expr *build_format(struct parser *parser, const struct token *tok)
{
	const char *at = tok->text, *error;
	struct format_part part;

	while (format_next(&at, &part, &error))
		continue;
	/* stap points behind the format; that token was read when literals were joined. */
	if (error)
		parser_fail(parser, parser->glued, "%s", error);
	return build_text(parser, EXPR_STRING, tok, tok);
}

struct expr *build_embedded(struct parser *parser, const struct token *tok)
{
	/* stap has only looked at the token and takes it up again as a declaration. */
	if (!parser_need_guru(parser, tok,
			      "embedded expression code in unprivileged script; need stap -g"))
		parser->glued = tok;
	return build_text(parser, EXPR_EMBEDDED, tok, tok);
}

struct expr *build_symbol(struct parser *parser, const struct token *tok)
{
	struct expr *expr = new_expr(parser, EXPR_SYMBOL, tok);

	expr->symbol.name = tok->text;
	return expr;
}

struct expr *build_index(struct parser *parser, const struct token *tok, struct expr *base,
			 struct expr_list keys)
{
	struct expr *expr = new_expr(parser, EXPR_INDEX, tok);

	expr->index.base = base;
	expr->index.keys = keys;
	adopt(parser, expr, base);
	adopt_list(parser, expr, &keys);
	return expr;
}

struct expr *build_call(struct parser *parser, const struct token *tok, struct expr_list args)
{
	struct expr *expr = new_expr(parser, EXPR_CALL, tok);

	expr->call.name = tok->text;
	expr->call.args = args;
	adopt_list(parser, expr, &args);
	return expr;
}

struct expr *build_print(struct parser *parser, const struct token *tok, struct expr_list args)
{
	struct expr *expr = new_expr(parser, EXPR_PRINT, tok);
	const struct print_form *form = print_form_find(tok->text);
	struct expr *first = args.count ? args.items[0] : NULL;

	adopt_list(parser, expr, &args);
	expr->print.form = form;
	if (form->has_format)
		expr->print.format = first;
	if (form->has_delimiter)
		expr->print.delimiter = first;
	if (form->has_format || form->has_delimiter) {
		/* A list of its own, which may grow like any other. */
		for (unsigned i = 1; i < args.count; i++)
			build_push(parser, &expr->print.args, args.items[i]);
	} else {
		expr->print.args = args;
	}
	return expr;
}

struct expr *build_empty_print(struct parser *parser, const struct token *tok,
			       const struct token *close)
{
	struct expr *expr = build_print(parser, tok, (struct expr_list){0});

	if (!expr->print.form->newline)
		parser_fail(parser, close, "expected literal string or number");
	return expr;
}

struct expr *build_binary(struct parser *parser, enum expr_kind kind, enum operator op,
			  const struct token *tok, struct expr *left, struct expr *right)
{
	struct expr *expr = new_expr(parser, kind, tok);

	expr->binary.op = op;
	expr->binary.left = left;
	expr->binary.right = right;
	adopt(parser, expr, left);
	adopt(parser, expr, right);
	return expr;
}

struct expr *build_regex(struct parser *parser, enum operator op, const struct token *tok,
			 struct expr *left, const struct token *regex)
{
	return build_binary(parser, EXPR_REGEX, op, tok, left,
			    build_text(parser, EXPR_STRING, regex, regex));
}

struct expr *build_ternary(struct parser *parser, const struct token *tok, struct expr *cond,
			   struct expr *then, struct expr *otherwise)
{
	struct expr *expr = new_expr(parser, EXPR_TERNARY, tok);

	expr->ternary.cond = cond;
	expr->ternary.then = then;
	expr->ternary.otherwise = otherwise;
	adopt(parser, expr, cond);
	adopt(parser, expr, then);
	adopt(parser, expr, otherwise);
	return expr;
}

struct expr *build_in(struct parser *parser, const struct token *tok, struct expr_list keys,
		      struct expr *array)
{
	struct expr *expr = new_expr(parser, EXPR_IN, tok);

	expr->in.keys = keys;
	expr->in.array = array;
	adopt_list(parser, expr, &keys);
	adopt(parser, expr, array);
	return expr;
}

struct expr *build_in_one(struct parser *parser, const struct token *tok, struct expr *key,
			  struct expr *array)
{
	struct expr_list keys = {0};

	build_push(parser, &keys, key);
	return build_in(parser, tok, keys, array);
}

struct expr *build_bracketed(struct parser *parser, struct expr_list keys)
{
	if (keys.count == 1 && keys.items[0])
		return keys.items[0];
	parser_fail(parser, parser->token, "unexpected comma-separated expression list");
	return new_expr(parser, EXPR_NUMBER, parser->token);
}

struct expr *build_wrap(struct parser *parser, enum expr_kind kind, const struct token *tok,
			struct expr *wrap)
{
	struct expr *expr = new_expr(parser, kind, tok);

	expr->wrap = wrap;
	adopt(parser, expr, wrap);
	return expr;
}

void build_check_const(struct parser *parser, const struct token *tok)
{
	parser_need_guru(parser, tok, "using @const operator not permitted; need stap -g");
}

/* ---- statistics ---- */

enum stat_function stat_function_of(const struct token *tok)
{
	for (enum stat_function i = STAT_COUNT; i < STAT_HIST_LINEAR; i++)
		if (!strcmp(stat_texts[i], tok->text))
			return i;
	return STAT_HIST_LINEAR;
}

struct expr *build_stat(struct parser *parser, const struct token *tok, struct expr *stat)
{
	enum stat_function function = stat_function_of(tok);
	bool is_hist = function == STAT_HIST_LOG || function == STAT_HIST_LINEAR;
	struct expr *expr = new_expr(parser, is_hist ? EXPR_HIST : EXPR_STAT, tok);

	expr->stat.function = function;
	expr->stat.stat = stat;
	adopt(parser, expr, stat);
	return expr;
}

void build_check_stat(struct parser *parser, const struct expr *stat, const struct token *comma)
{
	bool is_variance = stat->stat.function == STAT_VARIANCE;

	if (stat->stat.nparams == is_variance)
		parser_fail_at(parser, comma,
			       is_variance ? "not more than 2 parameters allowed"
					   : "not more than 1 parameter allowed");
}

void build_stat_param(struct parser *parser, struct expr *stat, int64_t number)
{
	if (!parser->failed)
		stat->stat.params[stat->stat.nparams++] = number;
}

struct expr *build_stray_hist(struct parser *parser, struct expr *hist)
{
	parser_fail_at(parser, hist->tok, "base histogram operator where expression expected");
	return hist;
}
