/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/generate.h"

#include <string.h>

struct expr *make_literal(struct compilation *c, const struct token *tok, const char *text)
{
	struct expr *e = ast_expr(c->arena, EXPR_STRING, tok);

	e->string.text = text;
	e->string.len = (uint32_t)strlen(text);
	return e;
}

struct expr *make_number(struct compilation *c, const struct token *tok, int64_t number)
{
	struct expr *e = ast_expr(c->arena, EXPR_NUMBER, tok);

	e->number = number;
	return e;
}

struct expr *make_binary(struct compilation *c, const struct token *tok, enum operator op,
			 struct expr *left, struct expr *right)
{
	struct expr *e = ast_expr(c->arena, EXPR_BINARY, tok);

	e->binary.op = op;
	e->binary.left = left;
	e->binary.right = right;
	return e;
}

struct expr *make_sprintf(struct compilation *c, const struct token *tok, const char *format,
			  const struct expr_list *args)
{
	struct expr *e = ast_expr(c->arena, EXPR_PRINT, tok);

	e->print.form = print_form_find("sprintf");
	e->print.format = make_literal(c, tok, format);
	e->print.args = *args;
	return e;
}

struct expr *make_call(struct compilation *c, const struct token *tok, struct function *f,
		       struct expr *arg)
{
	struct expr *e = ast_expr(c->arena, EXPR_CALL, tok);

	e->type = f->decl->type;
	e->call.name = f->decl->name;
	e->call.callee = f;
	if (arg)
		arena_push(c->arena, e->call.args.items, e->call.args.count, arg);
	return e;
}

struct stmt *make_error(struct compilation *c, const struct token *tok, const char *format,
			struct expr *number)
{
	struct stmt *s = ast_stmt(c->arena, STMT_EXPR, tok);
	struct expr_list args = {0};

	arena_push(c->arena, args.items, args.count, number);
	s->expr = ast_expr(c->arena, EXPR_CALL, tok);
	s->expr->call.name = "error";
	arena_push(c->arena, s->expr->call.args.items, s->expr->call.args.count,
		   make_sprintf(c, tok, format, &args));
	return s;
}

struct stmt *make_return(struct compilation *c, const struct token *tok, struct expr *e)
{
	struct stmt *s = ast_stmt(c->arena, STMT_RETURN, tok);

	s->expr = e;
	return s;
}

struct function *make_function(struct compilation *c, const struct script *script,
			       const struct token *tok, const char *kind, enum value_type type,
			       const char *param)
{
	struct function_decl *decl = arena_new_of(c->arena, struct function_decl);
	struct parameter *parameter = arena_new_of(c->arena, struct parameter);
	struct function *f;

	*parameter = (struct parameter){.tok = tok, .name = param, .type = TYPE_LONG};
	decl->tok = tok;
	decl->name = arena_printf(c->arena, "_%s_%u", kind, ++c->ngenerated);
	decl->type = type;
	decl->params = parameter;
	decl->nparams = param != NULL;
	f = add_function(c, (struct script *)script, decl);
	f->resolved = true;
	return f;
}

struct expr *make_parameter(struct compilation *c, const struct token *tok, struct function *f)
{
	struct expr *e = ast_expr(c->arena, EXPR_SYMBOL, tok);

	e->symbol.name = f->params[0]->name;
	e->symbol.variable = f->params[0];
	return e;
}
